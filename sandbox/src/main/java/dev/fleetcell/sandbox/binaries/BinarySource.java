package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** A way to come by the programs. Sources are tried in order; the first that has all of them wins. */
public interface BinarySource {
    /** What people read in progress and errors, such as {@code Go modules}. */
    String name();

    /**
     * Puts each wanted program, executable and under its file name, into the folder {@code into}, which exists and is empty.
     * It may leave other files there. It says up front what it does and how long that takes.
     *
     * @param progress takes whole lines, for people
     * @throws UntrustedReleaseException if one of them is not what was released; no other source is tried then
     * @throws IOException if one of them cannot be had; the message says why and what to do
     */
    void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
            throws IOException;
}
