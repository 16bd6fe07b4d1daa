package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single values change. */
class ValuesTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @Test
    void twoReplicasUnlessToldOtherwise() {
        assertEquals(2, replicas("{}"));
        assertEquals(1, replicas("replicas: 1"));
    }

    @Test
    void theImageIsOfTheChartsVersionUnlessToldOtherwise() {
        var version = System.getProperty("fleetcell.version");
        assertEquals("fleetcell/operator:" + version, image("{}"));
        assertEquals("reg.example:5000/op:7", image("image: {repository: 'reg.example:5000/op', tag: '7'}"));
        assertEquals("fleetcell/operator:" + version + "@" + DIGEST, image("image: {digest: '" + DIGEST + "'}"));
    }

    @Test
    void resourcesAreBoundedUnlessToldOtherwise() {
        var resources = Chart.render("{}").operator().getResources();
        assertEquals(Map.of("cpu", new Quantity("1"), "memory", new Quantity("256Mi")), resources.getLimits());
        assertEquals(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("256Mi")), resources.getRequests());
        var edited = Chart.render("resources: {limits: {cpu: null, memory: 1Gi}}")
                .operator()
                .getResources();
        assertEquals(Map.of("memory", new Quantity("1Gi")), edited.getLimits());
    }

    @Test
    void thePodGoesWhereItIsTold() {
        var told = Chart.render("""
                nodeSelector: {pool: infra}
                tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
                priorityClassName: system-cluster-critical
                imagePullSecrets: [{name: pull}]
                """).pod();
        assertEquals(Map.of("kubernetes.io/os", "linux", "pool", "infra"), told.getNodeSelector());
        assertEquals("dedicated", told.getTolerations().getFirst().getKey());
        assertEquals("system-cluster-critical", told.getPriorityClassName());
        assertEquals("pull", told.getImagePullSecrets().getFirst().getName());
        assertNull(Chart.render("{}").pod().getPriorityClassName());
    }

    @Test
    void nobodyMayReadTheHttpPortUntilSomebodyIsNamed() {
        var policy = Chart.render("{}").only(NetworkPolicy.class).getSpec();
        assertEquals(List.of("Ingress"), policy.getPolicyTypes());
        assertTrue(policy.getIngress().isEmpty(), () -> "a rule without peers lets everybody in: " + policy);
    }

    @Test
    void onlyThoseNamedMayReadTheHttpPortAndNoOtherPort() {
        var ingress = Chart.render("""
                networkPolicy:
                  from:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
                    podSelector: {matchLabels: {app: prometheus}}
                  - ipBlock: {cidr: 10.0.0.0/8}
                """).only(NetworkPolicy.class).getSpec().getIngress();
        assertEquals(1, ingress.size());
        var rule = ingress.getFirst();
        assertEquals(2, rule.getFrom().size());
        var prometheus = rule.getFrom().getFirst();
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "monitoring"),
                prometheus.getNamespaceSelector().getMatchLabels());
        assertEquals(Map.of("app", "prometheus"), prometheus.getPodSelector().getMatchLabels());
        assertEquals("10.0.0.0/8", rule.getFrom().getLast().getIpBlock().getCidr());
        assertEquals(1, rule.getPorts().size());
        assertEquals("http", rule.getPorts().getFirst().getPort().getStrVal());
    }

    @Test
    void thePolicyCanBeLeftOut() {
        assertEquals(List.of(), Chart.render("networkPolicy: {enabled: false}").all(NetworkPolicy.class));
    }

    @Test
    void theOperatorIsToldWhichNamespacesItWatches() {
        assertEquals(List.of("team-a,team-b"), watched("watchNamespaces: [team-a, team-b]"));
        assertEquals(List.of(), watched("{}"));
    }

    @Test
    void nodesHaveNoPolicyUntilTheirNamespacesAreNamed() {
        assertEquals(List.of(), nodePolicies("{}"));
        assertEquals(
                List.of("team-a", "team-b"),
                nodePolicies("nodeNetworkPolicy: {namespaces: [team-a, team-b]}").stream()
                        .map(p -> p.getMetadata().getNamespace())
                        .toList());
    }

    @Test
    void onlyTheOperatorAndThoseNamedReachTheManagementPortAndOnlyNodesTheMesh() {
        var policy = nodePolicies("""
                nodeNetworkPolicy:
                  namespaces: [team-a]
                  from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
                """).getFirst().getSpec();
        assertEquals(List.of("Ingress"), policy.getPolicyTypes());
        assertEquals(
                "fleetcell.dev/cell",
                policy.getPodSelector().getMatchExpressions().getFirst().getKey());
        var management = policy.getIngress().getFirst();
        assertEquals(List.of("TCP 9000"), ports(management));
        assertEquals(2, management.getFrom().size());
        var operator = management.getFrom().getFirst();
        assertEquals(
                Map.of("kubernetes.io/metadata.name", Chart.NAMESPACE),
                operator.getNamespaceSelector().getMatchLabels());
        assertEquals(
                Chart.render("{}")
                        .only(Deployment.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels(),
                operator.getPodSelector().getMatchLabels());
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "monitoring"),
                management.getFrom().getLast().getNamespaceSelector().getMatchLabels());
        var mesh = policy.getIngress().get(1);
        assertEquals(List.of("TCP 7400"), ports(mesh));
        assertEquals(1, mesh.getFrom().size());
        assertNull(mesh.getFrom().getFirst().getNamespaceSelector(), "of the same namespace");
        assertEquals(
                "fleetcell.dev/cell",
                mesh.getFrom()
                        .getFirst()
                        .getPodSelector()
                        .getMatchExpressions()
                        .getFirst()
                        .getKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9000  | TCP 1-7399, TCP 7401-8999, TCP 9001-65535, UDP 1-65535",
                "80    | TCP 1-79, TCP 81-7399, TCP 7401-65535, UDP 1-65535",
                "7399  | TCP 1-7398, TCP 7401-65535, UDP 1-65535",
                "7401  | TCP 1-7399, TCP 7402-65535, UDP 1-65535",
                "7402  | TCP 1-7399, TCP 7401-7401, TCP 7403-65535, UDP 1-65535",
                "1     | TCP 2-7399, TCP 7401-65535, UDP 1-65535",
                "65535 | TCP 1-7399, TCP 7401-65534, UDP 1-65535",
            })
    void everyOtherPortIsOpenToEverybody(int managementPort, String expected) {
        var rule = nodePolicies("nodeNetworkPolicy: {namespaces: [a], managementPort: " + managementPort + "}")
                .getFirst()
                .getSpec()
                .getIngress()
                .getLast();
        assertTrue(rule.getFrom().isEmpty(), "no peers: everybody");
        assertEquals(expected, String.join(", ", ports(rule)));
    }

    private static List<String> ports(NetworkPolicyIngressRule rule) {
        return rule.getPorts().stream()
                .map(p -> p.getProtocol() + " " + p.getPort().getIntVal()
                        + (p.getEndPort() == null ? "" : "-" + p.getEndPort()))
                .toList();
    }

    private static List<NetworkPolicy> nodePolicies(String values) {
        return Chart.render(values).all(NetworkPolicy.class).stream()
                .filter(p -> p.getMetadata().getName().equals("fleetcell-nodes"))
                .toList();
    }

    private static List<String> watched(String values) {
        return Chart.render(values).operator().getEnv().stream()
                .filter(v -> v.getName().equals("FLEETCELL_OPERATOR_WATCH_NAMESPACES"))
                .map(EnvVar::getValue)
                .toList();
    }

    private static int replicas(String values) {
        return Chart.render(values).only(Deployment.class).getSpec().getReplicas();
    }

    private static String image(String values) {
        return Chart.render(values).operator().getImage();
    }
}
