package dev.fleetcell.operator.plan;

/**
 * Why a cell does not change although its spec asks for it. One vocabulary for status, conditions, events, metric labels
 * and docs; each constant carries its sentence.
 */
public enum WaitReason {
    OverBudget(true, "more nodes would bring every node over its thread budget"),
    BeyondTestedRange(true, "the capacity needs more nodes than nodes.max, the tested range"),
    SizeMoveNeeded(true, "the capacity fits another size only, and this version does not move a cell between sizes"),
    LimitNotVerified(true, "threads.requireVerified is set and the limit has not been observed"),
    Paused(false, "spec.paused is true"),
    NotObservedYet(false, "the operator has not heard from the cell's nodes since it started"),
    NodesWarming(false, "nodes that were just added are not Ready yet"),
    NodesNotReady(false, "more nodes are not Ready than a cell may grow with"),
    ThreadStartsRefused(false, "the kernel refused a node a thread within the last ten minutes"),
    MeasuredOverBudget(false, "a node has more threads than its budget"),
    ReportMissing(false, "a Ready node that used to report has stopped"),
    PeersNotConverged(false, "not every Ready node is connected to every other Ready node"),
    NameTaken(false, "an object with a name that the cell needs exists and is not the cell's: it is never adopted"),
    TemplateInvalid(false, "the API server does not accept the pods that spec.template describes");

    private final boolean guard;
    private final String sentence;

    WaitReason(boolean guard, String sentence) {
        this.guard = guard;
        this.sentence = sentence;
    }

    /** Whether the guard blocks the capacity itself, rather than the moment. */
    public boolean guard() {
        return guard;
    }

    public String sentence() {
        return sentence;
    }
}
