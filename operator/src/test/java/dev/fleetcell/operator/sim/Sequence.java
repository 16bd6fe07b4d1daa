package dev.fleetcell.operator.sim;

import java.util.List;

/**
 * Steps, with a name that is a DNS label and says what they show. The StatefulSet is called the same.
 */
record Sequence(String name, List<Step> steps) {
    static Sequence of(String name, String steps) {
        return new Sequence(name, Step.read(steps));
    }

    @Override
    public String toString() {
        return name;
    }
}
