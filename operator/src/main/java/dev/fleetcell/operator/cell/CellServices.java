package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Optional;

/** The two Services of a cell: every node for peers, Ready nodes for clients. */
final class CellServices {
    private CellServices() {}

    /** Headless, with nodes that are not Ready: a peer has to be found before it can become Ready. */
    static Service peers(FleetCell cell) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(Names.peers(cell))
                .withNamespace(cell.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Names.selector(cell))
                .endSpec()
                .build();
    }

    /** With the ports of the node's container; none where it declares none. */
    static Optional<Service> clients(FleetCell cell) {
        var ports = ports(cell);
        return ports.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(Names.clients(cell))
                        .withNamespace(cell.getMetadata().getNamespace())
                        .endMetadata()
                        .withNewSpec()
                        .withType("ClusterIP")
                        .withSelector(Names.selector(cell))
                        .withPorts(ports)
                        .endSpec()
                        .build());
    }

    private static List<ServicePort> ports(FleetCell cell) {
        return Template.nodeContainer(Template.read(cell.getSpec().template)).getPorts().stream()
                .filter(p -> p.getName() != null && !p.getName().equals("management"))
                .map(p -> new ServicePortBuilder()
                        .withName(p.getName())
                        .withPort(p.getContainerPort())
                        .withProtocol(p.getProtocol() == null ? "TCP" : p.getProtocol())
                        .withNewTargetPort(p.getName())
                        .build())
                .toList();
    }
}
