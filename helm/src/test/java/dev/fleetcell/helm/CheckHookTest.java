package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code helm test} runs. */
class CheckHookTest {
    private static final String VALUES = """
            image: {repository: 'reg.example:5000/op', tag: '7', pullPolicy: Never}
            imagePullSecrets: [{name: pull}]
            nodeSelector: {pool: infra}
            tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
            """;

    private final Rendered chart = Chart.render(VALUES);
    private final Pod pod = chart.onlyHook(Pod.class);

    @Test
    void itIsTheOperatorsOwnProgramWhereTheOperatorRuns() {
        var check = pod.getSpec().getContainers().getFirst();
        assertEquals(chart.operator().getImage(), check.getImage());
        assertEquals(chart.operator().getImagePullPolicy(), check.getImagePullPolicy());
        assertEquals(List.of("check"), check.getArgs());
        assertTrue(check.getCommand().isEmpty(), "the image's entrypoint");
        assertEquals(chart.pod().getImagePullSecrets(), pod.getSpec().getImagePullSecrets());
        assertEquals(chart.pod().getNodeSelector(), pod.getSpec().getNodeSelector());
        assertEquals(chart.pod().getTolerations(), pod.getSpec().getTolerations());
    }

    @Test
    void itIsAsConfinedAsTheOperator() {
        assertEquals(chart.pod().getSecurityContext(), pod.getSpec().getSecurityContext());
        assertEquals(
                chart.operator().getSecurityContext(),
                pod.getSpec().getContainers().getFirst().getSecurityContext());
        assertEquals(
                chart.operator().getResources(),
                pod.getSpec().getContainers().getFirst().getResources());
        assertEquals("Never", pod.getSpec().getRestartPolicy());
    }

    /** Else its Service would send scrapes to it, and its PodDisruptionBudget would count it. */
    @Test
    void nothingTakesItForAReplica() {
        var labels = pod.getMetadata().getLabels();
        var selector = chart.only(Deployment.class).getSpec().getSelector().getMatchLabels();
        assertFalse(labels.entrySet().containsAll(selector.entrySet()), labels::toString);
    }

    @Test
    void rightsComeBeforeThePodAndGoAfterASuccess() {
        for (var hook : chart.hooks()) {
            var annotations = hook.getMetadata().getAnnotations();
            assertEquals("test", annotations.get(Rendered.HOOK));
            if (hook instanceof Pod) {
                assertEquals(
                        Map.of(Rendered.HOOK, "test", "helm.sh/hook-delete-policy", "before-hook-creation"),
                        annotations);
            } else {
                assertEquals("before-hook-creation,hook-succeeded", annotations.get("helm.sh/hook-delete-policy"));
                assertTrue(Integer.parseInt(annotations.getOrDefault("helm.sh/hook-weight", "0")) < 0, hook.getKind());
            }
        }
        assertEquals(4, chart.hooks().size());
    }
}
