package dev.fleetcell.node.app;

import java.util.List;

/** Settings that no node can run with. */
final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: which setting, what is wrong, what to set. */
    List<String> problems() {
        return problems;
    }
}
