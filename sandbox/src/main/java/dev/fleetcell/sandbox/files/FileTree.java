package dev.fleetcell.sandbox.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Operations on files and folders that {@link Files} lacks. */
public final class FileTree {
    private static final int MOST_ADDITIONS = 10;

    private FileTree() {}

    /**
     * Removes a folder and all below it; symbolic links are removed, not followed. What is gone already is fine, also when
     * somebody else removes it meanwhile; what somebody adds meanwhile, such as the last write of a thread that ends, is removed
     * as well.
     *
     * @throws DirectoryNotEmptyException when it is filled as fast as it is emptied
     */
    public static void delete(Path root) throws IOException {
        for (int again = MOST_ADDITIONS; ; again--) {
            try {
                Files.walkFileTree(root, new Deletion());
                return;
            } catch (NoSuchFileException alreadyGone) {
                return;
            } catch (DirectoryNotEmptyException added) {
                if (again == 0) {
                    throw added;
                }
            }
        }
    }

    /** Replaces a file at once: a reader sees the old content or the new one, never a part. */
    public static void replace(Path file, String content) throws IOException {
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
        try {
            Files.writeString(temporary, content);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes a file that only its owner may read (mode 0600), such as one that holds a token. */
    public static void writePrivate(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    /**
     * Creates a folder, with its parents where absent, that only its owner may enter (mode 0700). One that exists is left as it is.
     */
    public static Path createPrivateDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
