package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PodTraitsTest {
    @Test
    void theOrdinalIsTheNumberAtTheEnd() {
        assertEquals(OptionalInt.of(12), PodTraits.ordinal(Pods.pod("use1-a-m-12")));
        assertEquals(OptionalInt.empty(), PodTraits.ordinal(Pods.pod("use1-a")));
        assertEquals(OptionalInt.empty(), PodTraits.ordinal(Pods.pod("12")));
        assertEquals(OptionalInt.empty(), PodTraits.ordinal(Pods.pod("a-12345678901")));
    }

    @Test
    void theRestIsWhatThePodSays() {
        Pod pod = Pods.pod("a-0");
        assertEquals(Optional.of("x"), PodTraits.env(pod, "MODE"));
        assertEquals(Optional.empty(), PodTraits.env(pod, "FROM_MAP"));
        assertEquals(Optional.of("one"), PodTraits.annotation(pod, "stamp"));
        assertEquals(Optional.of("a"), PodTraits.label(pod, PodTraits.CELL_LABEL));
        assertEquals("rev-1", PodTraits.revision(pod));
        Pod bare = new PodBuilder().withNewMetadata().endMetadata().build();
        assertEquals("", PodTraits.revision(bare));
        assertEquals(Optional.empty(), PodTraits.annotation(bare, "stamp"));
    }

    @Test
    void thePortIsTheOneThatIsNamedManagement() {
        Pod pod = Pods.pod("a-0");
        assertEquals(9000, PodTraits.managementPort(pod));
        Pod other = new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withName("gateway")
                .withContainerPort(8080)
                .endPort()
                .addNewPort()
                .withName("management")
                .withContainerPort(9090)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
        assertEquals(9090, PodTraits.managementPort(other));
    }

    @Test
    void settingsAreNumbersOrNone() {
        Settings told = Settings.of(Map.of(
                "FLEETCELL_CELL", "c",
                "FLEETCELL_THREAD_LIMIT", "100",
                "FLEETCELL_THREAD_BUDGET", "many",
                "FLEETCELL_BOOTSTRAP_SOURCE", "Peers"));
        assertEquals(new Settings("c", 100, 0, "Peers"), told);
        assertTrue(Settings.comeFrom(Pods.pod("a-0"), "settings"));
        assertFalse(Settings.comeFrom(Pods.pod("a-0"), "other"));
    }
}
