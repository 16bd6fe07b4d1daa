package dev.fleetcell.operator.sim;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The named sequences on the fakes alone, with what they are said to show. */
class FakeSequencesTest {
    static Stream<Sequence> named() {
        return NamedSequences.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("named")
    void endsAsExpected(Sequence sequence) {
        new Comparison(sequence, Optional.empty()).play();
    }
}
