package dev.fleetcell.sandbox.fakepods;

/** Who answers on an address. */
interface Site {
    /** What is said to {@code GET path}; called by the one thread of an {@link AnswerServer}, so it must not block. */
    Reply answer(String path);
}
