package dev.fleetcell.sandbox.kubelet;

import java.util.Map;

/** Kubernetes' {@code $(NAME)} in environment values, commands and arguments. */
final class Expansion {
    private Expansion() {}

    /** Replaces each reference to a known name; unknown ones stay as they are; {@code $$} stands for one dollar sign. */
    static String expand(String text, Map<String, String> known) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            int end = c == '$' && next == '(' ? text.indexOf(')', i) : -1;
            if (c == '$' && next == '$') {
                result.append('$');
                i += 2;
            } else if (end > 0) {
                String name = text.substring(i + 2, end);
                String value = known.get(name);
                result.append(value == null ? text.substring(i, end + 1) : value);
                i = end + 1;
            } else {
                result.append(c);
                i++;
            }
        }
        return result.toString();
    }
}
