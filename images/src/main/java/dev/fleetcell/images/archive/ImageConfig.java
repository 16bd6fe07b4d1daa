package dev.fleetcell.images.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a container of an image is started, as the OCI image specification names it.
 *
 * @param architecture as Go names it: {@code amd64}, {@code arm64}
 * @param created the time that stands in the image
 * @param user numbers of user and group, {@code uid:gid}
 * @param workingDirectory an absolute path
 * @param entrypoint program and arguments; no shell reads them
 * @param environment {@code NAME=value} each
 * @param ports such as {@code 8080/tcp}
 * @param labels such as {@code org.opencontainers.image.version}
 */
public record ImageConfig(
        String architecture,
        Instant created,
        String user,
        String workingDirectory,
        List<String> entrypoint,
        List<String> environment,
        List<String> ports,
        Map<String, String> labels) {
    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        environment = List.copyOf(environment);
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
    }
}
