package dev.fleetcell.images.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes ELF files that have what the loader reads first, the libraries that they need, and nothing that could run. */
final class FakeLibrary {
    static final int AMD64 = 62;
    static final int I386 = 3;

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int ENTRY = 16;

    /** Unlike the offset in the file, as in real libraries. */
    private static final long ADDRESS = 0x40_0000;

    private FakeLibrary() {}

    static Path write(Path file, int machine, String... needed) throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        List<Integer> starts = new ArrayList<>();
        for (String name : needed) {
            starts.add(names.size());
            names.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
        }
        int dynamic = HEADER + 2 * SEGMENT;
        int dynamicSize = (needed.length + 2) * ENTRY;
        int table = dynamic + dynamicSize;
        ByteBuffer bytes = ByteBuffer.allocate(table + names.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        bytes.putShort(18, (short) machine).putLong(32, HEADER);
        bytes.putShort(54, (short) SEGMENT).putShort(56, (short) 2);
        segment(bytes, HEADER, 1, 0, bytes.capacity());
        segment(bytes, HEADER + SEGMENT, 2, dynamic, dynamicSize);
        bytes.position(dynamic);
        starts.forEach(start -> bytes.putLong(1).putLong(start));
        bytes.putLong(5).putLong(ADDRESS + table).putLong(0).putLong(0);
        bytes.put(names.toByteArray());
        return Files.write(file, bytes.array());
    }

    private static void segment(ByteBuffer bytes, int at, int kind, long offset, long size) {
        bytes.putInt(at, kind).putLong(at + 8, offset).putLong(at + 16, ADDRESS + offset);
        bytes.putLong(at + 32, size);
    }
}
