package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm refuses without asking a cluster, and whether a person understands why. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 0                                     | /replicas                      | minimum",
                "replicas: 6                                     | /replicas                      | maximum",
                "replicas: two                                   | /replicas                      | got string, want integer",
                "replica: 2                                      | 'replica'                      | not allowed",
                "watchNamespaces: a                              | /watchNamespaces               | got string, want array",
                "watchNamespaces: [Team]                         | /watchNamespaces/0             | does not match pattern",
                "watchNamespaces: ['']                           | /watchNamespaces/0             | does not match pattern",
                "watchNamespaces: ['a,b']                        | /watchNamespaces/0             | does not match pattern",
                "watchNamespaces: [a, b, a]                      | /watchNamespaces               | are equal",
                "watchNamespaces: null                           | 'watchNamespaces'              | missing",
                "nodeNetworkPolicy: {namespaces: [a.b]}          | /nodeNetworkPolicy/namespaces/0 | does not match pattern",
                "nodeNetworkPolicy: {managementPort: 0}          | /nodeNetworkPolicy/managementPort | minimum",
                "nodeNetworkPolicy: {managementPort: 65536}      | /nodeNetworkPolicy/managementPort | maximum",
                "nodeNetworkPolicy: {managementPort: 7400}       | /nodeNetworkPolicy/managementPort | 'not' failed",
                "nodeNetworkPolicy: {managementPort: http}       | /nodeNetworkPolicy/managementPort | want integer",
                "nodeNetworkPolicy: {from: [{}]}                 | /nodeNetworkPolicy/from/0      | minProperties",
                "nodeNetworkPolicy: {enabled: true}              | 'enabled'                      | not allowed",
                "image: {tag: 1.0}                               | /image/tag                     | got number, want string",
                "image: {tag: 'a b'}                             | /image/tag                     | does not match pattern",
                "image: {repository: 'op:7@x'}                   | /image/repository              | does not match pattern",
                "image: {repository: ''}                         | /image/repository              | does not match pattern",
                "image: {digest: 'sha256:12'}                    | /image/digest                  | does not match pattern",
                "image: {pullPolicy: Sometimes}                  | /image/pullPolicy              | 'Always'",
                "image: {name: op}                               | 'name'                         | not allowed",
                "imagePullSecrets: [pull]                        | /imagePullSecrets/0            | got string, want object",
                "resources: {limits: {memory: lots}}             | /resources/limits/memory       | does not match pattern",
                "resources: {limits: {cpu: -1}}                  | /resources/limits/cpu          | exclusiveMinimum",
                "resources: {limit: {cpu: 1}}                    | 'limit'                        | not allowed",
                "nodeSelector: {disk: true}                      | /nodeSelector/disk             | got boolean, want string",
                "tolerations: [{effect: NoScheduling}]           | /tolerations/0/effect          | 'NoSchedule'",
                "networkPolicy: {enabled: 'no'}                  | /networkPolicy/enabled         | got string, want boolean",
                "networkPolicy: {from: {podSelector: {}}}        | /networkPolicy/from            | got object, want array",
                "networkPolicy: {from: [{}]}                     | /networkPolicy/from/0          | minProperties",
                "networkPolicy: {from: [{pods: {}}]}             | 'pods'                         | not allowed",
            })
    void aBadValueIsNamedWithWhatIsWrong(String values, String where, String what) {
        var refusal = Chart.refusal(values);
        assertTrue(refusal.contains(where) && refusal.contains(what), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.20.0", "1.32.9", "v1.32.4-gke.100"})
    void aClusterThatIsTooOldIsRefusedWithWhatToDo(String kubernetes) {
        var refusal = Chart.refusal(kubernetes, "{}");
        assertTrue(
                refusal.contains("FleetCell needs Kubernetes 1.33 or newer and this cluster is v")
                        && refusal.contains("upgrade the cluster first"),
                refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.33.0", "v1.33.0-eks-1234567", "v1.33.2-gke.1001000", "1.36.3"})
    void providersSuffixesMakeNoClusterTooOld(String kubernetes) {
        assertFalse(Chart.render(kubernetes, "{}").objects().isEmpty());
    }
}
