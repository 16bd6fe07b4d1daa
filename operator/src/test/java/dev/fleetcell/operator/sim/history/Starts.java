package dev.fleetcell.operator.sim.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cold starts that nobody has paid for, as the operator counts them in memory. */
final class Starts {
    private final Map<String, Integer> restartsByUid = new HashMap<>();
    private boolean looked;
    private int expected;
    private int owed;

    int count(List<Pod> pods) {
        if (looked) {
            for (var pod : pods) {
                var before = restartsByUid.get(pod.uid());
                if (before == null) {
                    start();
                }
                owed += Math.max(0, pod.restarts() - (before == null ? 0 : before));
            }
        }
        looked = true;
        restartsByUid.clear();
        pods.forEach(p -> restartsByUid.put(p.uid(), p.restarts()));
        return owed;
    }

    private void start() {
        if (expected > 0) {
            expected--;
        } else {
            owed++;
        }
    }

    void paid(int starts) {
        expected += starts;
    }

    void written(int starts) {
        owed = Math.max(0, owed - starts);
    }
}
