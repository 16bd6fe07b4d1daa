package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What is cached together; a new version of one product leaves the others' programs where they are. */
enum Product {
    /** Kubernetes and the etcd under it. */
    KUBERNETES,
    /** kind. */
    KIND,
    /** CoreDNS. */
    COREDNS;

    private static final int HASH_BYTES = 6;

    /** The product that a module builds. */
    static Product of(GoModule module) {
        return switch (module) {
            case ETCD, KUBERNETES -> KUBERNETES;
            case KIND -> KIND;
            case COREDNS -> COREDNS;
        };
    }

    /** {@code NAME/VERSION-HASH}, where the hash is of all that decides what is built (go.mod, go.sum, flags). */
    Path folder(Versions versions) throws IOException {
        String version = switch (this) {
            case KUBERNETES -> versions.kubernetes();
            case KIND -> versions.kind();
            case COREDNS -> versions.coredns();
        };
        return Path.of(name().toLowerCase(Locale.ROOT), version + "-" + hash(versions));
    }

    private String hash(Versions versions) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (GoModule module : GoModule.values()) {
                if (of(module) == this) {
                    digest.update(GoResources.text(module).getBytes(StandardCharsets.UTF_8));
                    digest.update(module.flags(versions).toString().getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
