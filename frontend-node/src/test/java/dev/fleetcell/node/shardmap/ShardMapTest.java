package dev.fleetcell.node.shardmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShardMapTest {
    private static final BigInteger LAST = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

    /** One row of the store. */
    record Row(String shard, BigInteger start, BigInteger end) {
        boolean holds(BigInteger key) {
            return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
        }
    }

    @Property
    void aKeyIsRoutedToTheOneShardThatHoldsItWhateverTheOrderOfTheRows(
            @ForAll("tilings") List<Row> tiling, @ForAll("numbers") BigInteger key, @ForAll Random random) {
        List<Row> shuffled = new ArrayList<>(tiling);
        Collections.shuffle(shuffled, random);
        ShardMap map =
                assertInstanceOf(Assembled.Complete.class, assemble(shuffled)).map();

        List<String> holders =
                tiling.stream().filter(row -> row.holds(key)).map(Row::shard).toList();
        assertEquals(
                holders,
                map.shardAt("orders", HashKey.of(key)).map(Shard::id).stream().toList());
        assertEquals(tiling.size(), map.shards());
        assertTrue(map.shardAt("others", HashKey.of(key)).isEmpty());
    }

    @Property
    void aMapWithoutOneOfItsShardsIsNoneAndTheReasonNamesStreamAndHash(
            @ForAll("tilings") List<Row> tiling, @ForAll @IntRange(max = 1000) int which) {
        List<Row> partial = new ArrayList<>(tiling);
        Row lost = partial.remove(which % partial.size());
        String reason = reasonOf(partial);
        if (partial.isEmpty()) {
            assertEquals("the store has no streams", reason);
        } else {
            assertTrue(
                    reason.startsWith("stream orders: no shard holds hash " + lost.start() + ","),
                    () -> reason + " after losing " + lost);
        }
    }

    @Property
    void aMapWithAShardThatReachesIntoTheNextIsNone(
            @ForAll("tilings") List<Row> tiling, @ForAll @IntRange(max = 1000) int which) {
        int victim = which % tiling.size();
        Row row = tiling.get(victim);
        boolean last = row.end().equals(LAST);
        List<Row> overlapping = new ArrayList<>(tiling);
        overlapping.set(victim, new Row(row.shard(), row.start(), row.end().add(BigInteger.ONE)));
        String reason = reasonOf(overlapping);
        assertTrue(
                last ? reason.contains("outside 0 to 2^128-1") : reason.contains("overlaps shard " + row.shard()),
                reason);
    }

    @Property
    void aMapWithAShardTwiceIsNone(@ForAll("tilings") List<Row> tiling, @ForAll @IntRange(max = 1000) int which) {
        Row row = tiling.get(which % tiling.size());
        List<Row> doubled = new ArrayList<>(tiling);
        doubled.add(new Row("twin", row.start(), row.end()));
        String reason = reasonOf(doubled);
        assertTrue(reason.contains("shards " + row.shard() + " and twin both start at hash " + row.start()), reason);
    }

    @Test
    void oneBadStreamSpoilsTheWholeMap() {
        ShardMapBuilder builder = new ShardMapBuilder();
        builder.add("good", "s-0", BigInteger.ZERO, LAST, "backend-0");
        builder.add("short", "s-0", BigInteger.ZERO, BigInteger.TEN, "backend-0");
        Assembled.Incomplete incomplete = assertInstanceOf(Assembled.Incomplete.class, builder.build(7));
        assertEquals(7, incomplete.version());
        assertEquals("stream short: no shard holds hash 11, after shard s-0", incomplete.reason());
    }

    @Test
    void aShardThatEndsBeforeItStartsIsAProblemNotAnException() {
        ShardMapBuilder builder = new ShardMapBuilder();
        builder.add("orders", "s-0", BigInteger.TEN, BigInteger.ONE, "backend-0");
        Assembled.Incomplete incomplete = assertInstanceOf(Assembled.Incomplete.class, builder.build(1));
        assertEquals("stream orders, shard s-0: shard s-0 starts at 10 and ends before, at 1", incomplete.reason());
    }

    @Provide
    Arbitrary<BigInteger> numbers() {
        return Arbitraries.bigIntegers().between(BigInteger.ZERO, LAST);
    }

    /** Cuts the key space at up to 20 random places. */
    @Provide
    Arbitrary<List<Row>> tilings() {
        return numbers().filter(cut -> cut.signum() > 0).set().ofMaxSize(20).map(cuts -> {
            List<Row> rows = new ArrayList<>();
            BigInteger start = BigInteger.ZERO;
            for (BigInteger cut : new TreeSet<>(cuts)) {
                rows.add(new Row("shard-" + rows.size(), start, cut.subtract(BigInteger.ONE)));
                start = cut;
            }
            rows.add(new Row("shard-" + rows.size(), start, LAST));
            return rows;
        });
    }

    private static Assembled assemble(List<Row> rows) {
        ShardMapBuilder builder = new ShardMapBuilder();
        rows.forEach(row -> builder.add("orders", row.shard(), row.start(), row.end(), "backend-0"));
        return builder.build(1);
    }

    private static String reasonOf(List<Row> rows) {
        return assertInstanceOf(Assembled.Incomplete.class, assemble(rows)).reason();
    }
}
