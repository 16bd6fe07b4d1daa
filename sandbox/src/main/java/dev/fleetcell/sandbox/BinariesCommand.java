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
        return "provides programs (those of a sandbox, or those named: also kubelet, kubeadm, kube-proxy, kind, coredns), checks"
                + " them and prints their folders, one for each product; what is not cached is downloaded from its official"
                + " release, else built (FLEETCELL_DOWNLOAD=never: always built)";
    }

    @Override
    public int run(List<String> arguments) throws IOException {
        Set<KubernetesBinary> wanted = arguments.isEmpty()
                ? KubernetesBinary.ofSandbox()
                : EnumSet.copyOf(arguments.stream().map(KubernetesBinary::named).toList());
        KubernetesBinaries.verify(wanted, System.err::println).folders().forEach(System.out::println);
        return 0;
    }
}
