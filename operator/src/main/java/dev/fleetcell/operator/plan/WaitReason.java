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
    Forbidden(End.EDIT, "the API server forbids what the cell needs: a quota, a policy, or a namespace that is ending"),
    FormerCellLeaving(End.ITSELF, "what a deleted cell of the same name consisted of is still being removed"),
    NotObservedYet(End.ITSELF, "the operator has not heard from the cell's nodes since it started"),
    NodesLeaving(End.ITSELF, "nodes of the former size are still ending"),
    NodesWarming(End.ITSELF, "nodes that were just added are not Ready yet"),
    NodesNotReady(End.ITSELF, "more nodes are not Ready than a cell may grow with"),
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

    /** What it means. */
    public String sentence() {
        return sentence;
    }
}
