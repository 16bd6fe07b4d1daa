package dev.fleetcell.node.shardmap;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A point of the Kinesis key space, 0 to 2^128-1: an unsigned integer of 128 bits.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record HashKey(long high, long low) implements Comparable<HashKey> {
    public static final HashKey MIN = new HashKey(0, 0);
    public static final HashKey MAX = new HashKey(-1L, -1L);

    /** Where a partition key lies: the MD5 of its UTF-8 bytes. */
    public static HashKey ofPartitionKey(String partitionKey) {
        ByteBuffer digest = ByteBuffer.wrap(md5().digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        return new HashKey(digest.getLong(), digest.getLong());
    }

    /**
     * The key of this number.
     *
     * @throws IllegalArgumentException when it lies outside 0 to 2^128-1
     */
    public static HashKey of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException(value + " is outside 0 to 2^128-1");
        }
        return new HashKey(value.shiftRight(64).longValue(), value.longValue());
    }

    /** The key after this one; {@link #MIN} after {@link #MAX}. */
    public HashKey next() {
        return new HashKey(low == -1L ? high + 1 : high, low + 1);
    }

    @Override
    public int compareTo(HashKey other) {
        int upper = Long.compareUnsigned(high, other.high);
        return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
    }

    /** The number in decimal, as Kinesis writes it. */
    @Override
    public String toString() {
        return new BigInteger(
                        1, ByteBuffer.allocate(16).putLong(high).putLong(low).array())
                .toString();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
