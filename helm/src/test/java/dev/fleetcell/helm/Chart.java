package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chart under test, and what Helm makes of it without a cluster.
 *
 * <p>Rendered is a copy without {@link #ASK_A_CLUSTER}: unlike the command line, the library looks objects up in whatever
 * cluster the machine's kubeconfig names, also where it only renders. And it leaves out hooks, so theirs annotation has another
 * name there. {@code InstallIT} tests the whole chart as it is.
 */
final class Chart {
    static final Path FOLDER = Path.of("fleetcell").toAbsolutePath();
    static final String RELEASE = "guard";
    static final String NAMESPACE = "fleetcell-system";

    /** Helm assumes v1.20 unless told. */
    private static final String KUBERNETES = "1.36.3";

    private static final Set<Path> ASK_A_CLUSTER =
            Set.of(Path.of("templates/refuse-second-release.yaml"), Path.of("templates/refuse-other-crds.yaml"));
    private static final Path COPY = copy(Path.of("target", "chart").toAbsolutePath());

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /** What Helm renders with values in YAML, over the defaults. */
    static Rendered render(String values) {
        return render(KUBERNETES, values);
    }

    static Rendered render(String kubernetes, String values) {
        return Rendered.of(template(kubernetes, values));
    }

    /** Why Helm does not render that. */
    static String refusal(String kubernetes, String values) {
        var refused = assertThrows(
                IllegalStateException.class,
                () -> template(kubernetes, values),
                () -> "rendered for Kubernetes " + kubernetes + " with\n" + values);
        return String.valueOf(refused.getMessage());
    }

    static String refusal(String values) {
        return refusal(KUBERNETES, values);
    }

    /** A file of the chart, or beside it, as text. */
    static String read(String relative) {
        try {
            return Files.readString(FOLDER.resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T yaml(String text, Class<T> type) {
        return new KubernetesSerialization().unmarshal(text, type);
    }

    private static String template(String kubernetes, String values) {
        try {
            var file = Files.writeString(Files.createTempFile("values", ".yaml"), values);
            try {
                return new Helm(COPY)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(kubernetes)
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes over an earlier copy; a file that the chart has no more must not stay in it. */
    private static Path copy(Path target) {
        try (var old = Files.exists(target) ? Files.walk(target) : Stream.<Path>empty();
                var files = Files.walk(FOLDER)) {
            for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var relative = FOLDER.relativize(file);
                if (!ASK_A_CLUSTER.contains(relative)) {
                    var copied = target.resolve(relative);
                    Files.createDirectories(copied.getParent());
                    Files.writeString(copied, Files.readString(file).replace("helm.sh/hook:", Rendered.HOOK + ":"));
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
