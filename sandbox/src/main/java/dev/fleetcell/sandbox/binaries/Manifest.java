package dev.fleetcell.sandbox.binaries;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The list of the complete files of a folder: what is not in it does not count, whatever lies there. One line a file:
 * {@code SHA-256 SIZE NAME}.
 */
final class Manifest {
    private static final String FILE = "manifest";

    private final Path folder;

    Manifest(Path folder) {
        this.folder = folder;
    }

    /** Whether the file is listed, there, executable and of the right size: the cheap check, made at every use. */
    boolean holds(KubernetesBinary binary) throws IOException {
        Entry entry = read().get(binary.fileName());
        Path file = folder.resolve(binary.fileName());
        return entry != null && Files.isExecutable(file) && Files.size(file) == entry.size;
    }

    /** Whether the file's content is what was listed; reads all of it. */
    boolean isIntact(KubernetesBinary binary) throws IOException {
        Entry entry = read().get(binary.fileName());
        return entry != null
                && holds(binary)
                && digest(folder.resolve(binary.fileName())).equals(entry.digest);
    }

    /** Lists the file as it is now. */
    void add(KubernetesBinary binary) throws IOException {
        Path file = folder.resolve(binary.fileName());
        Map<String, Entry> entries = read();
        entries.put(binary.fileName(), new Entry(digest(file), Files.size(file)));
        write(entries);
    }

    /** Takes a file off the list. */
    void remove(KubernetesBinary binary) throws IOException {
        Map<String, Entry> entries = read();
        entries.remove(binary.fileName());
        write(entries);
    }

    private Map<String, Entry> read() throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[1].matches("\\d{1,18}")) {
                    entries.put(words[2], new Entry(words[0], Long.parseLong(words[1])));
                }
            }
        } catch (NoSuchFileException nothingYet) {
            return entries;
        }
        return entries;
    }

    private void write(Map<String, Entry> entries) throws IOException {
        FileTree.replace(
                folder.resolve(FILE),
                entries.entrySet().stream()
                        .map(e -> e.getValue().digest + " " + e.getValue().size + " " + e.getKey() + "\n")
                        .collect(Collectors.joining()));
    }

    /** The SHA-256 of a file, in hexadecimal digits of lower case. */
    static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Entry(String digest, long size) {}
}
