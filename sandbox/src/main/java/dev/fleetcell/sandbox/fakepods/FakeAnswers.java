package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.fakepods.ReportBehaviour.Answer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What one fake pod says over HTTP. Its state is set by the pod's passes and read by the answering thread. */
final class FakeAnswers implements Site {
    /** How many shards a complete map has. */
    private static final int SHARDS = 256;

    private final String name;
    private final Supplier<Collection<String>> peers;
    private final AtomicInteger reports = new AtomicInteger();
    private volatile State state = new State(Phase.COLD, false, "", Settings.NONE);
    private volatile Behaviour behaviour = Behaviour.NORMAL;

    /** How far the node says it is; the reference node's words. */
    private enum Phase {
        COLD("Cold"),
        WARMING("Warming"),
        SERVING("Serving"),
        STOPPING("Stopping");

        private final String label;

        Phase(String label) {
            this.label = label;
        }
    }

    /** What the pod is doing. */
    private record State(Phase phase, boolean ready, String message, Settings settings) {}

    /**
     * @param peers the names of the other pods of its cell whose containers run, sorted
     */
    FakeAnswers(String name, Supplier<Collection<String>> peers) {
        this.name = name;
        this.peers = peers;
    }

    void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** A container was started: it has not said anything yet, nor was it ever ready. */
    void begin() {
        reports.set(0);
        state = new State(Phase.COLD, false, "", Settings.NONE);
    }

    /** What the pod is doing now. */
    void set(Life life, boolean ready, Settings settings) {
        if (ready) {
            state = new State(Phase.SERVING, true, "", settings);
        } else if (!life.isWarm()) {
            state = new State(Phase.COLD, false, "warming up", settings);
        } else {
            // Once serving, a node calls itself so for as long as it runs.
            Phase phase = state.phase() == Phase.SERVING ? Phase.SERVING : Phase.WARMING;
            state = new State(phase, false, "not ready on request", settings);
        }
    }

    /** The pod is being deleted. */
    void stop(Settings settings) {
        state = new State(Phase.STOPPING, false, "told to stop", settings);
    }

    @Override
    public Reply answer(String path) {
        return switch (path) {
            case "/q/health/live" -> json(200, Map.of("status", "UP", "checks", List.of()));
            case "/q/health/ready" ->
                state.ready()
                        ? json(200, Map.of("status", "UP", "checks", List.of()))
                        : json(503, Map.of("status", "DOWN", "checks", List.of()));
            case "/fleet/report" -> report(behaviour);
            default -> new Reply.Answer(404, "", 0, Duration.ZERO);
        };
    }

    private Reply report(Behaviour now) {
        ReportBehaviour how = now.report();
        if (how.answer() == Answer.NOTHING || reports.get() >= how.silentAfter()) {
            return new Reply.Silence();
        }
        reports.incrementAndGet();
        if (how.answer() == Answer.ERROR) {
            return new Reply.Answer(500, "", 0, how.delay());
        }
        int blanks = how.answer() == Answer.HUGE ? ReportBehaviour.HUGE_BYTES : 0;
        return new Reply.Answer(200, Serialization.asJson(body(now)), blanks, how.delay());
    }

    private FakeReport body(Behaviour now) {
        ReportBehaviour how = now.report();
        State seen = state;
        Settings settings = seen.settings();
        Collection<String> all = peers.get();
        List<String> names =
                all.stream().filter(peer -> !how.missedPeers().contains(peer)).toList();
        boolean complete = seen.phase() != Phase.COLD;
        return new FakeReport(
                settings.cell(),
                how.node().orElse(name),
                seen.phase().label,
                seen.message(),
                threads(how, names.size(), settings),
                new FakeReport.ShardMap(
                        complete ? 1 : 0,
                        complete,
                        settings.source(),
                        complete ? now.warmUp().toMillis() / 1000.0 : 0,
                        complete ? SHARDS : 0),
                new FakeReport.Peers(all.size(), names.size(), names),
                new FakeReport.Load(0, 0));
    }

    private static FakeReport.Threads threads(ReportBehaviour how, int peers, Settings settings) {
        int mesh = how.tasksPerPeer() * peers;
        int total = how.tasks().orElse(how.baseTasks() + mesh);
        Map<String, Integer> byGroup = new TreeMap<>(Map.of("jvm", total - mesh, "mesh", mesh));
        return new FakeReport.Threads(total, settings.limit(), settings.budget(), byGroup, how.refusedStarts());
    }

    private static Reply json(int status, Object body) {
        return new Reply.Answer(status, Serialization.asJson(body), 0, Duration.ZERO);
    }
}
