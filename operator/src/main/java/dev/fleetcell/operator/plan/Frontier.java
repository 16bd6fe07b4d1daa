package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.ChangeKind.Repair;
import static dev.fleetcell.operator.plan.ChangeKind.Restart;
import static dev.fleetcell.operator.plan.ChangeKind.Rollback;
import static dev.fleetcell.operator.plan.ChangeKind.TemplateChange;

import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How nodes get new content: a template, a restart's stamp, or the template before. One change goes through four steps:
 *
 * <ol>
 *   <li>the workload gets the new content with the frontier above all nodes: nothing moves;
 *   <li>the frontier comes down, as fast as window and pace allow, and every node it passes is replaced;
 *   <li>when no node is of another revision, the frontier rests at 0;
 *   <li>when the controller agrees that all are of one revision, that content counts as settled.
 * </ol>
 *
 * Invariants: never more nodes away for the change than the window; never a second wave before the first was Ready; a node
 * that is not Ready and outdated takes no place in the window, so that a fix reaches it in its turn; a change that stops
 * leaves every node as it is.
 */
final class Frontier {
    private final Policy policy;
    private final int budget;
    private final Observed observed;
    private final Optional<RestartOrder> order;
    private final Instant now;
    private final Revisions revisions;
    private final List<Node> outdated;
    private final int leftovers;

    /**
     * Only for a cell that has a workload.
     *
     * @param pods of the cell in any state, leaving ones and strangers included
     */
    Frontier(Policy policy, int budget, Observed observed, int pods, Optional<RestartOrder> order, Instant now) {
        this.policy = policy;
        this.leftovers = Math.max(0, pods - observed.withoutCondemned().nodes().size());
        this.budget = budget;
        this.observed = observed.withoutCondemned();
        this.order = order;
        this.now = now;
        this.revisions = observed.revisions().orElseThrow();
        this.outdated = this.observed.outdated().stream()
                .sorted(Comparator.comparingInt(Node::ordinal).reversed())
                .toList();
    }

    /** The next step of the change; empty when every node is of what is wanted. */
    Optional<Step> step() {
        var due = due();
        if (due.filter(this::mayBegin).isPresent()) {
            return Optional.of(begin(due.get()));
        }
        return underWay()
                .map(kind -> goOn(kind))
                .map(step -> step instanceof Step.Hold hold && due.isPresent()
                        ? new Step.Hold(
                                hold.kind(), hold.on().and(queued(due.get()).message()))
                        : step);
    }

    /** What waits for the change under way to be finished. */
    Optional<Wait> queued() {
        return due().filter(kind -> !mayBegin(kind)).map(this::queued);
    }

    /** The workload as it is, with the frontier and what is settled put right; never moves a node. */
    Shape shape() {
        var shape = new Shape(observed.replicas(), revisions.frontier(), revisions.applied(), revisions.settled());
        if (!revisions.known()) {
            return shape;
        }
        if (!outdated.isEmpty()) {
            return policy.paused() || underWay().flatMap(this::stop).isPresent()
                    ? shape.withFrontier(lowestReached())
                    : shape;
        }
        if (missing() > 0) {
            return shape; // what comes may be of another revision
        }
        var atRest = shape.withFrontier(0);
        return revisions.agree() ? atRest.withSettled(revisions.applied()) : atRest;
    }

    /** The frontier that a growth to {@code nodes} nodes needs: new nodes are of the newest revision that is proven. */
    int frontierFor(int nodes) {
        return proven() ? shape().frontier() : Math.max(nodes, revisions.frontier());
    }

    /** Nodes that a PodDisruptionBudget may let go at once: those that take no place in the window do not count. */
    int away() {
        var changing = revisions.known() && underWay().isPresent();
        var exempt = changing
                ? (int) observed.nodes().stream().filter(this::waitsForCure).count()
                : 0;
        return window() + exempt;
    }

    /** Nodes that may be away for the change at once. */
    private int window() {
        var away = policy.rollout().away(observed.replicas());
        return governing().map(o -> Math.min(away, o.rate().burst())).orElse(away);
    }

    /** The pace of the change. */
    Rate rate() {
        var own = policy.rollout().rate();
        return governing().map(o -> own.and(o.rate())).orElse(own);
    }

