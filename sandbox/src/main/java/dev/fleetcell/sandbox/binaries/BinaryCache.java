package dev.fleetcell.sandbox.binaries;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One folder of programs. Filling it:
 *
 * <ol>
 *   <li>take the folder's lock, so that two who come at once do the work once;
 *   <li>remove what an interrupted run left (working folders begin with {@code .making-});
 *   <li>let the sources fill a working folder beside the programs;
 *   <li>move each program over, then list it in the manifest.
 * </ol>
 *
 * A program counts only when it is listed, so an end at any moment leaves a folder that is as good as before.
 */
final class BinaryCache {
    private static final String WORKING = ".making-";
    private static final Duration LOCK_LIMIT = Duration.ofHours(2);

    private final Path folder;
    private final Manifest manifest;
    private final List<BinarySource> sources;

    BinaryCache(Path folder, List<BinarySource> sources) {
        this.folder = folder;
        this.manifest = new Manifest(folder);
        this.sources = sources;
    }

    /** Makes sure that the programs are there and returns their folder. */
    Path provide(Versions versions, Set<KubernetesBinary> wanted, Consumer<String> progress) throws IOException {
        if (missing(wanted).isEmpty()) {
            return folder;
        }
        Files.createDirectories(folder);
        try (FolderLock lock = FolderLock.take(folder, LOCK_LIMIT, progress)) {
            removeLeftovers();
            Set<KubernetesBinary> missing = missing(wanted);
            if (!missing.isEmpty()) {
                Path working = Files.createTempDirectory(folder, WORKING);
                try {
                    fetch(versions, missing, working, progress);
                } finally {
                    FileTree.delete(working);
                }
            }
        }
        return folder;
    }

    /** Takes programs off the list whose content has changed since they were made, and returns them. */
    Set<KubernetesBinary> discardDamaged(Set<KubernetesBinary> wanted) throws IOException {
        Set<KubernetesBinary> damaged = EnumSet.noneOf(KubernetesBinary.class);
        for (KubernetesBinary binary : wanted) {
            if (manifest.holds(binary) && !manifest.isIntact(binary)) {
                manifest.remove(binary);
                damaged.add(binary);
            }
        }
        return damaged;
    }

    private Set<KubernetesBinary> missing(Set<KubernetesBinary> wanted) throws IOException {
        Set<KubernetesBinary> missing = EnumSet.noneOf(KubernetesBinary.class);
        for (KubernetesBinary binary : wanted) {
            if (!manifest.holds(binary)) {
                missing.add(binary);
            }
        }
        return missing;
    }

    private void fetch(Versions versions, Set<KubernetesBinary> missing, Path working, Consumer<String> progress)
            throws IOException {
        String names = missing.stream().map(KubernetesBinary::fileName).collect(Collectors.joining(", "));
        progress.accept(names + " must be made first; they go to " + folder);
        List<String> failures = new ArrayList<>();
        for (BinarySource source : sources) {
            Path into = Files.createDirectory(working.resolve(Integer.toString(failures.size())));
            try {
                source.fetch(versions, missing, into, progress);
                for (KubernetesBinary binary : missing) {
                    install(source, binary, into);
                }
                progress.accept(names + ": in " + folder);
                return;
            } catch (UntrustedReleaseException e) {
                throw e;
            } catch (IOException e) {
                // The message of a file system's exception is only a path.
                failures.add(source.name() + ": " + (e instanceof FileSystemException ? e : e.getMessage()));
                if (failures.size() < sources.size()) {
                    progress.accept(failures.getLast() + "; next: "
                            + sources.get(failures.size()).name());
                }
            }
        }
        throw new IOException("cannot provide " + names + " in " + folder + ":\n" + String.join("\n", failures));
    }

    private void install(BinarySource source, KubernetesBinary binary, Path from) throws IOException {
        Path made = from.resolve(binary.fileName());
        if (!Files.isExecutable(made)) {
            throw new IOException(source.name() + " made no executable " + binary.fileName());
        }
        Files.move(
                made,
                folder.resolve(binary.fileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        manifest.add(binary);
    }

    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, WORKING + "*")) {
            for (Path leftover : leftovers) {
                FileTree.delete(leftover);
            }
        }
    }
}
