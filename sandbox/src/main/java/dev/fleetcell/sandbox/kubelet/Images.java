package dev.fleetcell.sandbox.kubelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What each image runs. A name without tag stands for all its tags. Safe for use by several threads. */
public final class Images {
    private final Map<String, List<String>> commands = new ConcurrentSkipListMap<>();

    /** Adds or replaces an image; containers that wait for it find it at their next attempt. */
    public void put(String name, List<String> command) {
        if (name.isBlank() || command.isEmpty()) {
            throw new IllegalArgumentException("image '" + name + "' needs a name and a command of at least a program");
        }
        commands.put(name, List.copyOf(command));
    }

    /** The command of an image, looked up as written, then without digest and tag. */
    Optional<List<String>> command(String image) {
        List<String> exact = commands.get(image);
        return Optional.ofNullable(exact != null ? exact : commands.get(withoutTag(image)));
    }

    /** The names that there are, for error messages. */
    String known() {
        return commands.isEmpty() ? "none" : String.join(", ", commands.keySet());
    }

    /** The name of an image without digest and tag. */
    public static String withoutTag(String image) {
        String undigested = image.split("@", 2)[0];
        int colon = undigested.lastIndexOf(':');
        // A colon before the last slash belongs to a registry's port.
        return colon > undigested.lastIndexOf('/') ? undigested.substring(0, colon) : undigested;
    }
}
