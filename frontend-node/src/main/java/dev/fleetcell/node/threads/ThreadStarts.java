package dev.fleetcell.node.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * The only door through which this process starts threads of its own.
 *
 * <p>A start that the kernel refuses is an OutOfMemoryError in the thread of the caller, not in any handler and not in
 * any exit flag of the JVM; where it is swallowed, a process lives on with a part of its work silently undone. Here it
 * is counted by group, remembered until the same name starts or is given up, and handed back as a value.
 */
public final class ThreadStarts {
    private static final Logger LOG = Logger.getLogger(ThreadStarts.class);

    private final Map<TaskGroup, LongAdder> refusals;
    private final Set<String> refusedNow = new LinkedHashSet<>();

    public ThreadStarts() {
        Map<TaskGroup, LongAdder> counters = new EnumMap<>(TaskGroup.class);
        for (TaskGroup group : TaskGroup.values()) {
            counters.put(group, new LongAdder());
        }
        refusals = Collections.unmodifiableMap(counters);
    }

    /**
     * Starts a platform thread, or says why not.
     *
     * @param group whose prefix the name begins with
     * @param name at most 15 characters, so that the kernel shows all of it
     * @throws IllegalArgumentException when the name would be counted in another group or does not fit
     */
    public StartResult start(TaskGroup group, String name, Runnable body) {
        if (TaskGroup.of(name) != group || name.length() > 15) {
            throw new IllegalArgumentException("a thread of group " + group.label() + " cannot be named " + name);
        }
        Thread thread = Thread.ofPlatform()
                .name(name)
                .daemon()
                .uncaughtExceptionHandler((dead, why) -> LOG.errorf(why, "Thread %s ended", name))
                .unstarted(body);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            return refused(group, name, e);
        }
        settle(name);
        return new StartResult.Started(thread);
    }

    /** The thread runs, or nobody wants it any more: that its start was refused no longer holds anything up. */
    public void settle(String name) {
        synchronized (refusedNow) {
            if (refusedNow.remove(name)) {
                LOG.infof("Thread %s is no longer refused", name);
            }
        }
    }

    /** Names of the threads that are wanted and whose last start was refused, longest first. */
    public List<String> refusedNow() {
        synchronized (refusedNow) {
            return new ArrayList<>(refusedNow);
        }
    }

    /** Refused starts since the process began, of all groups. */
    public long refusedStarts() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Refused starts of one group since the process began. */
    public long refusedStarts(TaskGroup group) {
        return Objects.requireNonNull(refusals.get(group)).sum();
    }

    private StartResult.Refused refused(TaskGroup group, String name, OutOfMemoryError error) {
        String reason = String.valueOf(error.getMessage());
        Objects.requireNonNull(refusals.get(group)).increment();
        boolean first;
        synchronized (refusedNow) {
            first = refusedNow.add(name);
        }
        if (first) {
            LOG.errorf("Thread %s of group %s was refused: %s", name, group.label(), reason);
        }
        return new StartResult.Refused(group, name, reason);
    }
}
