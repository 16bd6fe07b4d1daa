package dev.fleetcell.operator.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line of a sequence: a verb and its arguments. Templates are single letters, pods are named by their ordinals.
 *
 * @param ordinals of the pods that it is about, or the numbers that it sets
 * @param text a template, or what is expected; empty if the verb takes none
 */
record Step(Verb verb, List<Integer> ordinals, String text) {
    enum Verb {
        /** {@code create REPLICAS PARTITION TEMPLATE}: a StatefulSet. */
        CREATE,
        /** {@code edit REPLICAS PARTITION TEMPLATE}: its spec, in one write. */
        EDIT,
        /** {@code recreate}: the StatefulSet is deleted without its pods and created again with the same spec. */
        RECREATE,
        /** {@code budget N}: creates or edits the PodDisruptionBudget's maxUnavailable. */
        BUDGET,
        /** {@code ready ORDINAL...} or {@code ready all}: the kubelet says so; all are those that are neither Ready nor going. */
        READY,
        /** {@code unready ORDINAL...}: they run on and are not Ready any more. */
        UNREADY,
        /** {@code fail ORDINAL...}: phase Failed. */
        FAIL,
        /** {@code succeed ORDINAL...}: phase Succeeded. */
        SUCCEED,
        /** {@code gone ORDINAL...} or {@code gone all}: the kubelet has stopped pods that are being deleted. */
        GONE,
        /** {@code delete ORDINAL}: somebody deletes the pod. */
        DELETE,
        /** {@code evict ORDINAL [CODE]}: asks the eviction API with the pod's uid; CODE is what it has to answer. */
        EVICT,
        /** {@code evict-other ORDINAL [CODE]}: with the uid of another pod. */
        EVICT_OTHER,
        /** {@code try-evict ORDINAL [CODE]}: a dry run. */
        TRY_EVICT,
        /** {@code expect PODS | CURRENT>UPDATE}: what has to be there, as {@link Seen#line} writes it. */
        EXPECT
    }

    private static final String ALL = "all";

    /** Reads steps, one a line. */
    static List<Step> read(String lines) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Step::readOne)
                .toList();
    }

    private static Step readOne(String line) {
        var words = line.split(" ", 2);
        var verb = Verb.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        var rest = words.length == 2 ? words[1] : "";
        if (verb == Verb.EXPECT) {
            return new Step(verb, List.of(), rest);
        }
        var numbers = new ArrayList<Integer>();
        var text = "";
        for (var word : rest.split(" ", -1)) {
            if (word.matches("\\d+")) {
                numbers.add(Integer.valueOf(word));
            } else {
                text = word;
            }
        }
        return new Step(verb, List.copyOf(numbers), text);
    }

    static Step of(Verb verb, Integer... ordinals) {
        return new Step(verb, Arrays.asList(ordinals), "");
    }

    /** The same with the ordinals that {@code all} stands for now. */
    Step resolved(List<FakePod> pods) {
        if (!text.equals(ALL)) {
            return this;
        }
        var all = pods.stream()
                .filter(pod -> verb == Verb.GONE
                        ? pod.deleting()
                        : !pod.deleting() && !pod.ready() && !pod.phase().terminal())
                .map(FakePod::ordinal)
                .toList();
        return new Step(verb, all, "");
    }

    int first() {
        return ordinals.getFirst();
    }

    /** What the eviction API has to answer; 0 if nobody says. */
    int expectedCode() {
        var asks = verb == Verb.EVICT || verb == Verb.EVICT_OTHER || verb == Verb.TRY_EVICT;
        return asks && ordinals.size() == 2 ? ordinals.get(1) : 0;
    }

    @Override
    public String toString() {
        var line = new StringBuilder(verb.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        ordinals.forEach(ordinal -> line.append(' ').append(ordinal));
        return text.isEmpty() ? line.toString() : line + " " + text;
    }
}
