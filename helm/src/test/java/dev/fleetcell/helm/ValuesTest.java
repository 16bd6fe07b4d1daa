package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    private static int replicas(String values) {
        return Chart.render(values).only(Deployment.class).getSpec().getReplicas();
    }

    private static String image(String values) {
        return Chart.render(values).operator().getImage();
    }
}
