package dev.fleetcell.node.mesh;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A node of the cell and where it is.
 *
 * @param name the pod name, a DNS label: the identity
 * @param address where it listens now
 */
public record Member(String name, InetAddress address) {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public Member {
        if (!isName(name)) {
            throw new IllegalArgumentException("a pod name is a DNS label of at most 63 characters");
        }
    }

    /** Whether a pod of a StatefulSet can have this name. */
    public static boolean isName(String name) {
        return name.length() <= 63 && DNS_LABEL.matcher(name).matches();
    }

    @Override
    public String toString() {
        return name + "@" + address.getHostAddress();
    }
}
