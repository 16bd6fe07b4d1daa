package dev.fleetcell.operator.check;

/** What one check found: a line for people. */
record Verdict(boolean passed, String finding) {
    static Verdict passed(String finding) {
        return new Verdict(true, finding);
    }

    static Verdict failed(String finding) {
        return new Verdict(false, finding);
    }

    String line() {
        return (passed ? "ok     " : "FAILED ") + finding;
    }
}
