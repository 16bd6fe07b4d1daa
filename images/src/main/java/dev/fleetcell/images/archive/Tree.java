package dev.fleetcell.images.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of one layer, by their path in the image without a leading slash, in the order of their paths. Parent folders come
 * by themselves, mode 0755.
 */
public final class Tree {
    private static final int FOLDER = 0755;
    private static final int PROGRAM = 0755;
    private static final int DATA = 0644;

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /** All entries, a folder always before what is in it. */
    public SortedMap<String, Entry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /** Adds a folder of that mode, or changes the mode of one. */
    public Tree directory(String path, int mode) {
        return put(path, new Entry.Directory(mode));
    }

    /** Adds a file, mode 0644. */
    public Tree file(String path, Path source) {
        return put(path, new Entry.RegularFile(DATA, new Entry.OnDisk(source)));
    }

    /** Adds a file that may be executed, mode 0755. */
    public Tree program(String path, Path source) {
        return put(path, new Entry.RegularFile(PROGRAM, new Entry.OnDisk(source)));
    }

    /** Adds a file with that text, mode 0644. */
    public Tree text(String path, String content) {
        return put(path, new Entry.RegularFile(DATA, new Entry.InMemory(content)));
    }

    /**
     * Adds a folder with all below it whose path, relative to the folder, is wanted. Of the modes on disk only this is kept: whether
     * the owner may execute a file. Symbolic links stay what they are.
     */
    public Tree folder(String path, Path source, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.toList()) {
                Path relative = source.relativize(file);
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || !wanted.test(relative)) {
                    continue;
                }
                String target = path + "/" + relative;
                if (Files.isSymbolicLink(file)) {
                    put(target, new Entry.Link(Files.readSymbolicLink(file).toString()));
                } else if (Files.isExecutable(file)) {
                    program(target, file);
                } else {
                    file(target, file);
                }
            }
        }
        return this;
    }

    /** Writes all this below a folder of this machine, each file with that time of change. */
    public void copyTo(Path root, FileTime time) throws IOException {
        for (var named : entries.entrySet()) {
            Path target = root.resolve(named.getKey());
            switch (named.getValue()) {
                case Entry.Directory directory -> Files.createDirectories(target);
                case Entry.Link(String to) -> Files.createSymbolicLink(target, Path.of(to));
                case Entry.RegularFile file -> {
                    try (InputStream in = file.content().open()) {
                        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                    Files.setLastModifiedTime(target, time);
                }
            }
        }
    }

    private Tree put(String path, Entry entry) {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("..")) {
            throw new IllegalArgumentException(
                    "path '" + path + "' in an image: give it without a slash at either end and without '..'");
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            entries.putIfAbsent(path.substring(0, slash), new Entry.Directory(FOLDER));
        }
        entries.put(path, entry);
        return this;
    }
}
