package dev.fleetcell.operator.plan;

import java.util.List;

/**
 * What a node needs threads for, by purpose. "Threads" are kernel tasks of the whole pod.
 *
 * @param groups the declared groups; {@code pod} is added where it is not declared
 */
public record ThreadModel(List<Group> groups) {
    /** Tasks of pause, probes and exec, counted unless a group {@code pod} is declared. */
    public static final Group POD = new Group("pod", 16, 0, 0);

    /** One row of the model: tasks that every node has, tasks per unit of its size, tasks per other node of the cell. */
    public record Group(String name, int fixed, int perUnit, int perPeer) {
        long tasks(int units, int peers) {
            return fixed + (long) perUnit * units + (long) perPeer * peers;
        }
    }

    public ThreadModel {
        groups = List.copyOf(groups);
    }

    /** Tasks for one peer, over all groups. */
    public int perPeer() {
        return groups.stream().mapToInt(Group::perPeer).sum();
    }

    /** Tasks of a node of {@code units} units that counts {@code peers} peers. */
    public long tasks(int units, int peers) {
        var declared = groups.stream().mapToLong(g -> g.tasks(units, peers)).sum();
        var podDeclared = groups.stream().anyMatch(g -> g.name().equals(POD.name()));
        return podDeclared ? declared : declared + POD.tasks(units, peers);
    }
}
