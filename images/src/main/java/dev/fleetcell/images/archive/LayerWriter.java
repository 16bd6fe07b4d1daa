package dev.fleetcell.images.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes layers into a folder. Nothing of this machine gets into them: no owner, no time, no order of a folder's files. */
public final class LayerWriter {
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Instant time;

    /**
     * A writer into a folder, which must exist.
     *
     * @param time the time of change that every entry gets, in whole seconds
     */
    public LayerWriter(Path folder, Instant time) {
        this.folder = folder;
        this.time = time;
    }

    /** Writes a layer; a layer with the same content that is there already is replaced by itself. */
    public Layer write(String name, Tree tree) throws IOException {
        Path temporary = Files.createTempFile(folder, "layer", ".tmp");
        Digests.Counting compressed = new Digests.Counting(Files.newOutputStream(temporary));
        Digests.Counting plain;
        try (OutputStream out = compressed) {
            plain = new Digests.Counting(new GZIPOutputStream(out, BUFFER));
            try (OutputStream tar = new BufferedOutputStream(plain, BUFFER)) {
                writeTar(tree, tar);
            }
        }
        Path file = folder.resolve(compressed.hex() + ".tar.gz");
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        return new Layer(name, file, compressed.hex(), plain.hex(), plain.size(), compressed.size());
    }

    private void writeTar(Tree tree, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var named : tree.entries().entrySet()) {
                write(tar, named.getKey(), named.getValue());
            }
        }
    }

    private void write(TarArchiveOutputStream tar, String path, Entry entry) throws IOException {
        TarArchiveEntry header = switch (entry) {
            case Entry.Directory directory -> new TarArchiveEntry(path + "/");
            case Entry.Link(String target) -> {
                TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                link.setLinkName(target);
                yield link;
            }
            case Entry.RegularFile file -> {
                TarArchiveEntry regular = new TarArchiveEntry(path);
                regular.setSize(file.content().size());
                yield regular;
            }
        };
        header.setMode(entry.mode());
        header.setLastModifiedTime(FileTime.from(time));
        header.setIds(0, 0);
        header.setNames("", "");
        tar.putArchiveEntry(header);
        if (entry instanceof Entry.RegularFile file) {
            try (InputStream in = file.content().open()) {
                in.transferTo(tar);
            }
        }
        tar.closeArchiveEntry();
    }
}
