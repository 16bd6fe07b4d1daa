package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The pinned versions, without a leading v.
 *
 * @param kubernetes such as {@code 1.36.3}
 * @param etcd such as {@code 3.6.16}
 * @param kind such as {@code 0.32.0}
 * @param coredns such as {@code 1.14.2}
 */
public record Versions(String kubernetes, String etcd, String kind, String coredns) {
    private static final Pattern THREE_NUMBERS = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public Versions {
        for (String version : List.of(kubernetes, etcd, kind, coredns)) {
            if (!THREE_NUMBERS.matcher(version).matches()) {
                throw new IllegalArgumentException("version '" + version + "' is not of the form 1.2.3");
            }
        }
    }

    /** The versions in {@code versions.properties}, beside the Go modules. */
    static Versions pinned() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(GoResources.text("versions.properties")));
        return new Versions(
                properties.getProperty("kubernetes", ""),
                properties.getProperty("etcd", ""),
                properties.getProperty("kind", ""),
                properties.getProperty("coredns", ""));
    }

    String kubernetesMajor() {
        return kubernetes.split("\\.", -1)[0];
    }

    String kubernetesMinor() {
        return kubernetes.split("\\.", -1)[1];
    }
}
