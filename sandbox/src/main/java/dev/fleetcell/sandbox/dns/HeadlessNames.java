package dev.fleetcell.sandbox.dns;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names headless Services give to which addresses, as cluster DNS does: {@code SERVICE.NAMESPACE}, {@code
 * SERVICE.NAMESPACE.svc} and {@code SERVICE.NAMESPACE.svc.cluster.local} to each of its pods, and the same with the pod's host
 * name in front to each pod that names the Service as its subdomain. A bare {@code SERVICE} is not there: one file serves all
 * namespaces.
 */
final class HeadlessNames {
    private HeadlessNames() {}

    /** The lines {@code ADDRESS NAME}, sorted. */
    static Set<String> lines(Collection<Service> services, Collection<Pod> pods) {
        Set<String> lines = new TreeSet<>();
        for (Service service : services) {
            Map<String, String> selector = service.getSpec().getSelector();
            if (!"None".equals(service.getSpec().getClusterIP()) || selector == null || selector.isEmpty()) {
                continue;
            }
            for (Pod pod : pods) {
                if (isMember(pod, service, selector)) {
                    add(lines, service, pod);
                }
            }
        }
        return lines;
    }

    private static void add(Set<String> lines, Service service, Pod pod) {
        String address = pod.getStatus().getPodIP();
        String name =
                service.getMetadata().getName() + "." + service.getMetadata().getNamespace();
        for (String suffix : List.of("", ".svc", ".svc.cluster.local")) {
            lines.add(address + " " + name + suffix);
            if (service.getMetadata().getName().equals(pod.getSpec().getSubdomain())
                    && pod.getSpec().getHostname() != null) {
                lines.add(address + " " + pod.getSpec().getHostname() + "." + name + suffix);
            }
        }
    }

    private static boolean isMember(Pod pod, Service service, Map<String, String> selector) {
        PodStatus status = pod.getStatus();
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (status == null
                || status.getPodIP() == null
                || labels == null
                || !service.getMetadata()
                        .getNamespace()
                        .equals(pod.getMetadata().getNamespace())
                || !labels.entrySet().containsAll(selector.entrySet())
                || "Succeeded".equals(status.getPhase())
                || "Failed".equals(status.getPhase())) {
            return false;
        }
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses()) || isServing(pod);
    }

    private static boolean isServing(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }
}
