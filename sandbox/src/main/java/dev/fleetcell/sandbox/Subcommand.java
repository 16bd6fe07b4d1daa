package dev.fleetcell.sandbox;

import java.io.IOException;
import java.util.List;

/** One command of {@link Main}. */
interface Subcommand {
    /** Its arguments as they are written in a usage text. */
    String arguments();

    /** One sentence. */
    String help();

    /**
     * Does it and returns the exit code.
     *
     * @throws IllegalArgumentException if the arguments are wrong; the message is for the user
     * @throws IOException if it fails; the message is for the user
     */
    int run(List<String> arguments) throws IOException, InterruptedException;
}
