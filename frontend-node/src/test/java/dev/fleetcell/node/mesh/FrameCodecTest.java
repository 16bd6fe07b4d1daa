package dev.fleetcell.node.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final String LONGEST_LABEL = "x".repeat(63);

    @Property(tries = 200)
    void framesArriveAsTheyWereSentHoweverTheNetworkCutsThem(
            @ForAll("frames") List<Frame> sent, @ForAll @IntRange(min = 1, max = 3000) int cut) throws Exception {
        ByteBuffer wire = ByteBuffer.allocate(
                sent.stream().mapToInt(f -> FrameCodec.encode(f).remaining()).sum());
        sent.forEach(frame -> wire.put(FrameCodec.encode(frame)));
        wire.flip();
        assertEquals(sent, receive(wire, cut));
    }

    @Property
    void noBytesAreAnythingButFramesOrAProtocolException(@ForAll byte[] bytes) throws Exception {
        try {
            receive(ByteBuffer.wrap(bytes), 16);
        } catch (ProtocolException malformed) {
            assertTrue(
                    malformed.reason() == RefuseReason.MALFORMED || malformed.reason() == RefuseReason.WRONG_VERSION);
        }
    }

    @Property(tries = 300)
    void aFrameWithOneChangedByteIsAFrameOrAProtocolException(
            @ForAll("frames") List<Frame> frames, @ForAll @IntRange(max = 100_000) int where, @ForAll byte value)
            throws Exception {
        ByteBuffer wire = FrameCodec.encode(frames.getFirst());
        wire.put(where % wire.limit(), value);
        try {
            receive(wire, 1024);
        } catch (ProtocolException rejected) {
            assertTrue(rejected.toString().length() < 200, rejected::toString);
        }
    }

    @Property
    void aClaimedLengthOutsideTheBoundsIsRefusedBeforeAnythingIsReserved(@ForAll int length) {
        ByteBuffer claim = ByteBuffer.allocate(5).putInt(length).put((byte) 3).flip();
        if (length < 1 || length > FrameCodec.MAX_LENGTH) {
            assertThrows(ProtocolException.class, () -> receive(claim, 5));
        }
    }

    @Test
    void theLargestHelloFits() throws Exception {
        InetAddress ipv6 = InetAddress.ofLiteral("2001:db8::1");
        List<Member> members = IntStream.range(0, FrameCodec.MAX_MEMBERS)
                .mapToObj(i -> new Member(LONGEST_LABEL, ipv6))
                .toList();
        Frame hello = new Frame.Hello(Frame.Intent.JOIN, LONGEST_LABEL, members.getFirst(), members);
        assertEquals(List.of(hello), receive(FrameCodec.encode(hello), 4096));
    }

    @Test
    void aHelloOfAnotherVersionIsToldApartFromGarbageWhateverFollows() {
        ByteBuffer future = ByteBuffer.allocate(64).putInt(60).put((byte) 1).putShort((short) 2);
        ProtocolException refused = assertThrows(ProtocolException.class, () -> receive(future.position(0), 64));
        assertEquals(RefuseReason.WRONG_VERSION, refused.reason());
    }

    @Test
    void noHelloNamesMoreMembersThanAPeerAccepts() {
        List<Member> tooMany = new ArrayList<>();
        for (int i = 0; i <= FrameCodec.MAX_MEMBERS; i++) {
            tooMany.add(member("m-" + i, i));
        }
        Frame hello = new Frame.Hello(Frame.Intent.JOIN, "c", member("m", 1), tooMany);
        assertThrows(IllegalArgumentException.class, () -> FrameCodec.encode(hello));
    }

    @Provide
    Arbitrary<List<Frame>> frames() {
        Arbitrary<Member> members = Combinators.combine(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .numeric()
                                .ofMinLength(1)
                                .ofMaxLength(63),
                        Arbitraries.integers())
                .as(FrameCodecTest::member);
        Arbitrary<Frame> hellos = Combinators.combine(
                        Arbitraries.of(Frame.Intent.class),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .ofMinLength(1)
                                .ofMaxLength(40),
                        members,
                        members.list().ofMaxSize(40))
                .as(Frame.Hello::new);
        return Arbitraries.oneOf(
                        hellos,
                        Arbitraries.of(RefuseReason.class).map(Frame.Refuse::new),
                        Arbitraries.of(new Frame.Ping(), new Frame.Pong(), new Frame.Bye()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static Member member(String name, int address) {
        try {
            return new Member(
                    name,
                    InetAddress.getByAddress(
                            ByteBuffer.allocate(4).putInt(address).array()));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Receives all frames of a wire that gives at most {@code cut} bytes at a time. */
    private static List<Frame> receive(ByteBuffer wire, int cut) throws Exception {
        FrameBuffer buffer = new FrameBuffer();
        List<Frame> frames = new ArrayList<>();
        while (true) {
            try {
                buffer.fill(into -> {
                    if (!wire.hasRemaining()) {
                        return -1;
                    }
                    int count = Math.min(cut, Math.min(into.remaining(), wire.remaining()));
                    into.put(wire.slice(wire.position(), count));
                    wire.position(wire.position() + count);
                    return count;
                });
            } catch (EOFException end) {
                return frames;
            }
            for (var frame = buffer.poll(); frame.isPresent(); frame = buffer.poll()) {
                frames.add(frame.get());
            }
        }
    }
}
