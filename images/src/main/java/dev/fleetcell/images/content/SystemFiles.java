package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Tree;

/** The few files that a C library expects of a system, and the only folder where everybody may write. */
public final class SystemFiles {
    /** User and group of the container. */
    public static final int USER = 65532;

    private static final int STICKY = 01777;

    private SystemFiles() {}

    /** Adds them. {@code /etc/hosts} and {@code /etc/resolv.conf} come from whoever runs the container. */
    public static Tree addTo(Tree tree) {
        return tree.text(
                        "etc/passwd",
                        "root:x:0:0:root:/:/none\nfleetcell:x:" + USER + ":" + USER + ":FleetCell:/tmp:/none\n")
                .text("etc/group", "root:x:0:\nfleetcell:x:" + USER + ":\n")
                .text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
                .directory("tmp", STICKY);
    }
}
