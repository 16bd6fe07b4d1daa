package dev.fleetcell.sandbox.fakepods;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an {@link AnswerServer}, used by its thread only: a request at a time, kept alive as HTTP/1.1 wants it. Requests
 * have no body. It goes on reading while an answer waits, so that a client that leaves is noticed.
 */
final class Connection {
    private static final int MOST_BYTES_OF_HEAD = 8192;

    private final AnswerServer server;
    private final ServerSocketChannel origin;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Site site;
    private final ByteBuffer in = ByteBuffer.allocate(MOST_BYTES_OF_HEAD);
    private ByteBuffer @Nullable [] out;
    /** From a request until all of its answer is sent. */
    private boolean busy;

    private boolean last;

    Connection(AnswerServer server, ServerSocketChannel origin, SocketChannel channel, SelectionKey key, Site site) {
        this.server = server;
        this.origin = origin;
        this.channel = channel;
        this.key = key;
        this.site = site;
    }

    boolean cameFrom(ServerSocketChannel listening) {
        return origin.equals(listening);
    }

    /** Reads, answers and writes as far as it goes without waiting. */
    void proceed() throws IOException {
        if (key.isValid() && key.isWritable()) {
            write();
            answer();
        }
        if (key.isValid() && key.isReadable()) {
            if (channel.read(in) < 0 || !in.hasRemaining()) {
                server.close(key); // gone, or it sends more than a request's head
                return;
            }
            answer();
        }
    }

    private void answer() throws IOException {
        while (!busy && channel.isOpen()) {
            String head = takeHead();
            if (head.isEmpty()) {
                return;
            }
            busy = true;
            String[] request = head.split("\r\n", 2)[0].split(" ", 3);
            String fields = head.toLowerCase(Locale.ROOT);
            last = !request[request.length - 1].equals("HTTP/1.1") || fields.contains("\r\nconnection: close");
            if (request.length != 3 || !request[0].equals("GET")) {
                last = true;
                send(405, "", 0);
                return;
            }
            switch (site.answer(request[1].split("\\?", 2)[0])) {
                case Reply.Silence() -> {}
                case Reply.Answer(int status, String json, int blanks, var delay)
                when delay.isZero() -> send(status, json, blanks);
                case Reply.Answer(int status, String json, int blanks, var delay) ->
                    server.later(delay, () -> sendLate(status, json, blanks));
            }
        }
    }

    /** The next request up to its blank line, taken out of what was read; empty when it is not complete. */
    private String takeHead() {
        String read = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int end = read.indexOf("\r\n\r\n");
        if (end < 0) {
            return "";
        }
        in.flip().position(end + 4);
        in.compact();
        return read.substring(0, end);
    }

    private void sendLate(int status, String json, int blanks) {
        try {
            if (channel.isOpen()) {
                send(status, json, blanks);
                answer();
            }
        } catch (IOException gone) {
            server.close(key);
        }
    }

    private void send(int status, String json, int blanks) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 " + status + " " + phrase(status) + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + (body.length + blanks) + (last ? "\r\nConnection: close" : "") + "\r\n\r\n";
        out = new ByteBuffer[] {
            ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)),
            ByteBuffer.wrap(body),
            blanks == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(Blanks.BYTES, 0, blanks)
        };
        write();
    }

    private void write() throws IOException {
        ByteBuffer[] pending = out;
        if (pending == null) {
            return;
        }
        channel.write(pending);
        if (Arrays.stream(pending).anyMatch(ByteBuffer::hasRemaining)) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            return;
        }
        out = null;
        busy = false;
        if (last) {
            server.close(key);
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }

    /** Made when they are needed first. */
    private static final class Blanks {
        static final byte[] BYTES = new byte[ReportBehaviour.HUGE_BYTES];

        static {
            Arrays.fill(BYTES, (byte) ' ');
        }
    }
}
