package dev.fleetcell.operator.app;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The namespaces whose cells the operator looks after. */
final class WatchedNamespaces {
    static final String VARIABLE = "FLEETCELL_OPERATOR_WATCH_NAMESPACES";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private WatchedNamespaces() {}

    /**
     * Reads the setting.
     *
     * @param text names with commas between them; blank for all namespaces
     * @return the names; empty for all namespaces
     * @throws IllegalArgumentException when a name is none, saying which and what to write
     */
    static Set<String> parse(String text) {
        var names = new TreeSet<String>();
        if (text.isBlank()) {
            return names;
        }
        for (var name : Arrays.asList(text.split(",", -1))) {
            if (!NAME.matcher(name.strip()).matches()) {
                throw new IllegalArgumentException(
                        "%s: '%s' is no name of a namespace: write names with commas between them (team-a,team-b), or leave it empty for all namespaces"
                                .formatted(VARIABLE, name.strip()));
            }
            names.add(name.strip());
        }
        return names;
    }
}
