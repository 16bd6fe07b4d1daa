package dev.fleetcell.images;

import java.util.List;

/** The programs that become images. */
enum Program {
    OPERATOR(
            "operator",
            "FleetCell operator",
            "Guards cellularized front-end fleets against running over the thread limits of the operating system"),
    FRONTEND_NODE(
            "frontend-node",
            "FleetCell front-end node",
            "The reference node of a cell: one thread for every other node, and it says so");

    private final String id;
    private final String title;
    private final String description;

    Program(String id, String title, String description) {
        this.id = id;
        this.title = title;
        this.description = description;
    }

    /** The name of its module, its image and its files. */
    String id() {
        return id;
    }

    /** The name of the image without a tag, as the chart and the examples have it. */
    String repository() {
        return "fleetcell/" + id;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    /** The ports it listens on, such as {@code 8080/tcp}. */
    List<String> ports() {
        return switch (this) {
            case OPERATOR -> List.of("8080/tcp");
            case FRONTEND_NODE -> List.of("7400/tcp", "8080/tcp", "9000/tcp");
        };
    }
}
