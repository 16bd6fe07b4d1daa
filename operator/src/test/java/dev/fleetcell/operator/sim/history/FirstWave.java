package dev.fleetcell.operator.sim.history;

/** Whether more nodes than a wave get a revision before the first wave of it was Ready. */
final class FirstWave {
    private final World world;
    private final Places places;
    private String revision = "";
    private boolean proven;
    private int window = 1;
    private int largestWindow = 1;

    FirstWave(World world, Places places) {
        this.world = world;
        this.places = places;
    }

    /** The window of the latest pass. */
    void windowIs(int newWindow) {
        window = newWindow;
        largestWindow = Math.max(largestWindow, window);
    }

    void check() {
        var workload = world.workload().orElse(null);
        if (workload == null) {
            return;
        }
        var update = Contents.SET + "-" + workload.core().template();
        if (!update.equals(revision)) {
            revision = update;
            proven = false;
            var already = world.pods().stream() // after a rollback: from when it was the newest before
                    .filter(pod -> pod.core().revision().equals(update))
                    .count();
            largestWindow = Math.max(window, (int) already);
        }
        var settled = workload.applied().equals(workload.settled());
        if (proven || settled || update.equals(workload.core().currentRevision())) {
            proven = true;
            return;
        }
        var have = 0;
        var ready = 0;
        for (var pod : world.pods()) {
            if (pod.ordinal() < workload.core().replicas()
                    && pod.core().revision().equals(update)) {
                have += places.replacesLostOne(pod) ? 0 : 1;
                ready += pod.ready() ? 1 : 0;
            }
        }
        proven = ready >= Math.min(window, workload.core().replicas());
        if (!proven && have > largestWindow) {
            throw new BrokenInvariant(
                    Invariant.FIRST_WAVE,
                    "%d nodes have %s, %d are Ready, largest window %d".formatted(have, update, ready, largestWindow));
        }
    }
}
