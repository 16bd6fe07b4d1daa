package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Content;

/** How contents are written as the text of a StatefulSet's template, which its revisions are named after. */
final class Contents {
    static final String SET = "a-m";
    private static final char MARK = '+';

    private Contents() {}

    static String text(Content content) {
        return content.template() + MARK + content.stamp();
    }

    static Content read(String text) {
        var mark = text.indexOf(MARK);
        return new Content(text.substring(0, mark), text.substring(mark + 1));
    }

    /** The text that a revision was made from. */
    static String ofRevision(String revision) {
        return revision.substring(SET.length() + 1);
    }

    static String stamp(String revision) {
        return revision.substring(revision.indexOf(MARK) + 1);
    }
}
