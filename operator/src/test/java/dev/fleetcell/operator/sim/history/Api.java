package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.cell.StaleCacheException;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.Optional;

/** The API server as one operator has it: each request takes time, and the operator may die before it. */
final class Api {
    static final int CREATED = 201;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final World world;
    private final Controllers controllers;
    private final Checks checks;
    private final Runnable request;

    /** The operator's process has ended. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Access for one process.
     *
     * @param request lets pass the time of a request; throws {@link Killed} when the process does not live to send it
     */
    Api(World world, Controllers controllers, Checks checks, Runnable request) {
        this.world = world;
        this.controllers = controllers;
        this.checks = checks;
        this.request = request;
    }

    /** A request that changes nothing. */
    void ask() {
        request.run();
    }

    Optional<Workload> readWorkload() {
        request.run();
        return world.workload();
    }

    /**
     * Writes the StatefulSet on top of {@code read}; returns it.
     *
     * @throws StaleCacheException if there is a newer version
     */
    Workload applyWorkload(Pass pass, Shape shape, Optional<Workload> read, boolean evenIfNewer) {
        request.run();
        if (!evenIfNewer && !read.equals(world.workload())) {
            throw new StaleCacheException();
        }
        checks.beforeApply(pass, world.workload(), shape);
        world.apply(shape.replicas(), shape.frontier(), shape.applied(), shape.settled());
        return world.workload().orElseThrow();
    }

    /**
     * Writes the status on top of {@code read}; returns the cell.
     *
     * @throws StaleCacheException if there is a newer version
     */
    Cell writeStatus(Cell read, Cell.Status status, boolean evenIfNewer) {
        request.run();
        var live = world.cell();
        if (live.version() != read.version() && !evenIfNewer) {
            throw new StaleCacheException();
        }
        world.write(live.told(status));
        return world.cell();
    }

    /** An eviction; why not, empty when the pod goes or is gone. */
    Optional<String> evict(Pass pass, String name, Optional<String> uid, boolean dryRun) {
        request.run();
        var before =
                world.pods().stream().filter(p -> p.core().name().equals(name)).findFirst();
        if (!dryRun) {
            checks.beforeEviction(pass, before, uid);
        }
        var code = new int[1];
        world.act(Cause.OPERATOR, () -> code[0] = world.cluster.evict(name, uid.orElse(null), dryRun, world.time()));
        if (dryRun && code[0] == CREATED) {
            before.map(Pod::uid).ifPresent(pass.admitted::add);
        }
        if (!dryRun) {
            controllers.lookAtBudgetLater();
            if (code[0] == CREATED) {
                checks.evicted(pass, before);
            }
        }
        return switch (code[0]) {
            case CREATED, NOT_FOUND, CONFLICT -> Optional.empty();
            default -> Optional.of("HTTP " + code[0]);
        };
    }

    /** What the PodDisruptionBudget says may still go, at least 1. */
    int disruptionsAllowed() {
        request.run();
        return Math.max(1, world.cluster.disruptionsAllowed());
    }

    void applyBudget(int maxUnavailable) {
        request.run();
        world.cluster.setBudget(maxUnavailable);
        controllers.lookAtBudget();
    }
}