    CellPlan.Progress progress(ChangeKind kind) {
        Predicate<Node> done = kind == Restart
                ? n -> n.stamp().equals(revisions.applied().stamp())
                : n -> n.revision().equals(revisions.update());
        var through = due().isPresent()
                ? 0
                : (int) observed.ready().stream().filter(done).count();
        return new CellPlan.Progress(kind, through, observed.replicas());
    }

    /** The content that is wanted; a restart that goes on adds its stamp. */
    private Content wanted() {
        var stamp = order.filter(o -> o.stand() == Stand.GO)
                .map(RestartOrder::name)
                .orElse(revisions.applied().stamp());
        return new Content(policy.template(), stamp);
    }

    /** A change that has not begun. */
    private Optional<ChangeKind> due() {
        var applied = revisions.applied();
        if (wanted().equals(applied)) {
            return Optional.empty();
        }
        if (wanted().template().equals(applied.template())) {
            return Optional.of(Restart);
        }
        if (wanted().template().equals(revisions.settled().template())) {
            return Optional.of(Rollback);
        }
        return Optional.of(observed.nodes().stream().anyMatch(this::mendable) ? Repair : TemplateChange);
    }

    private Optional<ChangeKind> underWay() {
        var applied = revisions.applied();
        var settled = revisions.settled();
        if (outdated.isEmpty() && (applied.equals(settled) || revisions.agree()) && !justTakenBack()) {
            return Optional.empty();
        }
        if (applied.equals(settled)) {
            return Optional.of(Rollback);
        }
        if (applied.template().equals(settled.template())) {
            return Optional.of(outdated.stream().anyMatch(this::isOfAnotherTemplate) ? Rollback : Restart);
        }
        return Optional.of(outdated.stream().anyMatch(this::mendable) ? Repair : TemplateChange);
    }

    /** A node that carries the stamp already is outdated by its template: no restart's order may keep it so. */
    private boolean isOfAnotherTemplate(Node node) {
        return revisions.known()
                && !revisions.applied().stamp().isEmpty()
                && node.stamp().equals(revisions.applied().stamp());
    }

    /** The controller does not know yet which nodes are outdated by a rollback; at rest the frontier is 0. */
    private boolean justTakenBack() {
        return !revisions.known()
                && revisions.frontier() > 0
                && revisions.applied().equals(revisions.settled());
    }

    /** The order under whose pace the change runs. */
    private Optional<RestartOrder> governing() {
        return order.filter(o -> o.name().equals(revisions.applied().stamp()) && !stampedAlready(o));
    }

    private boolean stampedAlready(RestartOrder restart) {
        return observed.nodes().stream().allMatch(n -> n.stamp().equals(restart.name()));
    }

    private Step begin(ChangeKind kind) {
        return revisions.known() ? new Step.Revise(kind, wanted()) : behind(kind);
    }

    private Wait queued(ChangeKind kind) {
        return new Wait(
                WaitReason.RevisionNotSettled,
                "%s follows when this change is finished (a node that is evicted until then returns to revision %s)"
                        .formatted(
                                kind == Restart ? "restart " + wanted().stamp() : "the newest template",
                                revisions.current()));
    }

    /**
     * A node below the frontier comes back with the current revision. So a change begins on settled ground, or where that is
     * harmless: back to what is settled; on top of a restart, which changes the stamp only; or where the change before it is
     * stuck on nodes that are not Ready, because this may be the cure.
     */
    private boolean mayBegin(ChangeKind kind) {
        var onlyStamps =
                revisions.applied().template().equals(revisions.settled().template());
        return kind == Rollback
                || onlyStamps
                || (outdated.isEmpty() && revisions.agree())
                || (kind != Restart && (!proven() || observed.nodes().stream().anyMatch(this::mendable)));
    }

    private Step goOn(ChangeKind kind) {
        if (!revisions.known()) {
            return behind(kind);
        }
        if (outdated.isEmpty()) {
            return settling(kind);
        }
        return stop(kind)
                .or(() -> gate(kind))
                .<Step>map(wait -> new Step.Hold(kind, wait))
                .orElseGet(() -> replace(kind));
    }

    private Step settling(ChangeKind kind) {
        return new GrowthGate(policy, budget, observed, now)
                .unready()
                .<Step>map(wait -> new Step.Hold(kind, wait))
                .orElseGet(() -> leftovers == 0
                        ? behind(kind)
                        : hold(
                                kind,
                                WaitReason.NodesLeaving,
                                "%d pods with the cell's label that are none of its nodes are still there; the StatefulSet is"
                                                .formatted(leftovers)
                                        + " of one revision when those of it are gone"));
    }

