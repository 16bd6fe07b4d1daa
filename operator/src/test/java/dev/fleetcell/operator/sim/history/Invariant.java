package dev.fleetcell.operator.sim.history;

/** What must hold in every history. */
enum Invariant {
    PACE(
            "cold starts that were paid for in any t seconds are at most burst + t * rate, with the largest of both that was in force"
                    + " then; each time the clock that counts them was set forward adds at most one burst"),
    TICKET(
            "nothing is evicted, added, or left to the controller's own deletion that was not paid for before, in the same pass"),
    ASKED("the frontier passes only those Ready nodes that the pass knows and that every disruption budget lets go"),
    CONCURRENCY("no node that is Ready is taken while as many as the window are away for our changes already"),
    FIRST_WAVE("while the first wave of a revision was not Ready yet, no more nodes than the largest window have it"),
    FLOOR(
            "nodes that were Ready when the change began and are not now are at most the window, besides those that others troubled"),
    GUARD("a number of nodes is raised only to what fits, and to what the capacity asks for"),
    SHRINK("a number of nodes is lowered only to what the capacity asks for"),
    NEWEST("no node is evicted that is of the newest content"),
    UID("a node is evicted by the uid that was looked at"),
    PAUSED("a pass that knows of the pause evicts nothing, adds nothing and applies no new content"),
    STOPPED("a pass that knows that the restart is paused, aborted or gone evicts nothing for it"),
    REST("a cell is said to be at rest only when all that is wanted is there, settled, and the frontier is 0"),
    ENDS("when all trouble is over, a cell comes to rest or waits for the same thing, within a bounded time"),
    TRUE_WAIT("what a cell waits for for ever is true"),
    FIX_REACHES("a good template is not held up by nodes of older content, but by lost ones");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
