package dev.fleetcell.sandbox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartBarTest {
    private static final RestartBar BAR = new RestartBar(6, ZoneOffset.ofHours(2));

    @Test
    void itShowsNodesPaceEndAndWait() {
        assertEquals(
                "[#+....] 2/6  1200 an hour, 2 at once  ETA 14:03:10  waits: Pace", text(status(), Optional.empty()));
    }

    @Test
    void whatTheStatusCannotKnowStandsInPlaceOfItsWait() {
        assertEquals(
                "[#+....] 2/6  1200 an hour, 2 at once  ETA 14:03:10  waits: a leader",
                text(status(), Optional.of("a leader")));
    }

    @Test
    void withoutEstimateAndWaitItSaysSo() {
        var status = status();
        status.eta = null;
        status.wait = null;
        assertEquals("[#+....] 2/6  1200 an hour, 2 at once  ETA unknown", text(status, Optional.empty()));
    }

    @Test
    void thereIsNothingToShowWithoutAPace() {
        assertEquals(Optional.empty(), BAR.state(new ColdRestartStatus(), List.of(), Optional.empty()));
    }

    private static String text(ColdRestartStatus status, Optional<String> instead) {
        return BAR.state(status, List.of(pod("True"), pod("False")), instead)
                .orElseThrow()
                .text();
    }

    private static ColdRestartStatus status() {
        var status = new ColdRestartStatus();
        status.pace = new ColdRestartStatus.Pace();
        status.pace.perHour = 1200;
        status.pace.maxWarming = 2;
        status.eta = "2026-11-21T12:03:10Z";
        status.wait = new ColdRestartStatus.Wait();
        status.wait.reason = "Pace";
        return status;
    }

    private static Pod pod(String ready) {
        return new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }
}
