package dev.fleetcell.operator.plan;

/**
 * Why a cell does not change although its spec asks for it. One vocabulary for status, conditions, events, metric labels
 * and docs; each constant carries its sentence, and what ends the wait.
 */
public enum WaitReason {
    OverBudget(End.GUARD, "more nodes would bring every node over its thread budget"),
    BeyondTestedRange(End.GUARD, "the capacity needs more nodes than nodes.max, the tested range"),
    SizeMoveNeeded(
            End.GUARD, "the capacity fits another size only, and this version does not move a cell between sizes"),
    LimitNotVerified(End.GUARD, "threads.requireVerified is set and the limit has not been observed"),
    Paused(End.EDIT, "spec.paused is true"),
    NameTaken(End.EDIT, "an object with a name that the cell needs exists and is not the cell's: it is never adopted"),
    TemplateInvalid(End.EDIT, "the API server does not accept the pods that spec.template describes"),
    RestartPaused(End.EDIT, "the ColdRestart is paused: nodes that have not been restarted go on as they are"),
    RestartAborted(
            End.EDIT,
            "the ColdRestart was aborted: nodes that have not been restarted go on as they are, until a restart of another"
                    + " name or a new template"),
    RestartGone(
            End.EDIT,
            "no ColdRestart of the name that some nodes carry speaks for the cell: it was deleted, or the operator has just"
                    + " started"),
    TwoDisruptionBudgets(
            End.EDIT, "two PodDisruptionBudgets select the cell's pods, and then the API server evicts none of them"),
    NodesLost(
            End.EDIT,
            "nodes should have ended long ago, or their cluster node speaks of them no more: only a person knows whether that"
                    + " machine is dead"),
    Forbidden(End.EDIT, "the API server forbids what the cell needs: a quota, a policy, or a namespace that is ending"),
    FormerCellLeaving(End.ITSELF, "what a deleted cell of the same name consisted of is still being removed"),
    NotObservedYet(End.ITSELF, "the operator has not heard from the cell's nodes since it started"),
    ControllerBehind(
            End.ITSELF,
            "the StatefulSet controller of the cluster has not taken up the last change of the workload yet"),
    RevisionNotSettled(
            End.ITSELF,
            "the change of the nodes before this one is not finished: a node that is evicted now would return to the"
                    + " template before that"),
    RevisionUnproven(
            End.ITSELF,
            "the first wave of nodes with the new template is not Ready yet; the others keep what they have until it is"),
    Pace(
            End.ITSELF,
            "cold starts are limited to rollout.nodesPerHour, with rollout.maxWarming at once; crashes count too"),
    DisruptionBudget(End.ITSELF, "a PodDisruptionBudget does not let the next node go now"),
    StoreDown(
            End.ITSELF,
            "no node has had an answer of the metadata store for a while: a node that is restarted now would stay cold"),
    NodesLeaving(End.ITSELF, "nodes that were removed, or are of the former size, are still ending"),
    NodesMissing(
            End.ITSELF,
            "nodes have no pod yet; where that lasts, the events of the StatefulSet say what forbids them: a quota, a policy"),
    NodesWarming(End.ITSELF, "nodes that were just added are not Ready yet"),
    NodesNotReady(End.ITSELF, "nodes have started and are not Ready for two minutes and more"),
    NodesCrashing(End.ITSELF, "the container of nodes ends again and again"),
    NodesCannotStart(End.ITSELF, "nodes cannot be started: an image, a ConfigMap or a Secret is missing"),
    NodesUnschedulable(End.ITSELF, "no cluster node has room for nodes of the cell"),
    NodesEnding(End.ITSELF, "nodes are being removed, and come back when they have ended"),
    ThreadStartsRefused(End.ITSELF, "the kernel refused a node a thread within the last ten minutes"),
    MeasuredOverBudget(End.ITSELF, "a node has more threads than its budget"),
    ReportMissing(End.ITSELF, "a Ready node that used to report has stopped"),
    PeersNotConverged(End.ITSELF, "not every Ready node is connected to every other Ready node"),
    PassFailed(
            End.ITSELF,
            "the operator's passes over the cell fail for a reason that nobody foresaw; they are tried again");

    /** What ends a wait. */
    public enum End {
        GUARD("when the capacity fits: ask for less, or change limit, model, sizes or range"),
        EDIT("when somebody edits what the message names"),
        ITSELF("when what it waits for has happened");

        private final String sentence;

        End(String sentence) {
            this.sentence = sentence;
        }

        /** What a person can do about it. */
        public String sentence() {
            return sentence;
        }
    }

    private final End end;
    private final String sentence;

    WaitReason(End end, String sentence) {
        this.end = end;
        this.sentence = sentence;
    }

    /** What ends the wait. */
    public End end() {
        return end;
    }

    /** Whether it comes and goes with every wave, so that it is no news. */
    public boolean isRoutine() {
        return switch (this) {
            case Pace,
                    NodesMissing,
                    NodesWarming,
                    NodesEnding,
                    NodesLeaving,
                    PeersNotConverged,
                    ControllerBehind,
                    NotObservedYet,
                    DisruptionBudget,
                    FormerCellLeaving -> true;
            default -> false;
        };
    }

    /** What it means. */
    public String sentence() {
        return sentence;
    }
}
