package dev.fleetcell.node.cell;

import java.io.IOException;
import java.util.List;

/** A real limit of the operating system under which a node starts, and that can be moved while it runs. */
public interface TaskLimit extends AutoCloseable {

    /** What to put before the JVM's command; the JVM can start about this many threads of its own code. */
    List<String> prefix(int tasks) throws IOException;

    /** Whether the limit is a number of tasks, the JVM's own included. */
    boolean countsTasks();

    /** What the JVM needs for this limit to be one of threads. */
    List<String> jvmOptions();

    /** From now on the process gets no thread more than it has. */
    void shut(long pid) throws IOException, InterruptedException;

    /** From now on the process gets all the threads that it wants. */
    void lift(long pid) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
