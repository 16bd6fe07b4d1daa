package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.Properties;

/**
 * Where releases are; below each, the product's own layout.
 *
 * @param kubernetes such as {@code https://dl.k8s.io/release}, without a slash at the end
 * @param etcd likewise
 * @param kind likewise
 * @param coredns likewise
 */
record ReleaseSites(URI kubernetes, URI etcd, URI kind, URI coredns) {
    /** The sites in {@code versions.properties}; only https, or checksums from the same place would prove nothing. */
    static ReleaseSites pinned() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(GoResources.text("versions.properties")));
        return new ReleaseSites(
                https(properties, "kubernetes.releases"),
                https(properties, "etcd.releases"),
                https(properties, "kind.releases"),
                https(properties, "coredns.releases"));
    }

    private static URI https(Properties properties, String key) throws IOException {
        String value = properties.getProperty(key, "");
        if (!value.startsWith("https://") || value.endsWith("/")) {
            throw new IOException("versions.properties: " + key + " is '" + value
                    + "'; it must begin with https:// and end without a slash");
        }
        return URI.create(value);
    }
}
