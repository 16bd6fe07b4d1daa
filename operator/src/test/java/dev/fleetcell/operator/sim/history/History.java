package dev.fleetcell.operator.sim.history;

import java.util.List;

/** One history: a cell in a cluster among people, from its creation to a good end or a broken invariant. */
final class History {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long STILL_FOR = 7 * MINUTE;

    private final Agenda agenda = new Agenda();
    private final Dice dice;
    private final Scenario scenario;
    private final World world;
    private final Kubelets kubelets;
    private final Controllers controllers;
    private final Restarts restarts;
    private final Ending ending;
    private final Checks checks;
    private final Trace trace;
    private final People people;
    private final Misfortune misfortune;
    private final Leaders leaders;
    private final Nodes nodes;
    private final Conduct conduct;

    /**
     * A history that has not been played.
     *
     * @param conduct of all operators
     * @param lines how much of it is remembered in words
     */
    History(long seed, Conduct conduct, int lines) {
        this.conduct = conduct;
        dice = new Dice(seed);
        scenario = Scenario.of(seed, dice);
        world = new World(agenda, scenario.policy(dice));
        trace = new Trace(agenda, lines);
        var warm = dice.pick(List.of(new int[] {300, 1500}, new int[] {2000, 8000}, new int[] {5000, 40_000}));
        kubelets = new Kubelets(world, dice, dice.between(2, 5), dice.between(1, 4), warm);
        controllers = new Controllers(world, dice);
        restarts = new Restarts(world);
        ending = new Ending(world, kubelets, restarts::order, STILL_FOR);
        var places = new Places(world, kubelets);
        checks = new Checks(world, places, ending, trace);
        nodes = new Nodes(world, kubelets, dice.chance(0.7));
        people = new People(world, kubelets, restarts, scenario, dice, trace);
        misfortune = new Misfortune(world, kubelets, controllers, scenario, dice, trace);
        leaders = new Leaders(world, restarts, scenario, dice, trace, this::newOperator);
        world.watchers.addAll(List.of(places, checks, kubelets, controllers, leaders));
    }

    private Operator newOperator(long clockAhead) {
        return new Operator("op" + leaders.made(), world, controllers, nodes, conduct, checks, leaders, clockAhead);
    }

    /**
     * Plays it.
     *
     * @throws BrokenInvariant if it goes wrong
     */
    void play() {
        trace.say(() -> scenario + " " + world.cell().spec());
        controllers.setSlow(scenario.slowControllers());
        leaders.begin();
        var at = (long) dice.between(0, 60_000);
        for (var i = 0; i < scenario.acts(); i++) {
            agenda.in(at, this::act);
            at += dice.chance(0.3) ? dice.between(0, 3000) : dice.between(0, 90_000);
        }
        agenda.in(at, this::quiet);
        var deadline = at + HOUR;
        while (!ending.ended() && agenda.next(deadline)) {
            deadline = Math.max(deadline, at + bound());
        }
        if (!ending.ended()) {
            throw new BrokenInvariant(
                    Invariant.ENDS,
                    "not within %d minutes; last: %s; %s %s"
                            .formatted(
                                    (deadline - at) / MINUTE,
                                    ending.last(),
                                    world.workload().map(Trace::workload),
                                    Trace.pods(world.pods())));
        }
    }

    /** Long enough for every node to be replaced three times at the slowest pace, and for debts to be paid off. */
    private long bound() {
        var own = world.cell().spec().rollout();
        var perHour = Math.min(
                own.nodesPerHour(),
                restarts.order().map(o -> o.rate().perHour()).orElse(own.nodesPerHour()));
        return HOUR + (3L * scenario.mostNodes() + 2L * own.maxWarming()) * HOUR / perHour;
    }

    private void act() {
        if (dice.chance(0.25)) {
            leaders.act();
        } else if (dice.chance(0.4)) {
            misfortune.act();
        } else {
            people.act();
        }
    }

    private void quiet() {
        trace.say(() -> "QUIET from now on");
        controllers.setSlow(false);
        people.settleDown();
        misfortune.end();
        leaders.quiet();
        ending.quiet();
    }

    long passes() {
        return checks.passes();
    }

    /** What it came to. */
    String end() {
        return ending.waitsFor().map(Enum::name).orElse("Rest");
    }

    List<String> trace() {
        return trace.lines();
    }
}
