package dev.fleetcell.node.mesh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames as bytes: length (4, of what follows), type (1), content. Numbers are big-endian; a text is its length (1)
 * and ASCII; an address is its length (1: 4 or 16) and its bytes.
 *
 * <p>A hello is: protocol version (2), intent (1), cell, name, address, number of members (2), each a name and an
 * address. The version comes first and is checked first: what follows it may differ in another version.
 */
final class FrameCodec {
    static final int VERSION = 1;
    static final int MAX_MEMBERS = 256;
    /** The most that may follow a length; a hello of {@link #MAX_MEMBERS} with the longest names fits. */
    static final int MAX_LENGTH = 24 * 1024;

    private static final int HELLO = 1;
    private static final int REFUSE = 2;
    private static final int PING = 3;
    private static final int PONG = 4;
    private static final int BYE = 5;

    private FrameCodec() {}

    /** The frame with its length in front, ready to be written. */
    static ByteBuffer encode(Frame frame) {
        ByteBuffer out = ByteBuffer.allocate(frame instanceof Frame.Hello ? Integer.BYTES + MAX_LENGTH : 16);
        out.putInt(0);
        switch (frame) {
            case Frame.Hello hello -> putHello(out, hello);
            case Frame.Refuse refuse ->
                out.put((byte) REFUSE).put((byte) refuse.reason().code());
            case Frame.Ping() -> out.put((byte) PING);
            case Frame.Pong() -> out.put((byte) PONG);
            case Frame.Bye() -> out.put((byte) BYE);
        }
        out.putInt(0, out.position() - Integer.BYTES);
        return out.flip();
    }

    /**
     * Reads one frame without its length.
     *
     * @throws ProtocolException when the bytes are anything but exactly one frame
     */
    static Frame decode(ByteBuffer in) throws ProtocolException {
        try {
            int type = in.get();
            Frame frame = switch (type) {
                case HELLO -> hello(in);
                case REFUSE -> new Frame.Refuse(constant(RefuseReason.values(), in));
                case PING -> new Frame.Ping();
                case PONG -> new Frame.Pong();
                case BYE -> new Frame.Bye();
                default -> throw malformed("type " + type);
            };
            if (in.hasRemaining()) {
                throw malformed(in.remaining() + " bytes behind a frame of type " + type);
            }
            return frame;
        } catch (BufferUnderflowException e) {
            throw malformed("a frame ends too early");
        }
    }

    /** Checks a length before anything is reserved for it. */
    static int checkedLength(int length) throws ProtocolException {
        if (length < 1 || length > MAX_LENGTH) {
            throw malformed("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private static void putHello(ByteBuffer out, Frame.Hello hello) {
        if (hello.members().size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("a hello names at most " + MAX_MEMBERS + " members");
        }
        out.put((byte) HELLO).putShort((short) VERSION).put((byte)
                hello.intent().code());
        putText(out, hello.cell());
        putMember(out, hello.self());
        out.putShort((short) hello.members().size());
        hello.members().forEach(member -> putMember(out, member));
    }

    private static Frame.Hello hello(ByteBuffer in) throws ProtocolException {
        int version = Short.toUnsignedInt(in.getShort());
        if (version != VERSION) {
            throw new ProtocolException(RefuseReason.WRONG_VERSION, version + " instead of " + VERSION);
        }
        Frame.Intent intent = constant(Frame.Intent.values(), in);
        String cell = name(in);
        Member self = member(in);
        int count = Short.toUnsignedInt(in.getShort());
        if (count > MAX_MEMBERS) {
            throw malformed("a hello of " + count + " members");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(member(in));
        }
        return new Frame.Hello(intent, cell, self, List.copyOf(members));
    }

    private static void putMember(ByteBuffer out, Member member) {
        putText(out, member.name());
        byte[] address = member.address().getAddress();
        out.put((byte) address.length).put(address);
    }

    private static Member member(ByteBuffer in) throws ProtocolException {
        String name = name(in);
        byte[] address = bytes(in);
        try {
            return new Member(name, InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw malformed("an address of " + address.length + " bytes");
        }
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) ascii.length).put(ascii);
    }

    /** Names are checked here because they are logged. */
    private static String name(ByteBuffer in) throws ProtocolException {
        String name = new String(bytes(in), StandardCharsets.US_ASCII);
        if (!Member.isName(name)) {
            throw malformed("a name that no cell and no pod can have");
        }
        return name;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
        in.get(bytes);
        return bytes;
    }

    private static <C extends WireConstant> C constant(C[] constants, ByteBuffer in) throws ProtocolException {
        int code = Byte.toUnsignedInt(in.get());
        for (C constant : constants) {
            if (constant.code() == code) {
                return constant;
            }
        }
        throw malformed("code " + code + " where one of " + constants.length + " is expected");
    }

    private static ProtocolException malformed(String detail) {
        return new ProtocolException(RefuseReason.MALFORMED, detail);
    }
}
