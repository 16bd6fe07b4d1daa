package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever the values are. */
class EveryRenderingTest {
    /** Namespaces that the values below name. */
    private static final Set<String> OF_OTHERS = Set.of("team-a", "7");

    static Stream<String> values() {
        return Stream.of(
                "{}",
                "replicas: 1",
                "replicas: 5",
                "image: {repository: 'registry.example:5000/team/operator', tag: 1.2.3, pullPolicy: Never}",
                "imagePullSecrets: [{name: pull}]",
                "resources: {limits: {cpu: null, memory: 1Gi}}",
                "{nodeSelector: {kubernetes.io/os: null}, priorityClassName: system-cluster-critical}",
                "tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]",
                "networkPolicy: {enabled: false}",
                "networkPolicy: {from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: prometheus}}}]}",
                "watchNamespaces: [team-a, '7']",
                "nodeNetworkPolicy: {namespaces: [team-a, '7'], managementPort: 9001, from: [{podSelector: {}}]}",
                "global: {of: a chart above}");
    }

    @ParameterizedTest
    @MethodSource("values")
    void thePodKeepsTheRestrictedStandard(String values) {
        var rendered = Chart.render(values);
        var pod = rendered.pod().getSecurityContext();
        var container = rendered.operator().getSecurityContext();
        assertEquals(true, pod.getRunAsNonRoot());
        assertEquals(65532, pod.getRunAsUser());
        assertEquals(65532, pod.getRunAsGroup());
        assertEquals("RuntimeDefault", pod.getSeccompProfile().getType());
        assertEquals(false, container.getAllowPrivilegeEscalation());
        assertEquals(true, container.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), container.getCapabilities().getDrop());
        assertTrue(container.getCapabilities().getAdd().isEmpty(), "added capabilities");
        assertNull(container.getPrivileged(), "privileged");
        assertNull(rendered.pod().getHostNetwork(), "hostNetwork");
        assertNull(rendered.pod().getHostPID(), "hostPID");
    }

    @ParameterizedTest
    @MethodSource("values")
    void itMayWriteNowhereButInABoundedTmp(String values) {
        var rendered = Chart.render(values);
        var volumes = rendered.pod().getVolumes();
        assertEquals(1, volumes.size(), rendered::yaml);
        assertEquals("64Mi", volumes.getFirst().getEmptyDir().getSizeLimit().toString());
        var mounts = rendered.operator().getVolumeMounts();
        assertEquals(1, mounts.size(), rendered::yaml);
        assertEquals("/tmp", mounts.getFirst().getMountPath());
        assertEquals(volumes.getFirst().getName(), mounts.getFirst().getName());
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyProbeAsksAPathOfTheOperatorOnTheNamedPort(String values) {
        var operator = Chart.render(values).operator();
        assertAsks("/q/health/live", operator.getStartupProbe());
        assertAsks("/q/health/live", operator.getLivenessProbe());
        assertAsks("/q/health/ready", operator.getReadinessProbe());
        assertEquals(1, operator.getPorts().size());
        assertEquals("http", operator.getPorts().getFirst().getName());
        assertEquals(8080, operator.getPorts().getFirst().getContainerPort());
    }

    /** A Service of the operator's own name would else set FLEETCELL_OPERATOR_PORT=tcp://..., and it could not start. */
    @ParameterizedTest
    @MethodSource("values")
    void onlyTheChartSetsTheOperatorsEnvironment(String values) {
        var rendered = Chart.render(values);
        assertEquals(false, rendered.pod().getEnableServiceLinks());
        var environment = rendered.operator().getEnv().stream()
                .filter(variable -> !variable.getName().equals("FLEETCELL_OPERATOR_WATCH_NAMESPACES"))
                .map(variable -> variable.getName() + "="
                        + variable.getValueFrom().getFieldRef().getFieldPath())
                .toList();
        assertEquals(
                List.of("FLEETCELL_OPERATOR_NAMESPACE=metadata.namespace", "FLEETCELL_OPERATOR_IDENTITY=metadata.name"),
                environment);
    }

    @ParameterizedTest
    @MethodSource("values")
    void oneDrainEvictsOneReplicaAndABrokenOneBlocksNoDrain(String values) {
        var budget = Chart.render(values).only(PodDisruptionBudget.class).getSpec();
        assertEquals(1, budget.getMaxUnavailable().getIntVal());
        assertNull(budget.getMinAvailable(), "minAvailable");
        assertEquals("AlwaysAllow", budget.getUnhealthyPodEvictionPolicy());
    }

    @ParameterizedTest
    @MethodSource("values")
    void replicasSpreadButRunWhereTheyCannot(String values) {
        var constraints = Chart.render(values).pod().getTopologySpreadConstraints();
        assertEquals(
                List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
                constraints.stream().map(c -> c.getTopologyKey()).toList());
        for (var constraint : constraints) {
            assertEquals("ScheduleAnyway", constraint.getWhenUnsatisfiable());
            assertEquals(1, constraint.getMaxSkew());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void everySelectorSelectsTheOperatorsPods(String values) {
        var rendered = Chart.render(values);
        var deployment = rendered.only(Deployment.class).getSpec();
        var labels = deployment.getTemplate().getMetadata().getLabels();
        assertSelects(labels, deployment.getSelector().getMatchLabels());
        assertSelects(
                labels,
                rendered.only(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels());
        assertSelects(labels, rendered.only(Service.class).getSpec().getSelector());
        for (var policy : rendered.all(NetworkPolicy.class)) {
            if (policy.getMetadata().getName().equals("fleetcell-nodes")) {
                continue; // selects the nodes of cells
            }
            assertSelects(labels, policy.getSpec().getPodSelector().getMatchLabels());
        }
        for (var constraint : rendered.pod().getTopologySpreadConstraints()) {
            assertSelects(labels, constraint.getLabelSelector().getMatchLabels());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void everythingIsLabelledAndInTheNamespaceOfTheRelease(String values) {
        var rendered = Chart.render(values);
        for (var object : Stream.concat(rendered.objects().stream(), rendered.hooks().stream())
                .toList()) {
            var what = object.getKind() + " " + object.getMetadata().getName();
            assertEquals(Chart.RELEASE, object.getMetadata().getLabels().get("app.kubernetes.io/instance"), what);
            assertEquals("fleetcell", object.getMetadata().getLabels().get("app.kubernetes.io/part-of"), what);
            var namespace = object.getMetadata().getNamespace();
            if (!OF_OTHERS.contains(String.valueOf(namespace))) {
                assertEquals(object instanceof Namespaced ? Chart.NAMESPACE : null, namespace, what);
            }
        }
    }

    private static void assertAsks(String path, Probe probe) {
        assertEquals(path, probe.getHttpGet().getPath());
        assertEquals("http", probe.getHttpGet().getPort().getStrVal());
    }

    private static void assertSelects(Map<String, String> labels, Map<String, String> selector) {
        assertFalse(selector.isEmpty(), "an empty selector selects everything");
        assertTrue(labels.entrySet().containsAll(selector.entrySet()), () -> selector + " selects not " + labels);
    }
}
