package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Optional;

/**
 * How far a cold restart is, for a progress bar. Nodes are counted as the API server tells of them, at once; pace, end and
 * wait are what the restart's status says.
 *
 * @param total nodes of the cell
 * @param zone in which the end is told
 */
record RestartBar(int total, ZoneId zone) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /**
     * What to show; empty while the status does not tell a pace yet.
     *
     * @param restarted the nodes that carry the name of the restart
     * @param instead what it waits for, where the status cannot know
     */
    Optional<ProgressBar.State> state(ColdRestartStatus status, Collection<Pod> restarted, Optional<String> instead) {
        if (status.pace == null) {
            return Optional.empty();
        }
        int done = (int) restarted.stream().filter(NodeHistory::serves).count();
        String note =
                "%d an hour, %d at once  ETA %s".formatted(status.pace.perHour, status.pace.maxWarming, eta(status));
        String waits = instead.orElse(status.wait == null ? "" : status.wait.reason);
        return Optional.of(new ProgressBar.State(done, restarted.size() - done, total, note, waits));
    }

    private String eta(ColdRestartStatus status) {
        return status.eta == null
                ? "unknown"
                : CLOCK.format(Instant.parse(status.eta).atZone(zone));
    }
}
