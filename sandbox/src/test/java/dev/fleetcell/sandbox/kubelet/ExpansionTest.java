package dev.fleetcell.sandbox.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of Kubernetes' own expansion. */
class ExpansionTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    plain,              plain
                    $(A),               1
                    x$(A)y$(B)z,        x1y2z
                    $(UNKNOWN),         $(UNKNOWN)
                    $$(A),              $(A)
                    $$$(A),             $1
                    $$$$(A),            $$(A)
                    $(A,                $(A
                    $A,                 $A
                    a$,                 a$
                    $(C),               $(A)
                    """)
    void expands(String text, String expected) {
        assertEquals(expected, Expansion.expand(text, Map.of("A", "1", "B", "2", "C", "$(A)")));
    }
}
