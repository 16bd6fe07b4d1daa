package dev.fleetcell.sandbox;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sandbox on the command line: {@code java -jar fleetcell-sandbox.jar COMMAND [ARGUMENT...]}. */
public final class Main {
    private static final int USAGE = 64;

    private static final Map<String, Subcommand> COMMANDS = new TreeMap<>(Map.of(
            "binaries", new BinariesCommand(),
            "up", new UpCommand()));

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // Netty would use sun.misc.Unsafe, and the JVM would warn about that on every start.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws InterruptedException {
        Subcommand command = args.isEmpty() ? null : COMMANDS.get(args.getFirst());
        if (command == null) {
            System.err.print(usage(args));
            return USAGE;
        }
        try {
            return command.run(args.subList(1, args.size()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static String usage(List<String> args) {
        StringBuilder text = new StringBuilder();
        if (!args.isEmpty()) {
            text.append("no command ").append(args.getFirst()).append("; there are\n");
        }
        COMMANDS.forEach((name, command) -> text.append("  ")
                .append(String.join(" ", Arrays.asList(name, command.arguments())))
                .append("\n      ")
                .append(command.help())
                .append('\n'));
        return text.toString();
    }
}
