package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Admission;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import dev.fleetcell.operator.sim.history.Life.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The cell's users: they edit its spec and restart it, wisely or not. */
final class People {
    private final World world;
    private final Kubelets kubelets;
    private final Restarts restarts;
    private final Scenario scenario;
    private final Dice dice;
    private final Trace trace;
    private final List<String> templates = new ArrayList<>(List.of("t0"));

    People(World world, Kubelets kubelets, Restarts restarts, Scenario scenario, Dice dice, Trace trace) {
        this.world = world;
        this.kubelets = kubelets;
        this.restarts = restarts;
        this.scenario = scenario;
        this.dice = dice;
        this.trace = trace;
    }

    /** One act, by chance. */
    void act() {
        var acts = new ArrayList<Runnable>(List.of(
                this::newTemplate,
                this::newTemplate,
                this::backToAnOldTemplate,
                this::capacity,
                this::capacity,
                this::stopOrStart,
                this::pauseOrGoOn,
                this::rollout));
        if (scenario.restarts()) {
            acts.addAll(List.of(this::restart, this::restart, this::standOfRestart, this::withdrawOrGiveAgain));
        }
        dice.pick(acts).run();
    }

    private void edit(Supplier<String> what, Policy spec) {
        if (!Admission.admits(Optional.of(world.cell().spec()), spec, facts())) {
            return;
        }
        trace.say(() -> "USER " + what.get());
        world.write(world.cell().edited(spec));
    }

    private static Facts facts() {
        return Facts.NONE;
    }

    private Policy spec() {
        return world.cell().spec();
    }

    private void newTemplate() {
        var fate =
                dice.pick(List.of(Fate.WELL, Fate.WELL, Fate.WELL, Fate.NEVER_READY, Fate.CRASHES, Fate.CANNOT_START));
        var name = "t" + templates.size();
        templates.add(name);
        kubelets.template(name, fate);
        edit(() -> "template " + name + " " + fate, Specs.template(spec(), name));
    }

    private void backToAnOldTemplate() {
        var name = dice.pick(templates);
        edit(() -> "template back to " + name, Specs.template(spec(), name));
    }

    private void capacity() {
        var capacity = dice.between(1, scenario.mostNodes())
                * spec().sizes().getFirst().units();
        edit(() -> "capacity " + capacity, Specs.capacity(spec(), capacity));
    }

    private void stopOrStart() {
        var capacity = spec().capacity() == 0
                ? dice.between(1, scenario.mostNodes())
                        * spec().sizes().getFirst().units()
                : 0;
        edit(() -> "capacity " + capacity, Specs.capacity(spec(), capacity));
    }

    private void pauseOrGoOn() {
        edit(() -> "paused " + !spec().paused(), Specs.paused(spec(), !spec().paused()));
    }

    private void rollout() {
        var rollout = Scenario.rollout(dice);
        edit(rollout::toString, Specs.rollout(spec(), rollout));
    }

    private void restart() {
        var rate = dice.chance(0.5)
                ? new Rate(1_000_000, 100_000_000)
                : new Rate(dice.between(1, 3), dice.pick(List.of(60, 600, 3600)));
        var name = restarts.begin(rate);
        kubelets.stamp(name, dice.chance(0.3) ? dice.between(5, 60) / 100.0 : 0);
        trace.say(() -> "USER restart " + restarts.order());
    }

    private void standOfRestart() {
        restarts.stand(dice.pick(List.of(Stand.PAUSED, Stand.PAUSED, Stand.GO, Stand.GO, Stand.ABORTED)));
        trace.say(() -> "USER restart " + restarts.order());
    }

    private void withdrawOrGiveAgain() {
        if (restarts.order().isPresent()) {
            restarts.withdraw();
        } else {
            restarts.giveAgain();
        }
        trace.say(() -> "USER restart " + restarts.order());
    }

    /** What they do in the end: most of what stands in the way is taken away. */
    void settleDown() {
        if (spec().paused() && dice.chance(0.9)) {
            pauseOrGoOn();
        }
        if (!kubelets.isGood(spec().template()) && dice.chance(0.7)) {
            var good = dice.pick(templates.stream().filter(kubelets::isGood).toList());
            edit(() -> "template " + good + ", the last", Specs.template(spec(), good));
        }
        if (dice.chance(0.7)) {
            restarts.stand(Stand.GO);
            restarts.giveAgain();
            trace.say(() -> "USER restart " + restarts.order());
        }
    }
}
