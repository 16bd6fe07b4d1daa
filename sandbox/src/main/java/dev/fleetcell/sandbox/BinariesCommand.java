package dev.fleetcell.sandbox;

import dev.fleetcell.sandbox.binaries.KubernetesBinaries;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code binaries [NAME...]}. */
final class BinariesCommand implements Subcommand {
    @Override
    public String arguments() {
        return "[NAME...]";
    }

    @Override
    public String help() {
        return "provides the programs of Kubernetes (all, or those named), checks them and prints their folder; what is not"
                + " cached is downloaded from its official release, else built (FLEETCELL_DOWNLOAD=never: always built)";
    }

    @Override
    public int run(List<String> arguments) throws IOException {
        Set<KubernetesBinary> wanted = arguments.isEmpty()
                ? KubernetesBinaries.all()
                : EnumSet.copyOf(arguments.stream().map(KubernetesBinary::named).toList());
        System.out.println(
                KubernetesBinaries.verify(wanted, System.err::println).folder());
        return 0;
    }
}
