package dev.fleetcell.operator.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** A sequence of steps that make sense where they stand, from a seed: played on the fake while it is made. */
final class RandomSequence {
    private static final int STEPS = 24;
    private static final int MOST_REPLICAS = 7;
    private static final List<String> TEMPLATES = List.of("a", "b", "c", "d");

    private final Random random;
    private final FakePlayer player;
    private final List<Step> steps = new ArrayList<>();

    private RandomSequence(long seed) {
        this.random = new Random(seed);
        this.player = new FakePlayer(name(seed));
    }

    static Sequence of(long seed) {
        var sequence = new RandomSequence(seed);
        sequence.make();
        return new Sequence(name(seed), List.copyOf(sequence.steps));
    }

    private static String name(long seed) {
        return "seed-" + seed;
    }

    private void make() {
        play(Step.of(Step.Verb.BUDGET, 1 + random.nextInt(2)));
        var replicas = 1 + random.nextInt(MOST_REPLICAS);
        play(spec(Step.Verb.CREATE, replicas, partition(replicas), "a"));
        play(new Step(Step.Verb.READY, List.of(), "all"));
        while (steps.size() < STEPS) {
            next();
        }
    }

    private void next() {
        var dice = random.nextInt(100);
        if (dice < 22) {
            play(new Step(Step.Verb.READY, List.of(), "all"));
        } else if (dice < 40) {
            play(new Step(Step.Verb.GONE, List.of(), "all"));
        } else if (dice < 45) {
            onOne(Step.Verb.GONE, FakePod::deleting);
        } else if (dice < 50) {
            onOne(Step.Verb.READY, pod -> !pod.ready() && !pod.phase().terminal());
        } else if (dice < 55) {
            onOne(Step.Verb.UNREADY, pod -> pod.ready());
        } else if (dice < 66) {
            onOne(Step.Verb.EVICT, pod -> true);
        } else if (dice < 68) {
            onOne(Step.Verb.TRY_EVICT, pod -> true);
        } else if (dice < 70) {
            // The real one tries again for ten seconds where the budget does not matter.
            onOne(Step.Verb.EVICT_OTHER, pod -> pod.phase() == PodPhase.RUNNING && !pod.deleting());
        } else if (dice < 73) {
            onOne(Step.Verb.DELETE, pod -> true);
        } else if (dice < 77) {
            onOne(
                    random.nextBoolean() ? Step.Verb.FAIL : Step.Verb.SUCCEED,
                    pod -> !pod.phase().terminal());
        } else if (dice < 79) {
            recreate();
        } else if (dice < 80) {
            play(Step.of(Step.Verb.BUDGET, random.nextInt(3)));
        } else {
            edit();
        }
    }

    private void edit() {
        var set = player.store.existingSet();
        var replicas = random.nextInt(3) == 0 ? random.nextInt(MOST_REPLICAS + 1) : set.replicas();
        var partition = random.nextInt(2) == 0 ? partition(replicas) : set.partition();
        var template = random.nextInt(3) == 0 ? TEMPLATES.get(random.nextInt(TEMPLATES.size())) : set.template();
        play(spec(Step.Verb.EDIT, replicas, partition, template));
    }

    /** Orphans that are being deleted are not adopted, and until they are gone the controller tries at growing intervals. */
    private void recreate() {
        if (player.store.pods.list().stream().noneMatch(FakePod::deleting)) {
            play(Step.of(Step.Verb.RECREATE));
        }
    }

    private int partition(int replicas) {
        return random.nextInt(replicas + 2);
    }

    private void onOne(Step.Verb verb, Predicate<FakePod> which) {
        var candidates = player.store.pods.list().stream().filter(which).toList();
        if (!candidates.isEmpty()) {
            play(Step.of(verb, candidates.get(random.nextInt(candidates.size())).ordinal()));
        }
    }

    private static Step spec(Step.Verb verb, int replicas, int partition, String template) {
        return new Step(verb, List.of(replicas, partition), template);
    }

    private void play(Step step) {
        steps.add(step);
        player.play(step.resolved(player.store.pods.list()));
        player.settle();
    }
}
