package dev.fleetcell.images.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands at one path of an image. The owner is always root. */
public sealed interface Entry {
    /** The permission bits, 0 to 07777. */
    int mode();

    /** A folder. */
    record Directory(int mode) implements Entry {}

    /** A symbolic link. */
    record Link(String target) implements Entry {
        @Override
        public int mode() {
            return 0777;
        }
    }

    /** A regular file, whose content is read when the layer is written. */
    record RegularFile(int mode, Content content) implements Entry {}

    /** The content of a file; may be read several times. */
    sealed interface Content {
        InputStream open() throws IOException;

        /** In bytes. */
        long size() throws IOException;
    }

    /** Content that stands in a file of this machine. */
    record OnDisk(Path path) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public long size() throws IOException {
            return Files.size(path);
        }
    }

    /** Content that was made here. */
    record InMemory(String text) implements Content {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes());
        }

        @Override
        public long size() {
            return bytes().length;
        }

        private byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
