package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Which processes of the operator there are: mostly one, at times none, at times a deposed one beside the new one. */
final class Leaders implements World.Watcher, Operator.Mishaps {
    private static final int TWO_HOURS = 7_200_000;

    private final World world;
    private final Restarts restarts;
    private final Scenario scenario;
    private final Dice dice;
    private final Trace trace;
    private final LongFunction<Operator> make;
    private final List<Operator> alive = new ArrayList<>();
    private boolean quiet;
    private int made;
    private long lagUntil;
    private int lag;

    /** @param make a process, whose clock is ahead by so many milliseconds */
    Leaders(World world, Restarts restarts, Scenario scenario, Dice dice, Trace trace, LongFunction<Operator> make) {
        this.world = world;
        this.restarts = restarts;
        this.scenario = scenario;
        this.dice = dice;
        this.trace = trace;
        this.make = make;
    }

    int made() {
        return made;
    }

    void begin() {
        lead();
    }

    private void lead() {
        var ahead = !quiet && scenario.clockJumps() && dice.chance(0.5) ? dice.between(-TWO_HOURS, TWO_HOURS) : 0;
        made++;
        var operator = make.apply(ahead);
        alive.add(operator);
        trace.say(() -> "LEADER " + operator);
        world.agenda.in(dice.between(100, 4000), () -> orders(operator));
    }

    /** A restart's passes run in the same process. */
    private void orders(Operator operator) {
        if (!operator.isDead()) {
            restarts.look();
            operator.give(restarts.order());
            world.agenda.in(dice.between(1000, 8000), () -> orders(operator));
        }
    }

    /** One mishap, by chance. */
    void act() {
        if (scenario.twoLeaders() && dice.chance(0.5)) {
            depose();
        } else if (scenario.kills()) {
            alive.forEach(Operator::kill);
            trace.say(() -> "LEADER is killed");
        }
        replaceTheDead(dice.between(500, 20_000));
    }

    private void depose() {
        for (var old : List.copyOf(alive)) {
            world.agenda.in(dice.between(100, 40_000), old::kill);
        }
        trace.say(() -> "LEADER is deposed");
        world.agenda.in(dice.between(10, 2000), () -> {
            if (!quiet) {
                lead();
            }
        });
    }

    private void replaceTheDead(long after) {
        world.agenda.in(after, () -> {
            alive.removeIf(Operator::isDead);
            if (alive.isEmpty() && !quiet) {
                lead();
            }
        });
    }

    /** From now on there is one, with a good clock and good caches. */
    void quiet() {
        quiet = true;
        alive.forEach(Operator::kill);
        alive.clear();
        world.agenda.in(500, this::lead);
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        alive.forEach(o -> o.changed(cause, before, workloadBefore));
    }

    @Override
    public void cellChanged() {
        alive.forEach(Operator::cellChanged);
    }

    @Override
    public long requestMillis() {
        return !quiet && scenario.twoLeaders() && dice.chance(0.01) ? dice.between(100, 20_000) : dice.between(1, 8);
    }

    @Override
    public boolean kills() {
        if (quiet || !scenario.kills() || !dice.chance(0.01)) {
            return false;
        }
        replaceTheDead(dice.between(500, 20_000));
        return true;
    }

    @Override
    public long lag() {
        if (quiet || !scenario.oldCaches()) {
            return 0;
        }
        if (lagUntil <= world.agenda.now()) {
            lag = dice.chance(0.3) ? dice.between(50, 8000) : dice.between(0, 30);
            lagUntil = world.agenda.now() + dice.between(1000, 15_000);
        }
        return dice.chance(0.5) ? lag : 0;
    }

    @Override
    public int passesForAnEvent() {
        return quiet || !scenario.oldCaches() ? 1 : dice.between(0, 2);
    }
}
