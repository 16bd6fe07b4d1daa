package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.threads.Census.CellKey;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the cold starts of each cell that nobody has paid for: crashes, drains, pods deleted by hand. They load the
 * metadata store like those that we cause, so they are taken off the cell's pace.
 *
 * <p>Only in memory: what starts while no operator looks is not counted, and what is counted is written with the next
 * status.
 */
@ApplicationScoped
class Starts {
    private final Map<CellKey, Tally> cells = new ConcurrentHashMap<>();

    /** Takes in the pods of a cell; returns the starts that are owed. */
    int count(CellKey cell, List<Pod> pods) {
        return cells.computeIfAbsent(cell, c -> new Tally()).count(pods);
    }

    /** So many starts were paid for and will be seen. */
    void paid(CellKey cell, int starts) {
        cells.computeIfAbsent(cell, c -> new Tally()).paid(starts);
    }

    /** So many of those that were owed stand in the status now. */
    void written(CellKey cell, int starts) {
        cells.computeIfAbsent(cell, c -> new Tally()).written(starts);
    }

    void forget(CellKey cell) {
        cells.remove(cell);
    }

    private static final class Tally {
        private final Map<String, Integer> restartsByUid = new HashMap<>();
        private boolean looked;
        private int expected;
        private int owed;

        synchronized int count(List<Pod> pods) {
            var now = new HashMap<String, Integer>();
            pods.forEach(p -> now.put(p.getMetadata().getUid(), restarts(p)));
            if (looked) {
                now.forEach((uid, restarts) -> {
                    var before = restartsByUid.get(uid);
                    if (before == null) {
                        start();
                    }
                    for (int i = before == null ? 0 : before; i < restarts; i++) {
                        owed++;
                    }
                });
            }
            looked = true;
            restartsByUid.clear();
            restartsByUid.putAll(now);
            return owed;
        }

        private void start() {
            if (expected > 0) {
                expected--;
            } else {
                owed++;
            }
        }

        synchronized void paid(int starts) {
            expected += starts;
        }

        synchronized void written(int starts) {
            owed = Math.max(0, owed - starts);
        }

        private static int restarts(Pod pod) {
            return pod.getStatus() == null
                    ? 0
                    : pod.getStatus().getContainerStatuses().stream()
                            .mapToInt(ContainerStatus::getRestartCount)
                            .sum();
        }
    }
}
