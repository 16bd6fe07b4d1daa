package dev.fleetcell.operator.plan;

/**
 * Why a node is not Ready.
 *
 * @param kind what kind of trouble it is
 * @param text for people: what a container, the scheduler or the node itself says
 */
public record Trouble(Kind kind, String text) {
    /** What keeps a node from being Ready; each is a reason for a wait of its own. */
    public enum Kind {
        /** It has started and is not Ready yet, or no more; nothing else is known. */
        NotReady(WaitReason.NodesNotReady),
        /** Its container ends again and again. */
        Crashing(WaitReason.NodesCrashing),
        /** Its image cannot be had, or its container cannot be made. */
        CannotStart(WaitReason.NodesCannotStart),
        /** No cluster node has room for it. */
        Unschedulable(WaitReason.NodesUnschedulable),
        /** It is being removed. */
        Ending(WaitReason.NodesEnding),
        /** It should have ended long ago, or its cluster node has stopped to speak of it. */
        Lost(WaitReason.NodesLost);

        private final WaitReason reason;

        Kind(WaitReason reason) {
            this.reason = reason;
        }

        WaitReason reason() {
            return reason;
        }

        /** Whether it will not get better by waiting a little. */
        public boolean failing() {
            return this == Crashing || this == CannotStart || this == Unschedulable || this == Lost;
        }
    }
}
