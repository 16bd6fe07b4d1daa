package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.operator.cell.Edits.Edit;
import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Size;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but a template change restarts a node: every field of a spec is in the table, and the table is true. */
class EditsTest {
    private static final Size M = new Size("m", 1);

    @Test
    void everyFieldOfTheSpecIsInTheTable() {
        var fields = new TreeSet<String>();
        collect(FleetCellSpec.class, "", fields);
        assertEquals(fields, new TreeSet<>(Edits.ALL.stream().map(Edit::field).collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void theTemplateOfTheNodesChangesForWhatRestartsAndForNothingElse(Edit edit) {
        var before = workload(Edits.cell(), Optional.empty());
        var edited = Edits.cell();
        edit.edit().accept(edited.getSpec());
        var after = workload(edited, Optional.empty());
        if (edit.restarts()) {
            assertNotEquals(before.getSpec().getTemplate(), after.getSpec().getTemplate());
            assertNotEquals(Contract.applied(before), Contract.applied(after));
        } else {
            assertEquals(before.getSpec().getTemplate(), after.getSpec().getTemplate());
            assertEquals(Contract.applied(before), Contract.applied(after));
        }
    }

    /** A later release has rendered the template, and is rolled back: what it added stays until the next template. */
    @Test
    void whatAnotherReleaseRenderedIsKeptUntilTheNextTemplate() {
        var later = workload(Edits.cell(), Optional.empty());
        later.getMetadata().getAnnotations().put("fleetcell.dev/contract", "99");
        later.getSpec().getTemplate().getMetadata().setAnnotations(Map.of("added", "by a later release"));
        var kept = workload(Edits.cell(), Optional.of(later));
        assertEquals(later.getSpec().getTemplate(), kept.getSpec().getTemplate());
        assertEquals("99", kept.getMetadata().getAnnotations().get("fleetcell.dev/contract"));

        var edited = Edits.cell();
        Edits.ALL.getLast().edit().accept(edited.getSpec());
        var renewed = workload(edited, Optional.of(later));
        assertEquals(
                workload(edited, Optional.empty()).getSpec().getTemplate(),
                renewed.getSpec().getTemplate());
        assertEquals(
                String.valueOf(Contract.VERSION),
                renewed.getMetadata().getAnnotations().get("fleetcell.dev/contract"));
    }

    /** A paused cell whose template was edited: the workload keeps what it has. */
    @Test
    void aTemplateThatIsNotAppliedYetIsNotRendered() {
        var there = workload(Edits.cell(), Optional.empty());
        var edited = Edits.cell();
        Edits.ALL.getLast().edit().accept(edited.getSpec());
        var applied = Contract.applied(there);
        var kept = NodeWorkload.statefulSet(edited, M, new Shape(2, 2, applied, applied), Optional.of(there));
        assertEquals(there.getSpec().getTemplate(), kept.getSpec().getTemplate());
    }

    static Stream<Edit> edits() {
        return Edits.ALL.stream();
    }

    private static StatefulSet workload(FleetCell cell, Optional<StatefulSet> existing) {
        var wanted = new Content(Contract.digest(cell.getSpec(), Optional.of("m")), "");
        return NodeWorkload.statefulSet(cell, M, new Shape(2, 0, wanted, wanted), existing);
    }

    private static void collect(Class<?> type, String path, Set<String> into) {
        for (Field field : type.getFields()) {
            var name = path + field.getName();
            if (field.getGenericType() instanceof ParameterizedType list && list.getRawType() == List.class) {
                collect((Class<?>) list.getActualTypeArguments()[0], name + "[].", into);
            } else if (field.getType().getEnclosingClass() == FleetCellSpec.class
                    && !field.getType().isEnum()
                    && !field.getName().equals("resources")
                    && field.getType() != JsonNode.class) {
                collect(field.getType(), name + ".", into);
            } else {
                into.add(name);
            }
        }
    }
}
