package dev.fleetcell.images.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program or a shared library says to the dynamic loader. Only what every {@link Platform} uses is read: ELF of 64 bits,
 * little end first.
 *
 * @param machine the processor that it is for, as ELF numbers them, such as 62 for amd64
 * @param needed the names of the libraries that it is linked with, such as {@code libc.so.6}
 */
record ElfFile(int machine, List<String> needed) {
    private static final int MAGIC = 'E' << 8 | 'L' << 16 | 'F' << 24 | 0x7f;
    private static final int BITS_64 = 2;
    private static final int LITTLE_END_FIRST = 1;
    private static final int HEADER_SIZE = 64;

    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int ENTRY_SIZE = 16;
    private static final long LAST = 0;
    private static final long NEEDED = 1;
    private static final long NAMES = 5;

    ElfFile {
        needed = List.copyOf(needed);
    }

    /** A piece of the file: its kind, where it is in the file and in memory, and its size; all in bytes. */
    private record Segment(int kind, long offset, long address, long size) {}

    /**
     * Reads a file.
     *
     * @return empty if it is no such file
     * @throws IOException if it is damaged
     */
    static Optional<ElfFile> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.limit() < HEADER_SIZE
                    || bytes.getInt(0) != MAGIC
                    || bytes.get(4) != BITS_64
                    || bytes.get(5) != LITTLE_END_FIRST) {
                return Optional.empty();
            }
            return Optional.of(new ElfFile(bytes.getShort(18), needed(bytes)));
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException(file + " begins as an ELF file and does not go on as one: install it again", e);
        }
    }

    private static List<String> needed(ByteBuffer bytes) {
        List<Segment> segments = segments(bytes);
        List<Long> names = new ArrayList<>();
        long table = 0;
        for (Segment segment : segments) {
            if (segment.kind != DYNAMIC) {
                continue;
            }
            for (long at = segment.offset; at < segment.offset + segment.size; at += ENTRY_SIZE) {
                int here = Math.toIntExact(at);
                long tag = bytes.getLong(here);
                long value = bytes.getLong(here + 8);
                if (tag == LAST) {
                    break;
                } else if (tag == NEEDED) {
                    names.add(value);
                } else if (tag == NAMES) {
                    table = value;
                }
            }
        }
        List<String> needed = new ArrayList<>();
        for (long name : names) {
            needed.add(text(bytes, Math.toIntExact(offset(segments, table) + name)));
        }
        return needed;
    }

    private static List<Segment> segments(ByteBuffer bytes) {
        int first = Math.toIntExact(bytes.getLong(32));
        int size = bytes.getShort(54);
        int count = bytes.getShort(56);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = first + i * size;
            segments.add(new Segment(
                    bytes.getInt(at), bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 32)));
        }
        return segments;
    }

    /** The table of names is told by its address in memory; this is where that is in the file. */
    private static long offset(List<Segment> segments, long address) {
        return segments.stream()
                .filter(segment -> segment.kind == LOADED
                        && address >= segment.address
                        && address < segment.address + segment.size)
                .findFirst()
                .map(segment -> segment.offset + address - segment.address)
                .orElseThrow(() -> new IndexOutOfBoundsException("no segment is loaded at " + address));
    }

    private static String text(ByteBuffer bytes, int start) {
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
