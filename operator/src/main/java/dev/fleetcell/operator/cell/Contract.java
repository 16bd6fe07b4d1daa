package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.Size;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a StatefulSet remembers of the pod template that it was given, as annotations: which template of the user it is,
 * which restart it carries, which template was settled last, and by which version of the contract between operator and node
 * it was rendered.
 *
 * <p>A release of the operator that renders templates otherwise raises {@link #VERSION}, and keeps what older versions
 * rendered until the user's next template change: an upgrade restarts no node, and neither does a downgrade.
 */
final class Contract {
    /** Version of what {@link NodeWorkload} adds to a template. */
    static final int VERSION = 1;

    /** The stamp: on the pod template, and so on every node that was made from it. */
    static final String RESTART = "fleetcell.dev/restart";

    private static final String TEMPLATE = "fleetcell.dev/template";
    private static final String SETTLED_TEMPLATE = "fleetcell.dev/settled-template";
    private static final String SETTLED_RESTART = "fleetcell.dev/settled-restart";
    private static final String CONTRACT = "fleetcell.dev/contract";
    private static final int DIGEST_CHARACTERS = 16;

    private Contract() {}

    /** Digest of everything in a spec that nodes of {@code size} are made from: the template and the size's resources. */
    static String digest(FleetCellSpec spec, Optional<String> size) {
        var resources = spec.sizes.stream()
                .filter(s -> size.filter(s.name::equals).isPresent() && s.resources != null)
                .map(s -> Serialization.asJson(s.resources))
                .findFirst();
        var text = spec.template + "\n" + resources.orElse("");
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Annotations of a StatefulSet whose template was rendered by {@code version}. */
    static Map<String, String> annotations(Content applied, Content settled, int version) {
        return Map.of(
                TEMPLATE, applied.template(),
                SETTLED_TEMPLATE, settled.template(),
                SETTLED_RESTART, settled.stamp(),
                CONTRACT, String.valueOf(version));
    }

    /** What its nodes are made from; a template of nobody knows which spec has an empty digest. */
    static Content applied(StatefulSet workload) {
        return new Content(
                annotation(workload, TEMPLATE).orElse(""),
                stamp(workload.getSpec().getTemplate().getMetadata()));
    }

    /** What all its nodes were made from when last they were of one revision. */
    static Content settled(StatefulSet workload) {
        return new Content(
                annotation(workload, SETTLED_TEMPLATE).orElse(""),
                annotation(workload, SETTLED_RESTART).orElse(""));
    }

    /** The version that rendered its template; 1 where none is said. */
    static int version(StatefulSet workload) {
        return annotation(workload, CONTRACT).map(Contract::number).orElse(1);
    }

    /**
     * Whether the template that is there has to be kept as it is: another release rendered it, or it was rendered from a spec
     * that is not the present one.
     */
    static boolean keeps(FleetCell cell, Size size, Content applied, Optional<StatefulSet> existing) {
        return existing.filter(s -> applied(s).equals(applied)
                        && (version(s) != VERSION
                                || !applied.template().equals(digest(cell.getSpec(), Optional.of(size.name())))))
                .isPresent();
    }

    /** The stamp that a pod or its template carries; empty for none. */
    static String stamp(@Nullable ObjectMeta metadata) {
        return metadata == null || metadata.getAnnotations() == null
                ? ""
                : metadata.getAnnotations().getOrDefault(RESTART, "");
    }

    private static Optional<String> annotation(HasMetadata object, String name) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(a -> a.get(name));
    }

    /** What cannot be read was not written by this release: kept like what a later one wrote. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