    private static Step behind(ChangeKind kind) {
        return hold(
                kind,
                WaitReason.ControllerBehind,
                "kube-controller-manager has not taken up the last change of the StatefulSet yet");
    }

    /** Why a restart does not go on. */
    private Optional<Wait> stop(ChangeKind kind) {
        if (kind != Restart) {
            return Optional.empty();
        }
        var name = revisions.applied().stamp();
        var ours = order.filter(o -> o.name().equals(name));
        if (ours.isEmpty() && !observed.censusPassed()) {
            return Optional.of(new Wait(
                    WaitReason.NotObservedYet, "this operator has just started and looks for ColdRestart " + name));
        }
        if (ours.isEmpty()) {
            return Optional.of(new Wait(
                    WaitReason.RestartGone,
                    "no ColdRestart %s speaks for this cell; %d nodes have not been restarted. Create it again under that name"
                                    .formatted(name, outdated.size())
                            + " to go on, or a new one"));
        }
        return switch (ours.get().stand()) {
            case GO -> Optional.empty();
            case PAUSED ->
                Optional.of(new Wait(
                        WaitReason.RestartPaused,
                        "ColdRestart %s is paused; %d nodes have not been restarted".formatted(name, outdated.size())));
            case ABORTED ->
                Optional.of(new Wait(
                        WaitReason.RestartAborted,
                        "ColdRestart %s was aborted; %d nodes have not been restarted"
                                .formatted(name, outdated.size())));
        };
    }

    /** What the next nodes wait for, besides room and pace. A rollback and a repair wait for nothing of that. */
    private Optional<Wait> gate(ChangeKind kind) {
        if (kind == Rollback) {
            return Optional.empty();
        }
        var gate = new GrowthGate(policy, budget, observed.with(renewed()), now);
        return kind == Repair
                ? gate.harmful()
                : tooManyLost()
                        .or(gate::notObservedYet)
                        .or(gate::harmful)
                        .or(() -> new GrowthGate(policy, budget, observed, now).storeDown());
    }

    /** A cell that has lost more nodes than may be away has none to spare for a change. */
    private Optional<Wait> tooManyLost() {
        var lost = observed.nodes().stream().filter(Node::lost).toList();
        return lost.size() > window()
                ? Optional.of(new Wait(
                        WaitReason.NodesLost,
                        "%d nodes are lost, and at most %d may be away: %s"
                                .formatted(lost.size(), window(), describe(lost))))
                : Optional.empty();
    }

    private Step replace(ChangeKind kind) {
        var gap = highestMissing();
        var candidates = outdated.stream()
                .filter(n -> !n.ending() && !n.lost() && n.ordinal() > gap)
                .toList();
        var tokens = observed.bucket().tokens(now, rate());
        var mayBeGiven = proven() ? Integer.MAX_VALUE : window() - given();
        var inFlight = inFlight();
        var chosen = affordable(candidates, window() - inFlight, Math.min(tokens, mayBeGiven));
        if (!chosen.isEmpty()) {
            return new Step.Replace(kind, chosen);
        }
        if (mayBeGiven < 1) {
            return firstWave(kind);
        }
        if (candidates.isEmpty()) {
            return gap >= 0 ? windowFull(kind, inFlight) : leaving(kind);
        }
        return tokens < 1 ? pace(kind, observed.bucket(), rate(), now) : windowFull(kind, inFlight);
    }

    /** From the first on, as many as there is room for. One that is away already, and counted, takes no more room. */
    private List<Node> affordable(List<Node> candidates, int room, int most) {
        var chosen = new ArrayList<Node>();
        var left = room;
        for (var node : candidates) {
            var costs = node.ready() || waitsForCure(node) ? 1 : 0;
            if (chosen.size() >= most || costs > left) {
                break;
            }
            left -= costs;
            chosen.add(node);
        }
        return chosen;
    }

    /** Only what does not pass by itself makes the revision suspect. */
    private Step firstWave(ChangeKind kind) {
        var away = observed.nodes().stream()
                .filter(n -> !n.ready() && !waitsForCure(n))
                .toList();
        var who = away.isEmpty() ? renewed().stream().filter(n -> !n.ready()).toList() : away;
        var reason = who.isEmpty() ? WaitReason.NodesMissing : GrowthGate.reasonOf(who, now);
        return hold(
                kind,
                reason.isRoutine() || reason == WaitReason.NodesLost ? reason : WaitReason.RevisionUnproven,
                "the first %d nodes of the new revision have to be Ready before the rest: %s"
                        .formatted(window(), who.isEmpty() ? "they have no pod yet" : describe(who)));
    }

