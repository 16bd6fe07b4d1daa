package dev.fleetcell.node.shardmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashKeyTest {
    private static final BigInteger SPACE = BigInteger.TWO.pow(128);

    @Property
    void keysAreTheNumbersTheyStandFor(@ForAll("numbers") BigInteger a, @ForAll("numbers") BigInteger b) {
        assertEquals(a.toString(), HashKey.of(a).toString());
        assertEquals(
                Integer.signum(a.compareTo(b)), Integer.signum(HashKey.of(a).compareTo(HashKey.of(b))));
        assertEquals(HashKey.of(a.add(BigInteger.ONE).mod(SPACE)), HashKey.of(a).next());
    }

    @Property
    void numbersOutsideTheKeySpaceAreRefused(@ForAll("numbers") BigInteger inside) {
        assertThrows(IllegalArgumentException.class, () -> HashKey.of(inside.add(SPACE)));
        assertThrows(IllegalArgumentException.class, () -> HashKey.of(inside.subtract(SPACE)));
    }

    /** From RFC 1321's test suite, and one key beyond ASCII computed with md5sum. */
    @ParameterizedTest
    @CsvSource({
        "a, 0cc175b9c0f1b6a831c399e269772661",
        "abc, 900150983cd24fb0d6963f7d28e17f72",
        "message digest, f96b697d7cb7938d525a2f31aaf161d0",
        "ü, c03410a5204b21cd8229ff754688d743"
    })
    void aPartitionKeyLiesAtItsMd5(String partitionKey, String md5) {
        assertEquals(HashKey.of(new BigInteger(md5, 16)), HashKey.ofPartitionKey(partitionKey));
    }

    @Test
    void theKeySpaceEndsAt2ToThe128() {
        assertEquals("340282366920938463463374607431768211455", HashKey.MAX.toString());
        assertEquals(HashKey.MIN, HashKey.MAX.next());
    }

    @Provide
    Arbitrary<BigInteger> numbers() {
        return Arbitraries.bigIntegers().between(BigInteger.ZERO, SPACE.subtract(BigInteger.ONE));
    }
}
