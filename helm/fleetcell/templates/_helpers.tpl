{{/* One release per cluster, so names need no release in them. */}}
{{- define "fleetcell.name" -}}
fleetcell-operator
{{- end }}

{{/* What never changes in the life of a release: a Deployment's selector is immutable. */}}
{{- define "fleetcell.selectorLabels" -}}
app.kubernetes.io/name: {{ include "fleetcell.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "fleetcell.commonLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: fleetcell
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "fleetcell.labels" -}}
{{ include "fleetcell.selectorLabels" . }}
{{ include "fleetcell.commonLabels" . }}
{{- end }}

{{- define "fleetcell.image" -}}
{{- with .Values.image -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ with .digest }}@{{ . }}{{ end }}
{{- end -}}
{{- end }}

{{/* What the operator may do in a namespace whose cells it looks after, each rule with its reason. */}}
{{- define "fleetcell.rules" -}}
# The cells it looks after, and the restarts of them.
- apiGroups: [fleetcell.dev]
  resources: [fleetcells, coldrestarts]
  verbs: [list, watch]
# What it found and does. The spec is the user's: no right to write it.
- apiGroups: [fleetcell.dev]
  resources: [fleetcells/status, coldrestarts/status]
  verbs: [patch]
# One StatefulSet per size in use; delete: an empty one, when a stopped cell comes back in another size.
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
# The node's settings, the Services of peers and of clients.
- apiGroups: [""]
  resources: [configmaps, services]
  verbs: [get, list, watch, create, patch]
# One PodDisruptionBudget per cell, so that drains take nodes one wave at a time. It goes with its cell: no right to delete.
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
# Which nodes are there, Ready, and at which address they report.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# Nodes are replaced by eviction, which asks every PodDisruptionBudget; there is no right to delete a pod.
- apiGroups: [""]
  resources: [pods/eviction]
  verbs: [create]
# Events about cells and restarts.
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end }}

{{/* As a test runs it: the operator's own program, under an account of its own. */}}
{{- define "fleetcell.checkName" -}}
fleetcell-check
{{- end }}

{{/* Not the operator's selector: its Service, NetworkPolicy and PodDisruptionBudget must not take the test for a replica. */}}
{{- define "fleetcell.checkLabels" -}}
app.kubernetes.io/name: {{ include "fleetcell.checkName" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{ include "fleetcell.commonLabels" . }}
{{- end }}

{{- define "fleetcell.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "fleetcell.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
