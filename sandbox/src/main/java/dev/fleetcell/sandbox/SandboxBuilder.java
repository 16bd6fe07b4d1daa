package dev.fleetcell.sandbox;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.cluster.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link Sandbox} is to be. Without any setting: a cluster with one cluster node, in a folder of its own. */
public final class SandboxBuilder {
    @Nullable
    Path directory;

    Tier tier = Tier.CLUSTER;
    final Map<String, List<String>> images = new TreeMap<>();
    final Set<String> fakeImages = new TreeSet<>();
    final Map<KubernetesBinary, List<String>> flags = new EnumMap<>(KubernetesBinary.class);
    Consumer<String> progress = line -> {};

    SandboxBuilder() {}

    /** Where everything goes; it is kept. Default: a temporary folder that is removed when the sandbox is closed. */
    public SandboxBuilder directory(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /** How much of a cluster runs; default {@link Tier#CLUSTER}. */
    public SandboxBuilder tier(Tier newTier) {
        tier = newTier;
        return this;
    }

    /**
     * What a container of that image runs; {@code command} and {@code args} of the container replace and append.
     *
     * @throws IllegalArgumentException if the image is a fake one
     */
    public SandboxBuilder image(String name, List<String> command) {
        requireOneKind(name, fakeImages);
        images.put(name, List.copyOf(command));
        return this;
    }

    /**
     * Pods of that image are no processes: {@link Sandbox#fakePods} answers for them, so that hundreds cost little. The sandbox's
     * kube-controller-manager and kube-scheduler are then allowed more requests a second than by default.
     *
     * @throws IllegalArgumentException if the image has a command
     */
    public SandboxBuilder fakeImage(String name) {
        requireOneKind(name, images.keySet());
        if (fakeImages.isEmpty()) {
            for (KubernetesBinary component :
                    List.of(KubernetesBinary.KUBE_CONTROLLER_MANAGER, KubernetesBinary.KUBE_SCHEDULER)) {
                // First, so that a flag of the user's wins.
                flags.computeIfAbsent(component, key -> new ArrayList<>())
                        .addAll(0, List.of("--kube-api-qps=500", "--kube-api-burst=1000"));
            }
        }
        fakeImages.add(name);
        return this;
    }

    /**
     * A flag of a component, such as {@code --node-monitor-grace-period=8s}; it wins over the sandbox's own.
     *
     * @throws IllegalArgumentException if it is no flag, or a sandbox does not run that component
     */
    public SandboxBuilder flag(KubernetesBinary component, String flag) {
        if (!KubernetesBinary.ofSandbox().contains(component)) {
            throw new IllegalArgumentException(
                    "a sandbox runs no " + component.fileName() + ", so it takes no " + flag);
        }
        if (!flag.startsWith("--")) {
            throw new IllegalArgumentException(
                    "flag '" + flag + "' of " + component.fileName() + " must begin with --");
        }
        flags.computeIfAbsent(component, key -> new ArrayList<>()).add(flag);
        return this;
    }

    /** Takes lines for people about what takes time; default: nobody hears them. */
    public SandboxBuilder progress(Consumer<String> newProgress) {
        progress = newProgress;
        return this;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @throws IOException if it does not become ready; what was started is stopped, and the message says what to look at
     */
    public Sandbox start() throws IOException {
        return Sandbox.start(this);
    }

    private static void requireOneKind(String image, Set<String> otherKind) {
        if (otherKind.contains(image)) {
            throw new IllegalArgumentException(
                    "image '" + image + "' is either fake or has a command: choose another name for one of them");
        }
    }
}
