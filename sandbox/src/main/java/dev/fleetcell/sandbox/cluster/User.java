package dev.fleetcell.sandbox.cluster;

/** Who has a token of a sandbox's own; everybody else uses a service account's. */
enum User {
    /** A person or a test: may do everything. */
    ADMIN("admin", "system:masters"),
    /** kube-controller-manager; each of its controllers then uses a service account of its own. */
    CONTROLLER_MANAGER("system:kube-controller-manager", ""),
    /** kube-scheduler. */
    SCHEDULER("system:kube-scheduler", "");

    private final String userName;
    private final String groups;

    User(String userName, String groups) {
        this.userName = userName;
        this.groups = groups;
    }

    String userName() {
        return userName;
    }

    String groups() {
        return groups;
    }
}
