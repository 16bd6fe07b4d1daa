{{/* One release per cluster, so names need no release in them. */}}
{{- define "fleetcell.name" -}}
fleetcell-operator
{{- end }}

{{/* What never changes in the life of a release: a Deployment's selector is immutable. */}}
{{- define "fleetcell.selectorLabels" -}}
app.kubernetes.io/name: {{ include "fleetcell.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "fleetcell.labels" -}}
{{ include "fleetcell.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: fleetcell
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "fleetcell.image" -}}
{{- with .Values.image -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ with .digest }}@{{ . }}{{ end }}
{{- end -}}
{{- end }}
