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
 */
public record Versions(String kubernetes, String etcd) {
    private static final Pattern THREE_NUMBERS = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public Versions {
        for (String version : List.of(kubernetes, etcd)) {
            if (!THREE_NUMBERS.matcher(version).matches()) {
                throw new IllegalArgumentException("version '" + version + "' is not of the form 1.2.3");
            }
        }
    }

    /** The versions in {@code versions.properties}, beside the Go modules. */
    static Versions pinned() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(GoResources.text("versions.properties")));
        return new Versions(properties.getProperty("kubernetes", ""), properties.getProperty("etcd", ""));
    }

    String kubernetesMajor() {
        return kubernetes.split("\\.", -1)[0];
    }

    String kubernetesMinor() {
        return kubernetes.split("\\.", -1)[1];
    }
}