    /**
     * The highest ordinal below the frontier whose pod is gone or going, -1 for none. What comes there is of the current revision: with the
     * frontier below it, the controller would end it by itself.
     */
    private int highestMissing() {
        var there = observed.nodes().stream()
                .filter(n -> !n.ending() || n.revision().equals(revisions.update()))
                .map(Node::ordinal)
                .collect(Collectors.toSet());
        for (int o = Math.min(revisions.frontier(), observed.replicas()) - 1; o >= 0; o--) {
            if (!there.contains(o)) {
                return o;
            }
        }
        return -1;
    }

    private int missing() {
        return Math.max(0, observed.replicas() - observed.nodes().size());
    }

    private Step leaving(ChangeKind kind) {
        var lost = outdated.stream().filter(Node::lost).toList();
        return lost.size() == outdated.size()
                ? hold(kind, WaitReason.NodesLost, describe(lost))
                : hold(kind, WaitReason.NodesEnding, describe(outdated));
    }

    private Step windowFull(ChangeKind kind, int inFlight) {
        var away = observed.nodes().stream()
                .filter(n -> !n.ready() && !waitsForCure(n))
                .toList();
        var who = away.isEmpty() ? "%d have no pod yet".formatted(missing()) : describe(away);
        return hold(
                kind,
                away.isEmpty() ? WaitReason.NodesMissing : GrowthGate.reasonOf(away, now),
                "%d of at most %d nodes are away for the change: %s".formatted(inFlight, window(), who));
    }

    static Step.Hold pace(ChangeKind kind, Bucket bucket, Rate rate, Instant now) {
        var seconds = Math.max(1, bucket.untilNext(now, rate).toSeconds());
        return hold(
                kind,
                WaitReason.Pace,
                "%d cold starts an hour, %d at once: the next one in %d s"
                        .formatted(rate.perHour(), rate.burst(), seconds));
    }

    /** Nodes that are away for the change: on their way out, without a pod, or new and not Ready. */
    private int inFlight() {
        return missing()
                + (int) observed.nodes().stream()
                        .filter(n -> !n.ready() && !waitsForCure(n))
                        .count();
    }

    /** Nodes that are of the newest revision, or come back with it: all above the frontier but those that stay as they are. */
    private int given() {
        var below = renewed().stream()
                .filter(n -> n.ordinal() < revisions.frontier())
                .count();
        var staying = outdated.stream()
                .filter(n -> n.ordinal() >= revisions.frontier() && !n.ending())
                .count();
        return (int) (below + Math.max(0, observed.replicas() - revisions.frontier()) - staying);
    }

    /** A node that is away whatever we do: it waits for the change, or for a person. */
    private boolean waitsForCure(Node node) {
        return node.lost() || (!node.revision().equals(revisions.update()) && broken(node));
    }

    /** Not Ready, and neither because it is being replaced nor because it has just begun. */
    private boolean broken(Node node) {
        return !node.ready()
                && !node.ending()
                && (node.trouble().filter(t -> t.kind().failing()).isPresent()
                        || !node.seenAt().plus(GrowthGate.WARMING).isAfter(now));
    }

    /** Not Ready, and a better template may help. */
    private boolean mendable(Node node) {
        return broken(node) && !node.lost();
    }

    private List<Node> renewed() {
        return observed.nodes().stream()
                .filter(n -> n.revision().equals(revisions.update()))
                .toList();
    }

    /** Whether the first wave of the newest revision was Ready; what was settled once needs no proof. */
    private boolean proven() {
        var ready = (int) renewed().stream().filter(Node::ready).count();
        return revisions.agree()
                || revisions.applied().equals(revisions.settled())
                || ready >= Math.min(window(), observed.replicas());
    }

    /** The lowest ordinal above which no node is outdated: drawn back to here, the frontier keeps every node as it is. */
    private int lowestReached() {
        return Math.max(revisions.frontier(), outdated.getFirst().ordinal() + 1);
    }

    private static String describe(List<Node> nodes) {
        return GrowthGate.describe(nodes);
    }

    private static Step.Hold hold(ChangeKind kind, WaitReason reason, String message) {
        return new Step.Hold(kind, new Wait(reason, message));
    }
}
