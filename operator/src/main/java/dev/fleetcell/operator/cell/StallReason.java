package dev.fleetcell.operator.cell;

/** Why a cell cannot get on without an edit, besides what the guard holds. */
enum StallReason {
    NameTaken("an object with a name that the cell needs exists and is not the cell's: it is never adopted"),
    TemplateInvalid("the API server does not accept the pods that spec.template describes");

    private final String sentence;

    StallReason(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
