package dev.fleetcell.sandbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be closed, the newest first; a part that fails to close does not keep the others open. */
final class SandboxParts implements AutoCloseable {
    private final Deque<Part> parts = new ArrayDeque<>();

    synchronized void add(Part part) {
        parts.push(part);
    }

    /** Closes all; the first failure is thrown, with the others suppressed. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (IOException | RuntimeException e) {
                if (failure == null) {
                    failure = new IOException("the sandbox is not closed completely: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** How one part is closed. */
    interface Part {
        void close() throws IOException;
    }
}
