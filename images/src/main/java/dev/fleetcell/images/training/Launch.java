package dev.fleetcell.images.training;

import dev.fleetcell.images.content.JavaRuntime;
import dev.fleetcell.images.content.QuarkusApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program is started, in its container and when its start-up cache is made. Both must be the same: the JVM uses a cache
 * only with the settings and the class path that it was made with.
 */
public final class Launch {
    /** The file with the JVM's settings, in the image, without a leading slash. */
    public static final String FLAGS_FILE = QuarkusApp.HOME + "/jvm.flags";

    /** The start-up cache in the image, without a leading slash. */
    public static final String CACHE_FILE = QuarkusApp.HOME + "/start.aot";

    /**
     * Settings for a container of 256 MiB and one CPU. They are in a file because then JAVA_TOOL_OPTIONS wins over each of them. A
     * quarter of the memory limit is heap, also where the JVM by itself would take more because the limit is low: threads, classes
     * and compiled code need the rest.
     */
    public static final String FLAGS = """
            # Settings of the JVM. JAVA_TOOL_OPTIONS wins over them.
            +UseSerialGC
            +UseCompactObjectHeaders
            TieredStopAtLevel=1
            MaxRAMPercentage=25
            MinRAMPercentage=25
            """;

    private Launch() {}

    /** The entry point of an image. */
    public static List<String> entrypoint(boolean withCache) {
        List<String> options = withCache
                // Where the cache does not fit, for instance with another collector, the start is slower and that is
                // all.
                ? List.of("-XX:AOTCache=/" + CACHE_FILE, "-Xlog:aot=off,cds=off")
                : List.of();
        return command("/" + JavaRuntime.HOME + "/bin/java", Path.of("/"), options);
    }

    /** The same on this machine, with the image's files below a folder; when it ends, it writes the cache. */
    static List<String> training(Path java, Path root, Path cache) {
        return command(java.toString(), root, List.of("-XX:AOTCacheOutput=" + cache));
    }

    private static List<String> command(String java, Path root, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.add("-XX:Flags=" + root.resolve(FLAGS_FILE));
        command.addAll(options);
        // Netty and protobuf use them; without this the JVM warns at each start.
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-jar");
        command.add(root.resolve(QuarkusApp.HOME).resolve(QuarkusApp.STARTER).toString());
        return command;
    }
}
