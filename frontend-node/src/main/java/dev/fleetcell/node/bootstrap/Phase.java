package dev.fleetcell.node.bootstrap;

/** How far a node is; the names are the report's. */
public enum Phase {
    COLD("Cold", "Without a complete shard map."),
    WARMING("Warming", "Has a complete shard map, and waits for peers, workers, or tasks within the budget."),
    SERVING("Serving", "Was ready once, and stays so for as long as it runs."),
    STOPPING("Stopping", "Told to stop: finishes what it has, and asks for no more.");

    private final String label;
    private final String sentence;

    Phase(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    public String label() {
        return label;
    }

    public String sentence() {
        return sentence;
    }
}
