package dev.fleetcell.operator.restart;

/** What a restart's events say. Each is sent once per edge. */
public enum RestartEvent {
    RestartStarted(false, "the restart began, or goes on under an object that had lost its status"),
    CellRestarted(false, "every node of a cell was restarted and is Ready"),
    RestartHeld(true, "the restart waits for something that will not pass by itself, or not soon"),
    RestartPaused(false, "spec.paused is true: no further node is restarted"),
    RestartAborted(true, "abortOn.failedNodes restarted nodes failed: no further node is ever restarted by it"),
    RestartExpired(true, "the restart had not begun by spec.startBefore: nothing is ever restarted by it"),
    RestartCompleted(false, "every node of every cell was restarted and became Ready");

    private final boolean warning;
    private final String sentence;

    RestartEvent(boolean warning, String sentence) {
        this.warning = warning;
        this.sentence = sentence;
    }

    public boolean warning() {
        return warning;
    }

    public String sentence() {
        return sentence;
    }
}
