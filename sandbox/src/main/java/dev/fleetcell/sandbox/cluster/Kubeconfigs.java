package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Writes kubeconfig files for one API server.
 *
 * @param server its URL
 * @param certificate the PEM file that its certificate is verified against
 */
record Kubeconfigs(String server, Path certificate) {
    /** Writes one (mode 0600), replacing it when it is there. */
    void write(Path file, String user, String token, String namespace) throws IOException {
        String certificates = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
        FileTree.writePrivate(file, """
                apiVersion: v1
                kind: Config
                clusters:
                - name: sandbox
                  cluster: {server: "%s", certificate-authority-data: %s}
                users:
                - name: "%s"
                  user: {token: "%s"}
                contexts:
                - name: sandbox
                  context: {cluster: sandbox, user: "%s", namespace: "%s"}
                current-context: sandbox
                """.formatted(server, certificates, user, token, user, namespace));
    }

    /** Its content for a Kubernetes client. */
    static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
