package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of the components; a user's own flags come last, so that they win. */
final class Flags {
    private final Map<KubernetesBinary, List<String>> extra;

    Flags(Map<KubernetesBinary, List<String>> extra) {
        this.extra = Map.copyOf(extra);
    }

    List<String> etcd(Endpoint client, Endpoint peer, String data) {
        return with(
                KubernetesBinary.ETCD,
                // Data of a sandbox need not survive the machine.
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--data-dir=" + data,
                "--listen-client-urls=http://" + client,
                "--advertise-client-urls=http://" + client,
                "--listen-peer-urls=http://" + peer,
                "--initial-advertise-peer-urls=http://" + peer,
                "--initial-cluster=default=http://" + peer);
    }

    List<String> apiServer(Endpoint endpoint, Endpoint etcd, String certificates, Credentials credentials) {
        return with(
                KubernetesBinary.KUBE_APISERVER,
                "--etcd-servers=http://" + etcd,
                "--bind-address=" + endpoint.address(),
                "--secure-port=" + endpoint.port(),
                // Else it looks for the address of a default route, which a machine without network has not got.
                "--advertise-address=" + endpoint.address(),
                // Endpoints refuse loopback addresses, so the Service "kubernetes" cannot lead to this server.
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + certificates,
                "--authorization-mode=Node,RBAC",
                "--token-auth-file=" + credentials.tokenFile(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.verificationKey(),
                "--service-account-signing-key-file=" + credentials.signingKey(),
                "--service-cluster-ip-range=10.96.0.0/16");
    }

    List<String> controllerManager(String kubeconfig, String rootCertificate, Credentials credentials) {
        return with(
                KubernetesBinary.KUBE_CONTROLLER_MANAGER,
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + credentials.signingKey(),
                "--root-ca-file=" + rootCertificate,
                // They would only fail, with an event each time: no endpoint may have a loopback address.
                "--controllers=*,-endpoints-controller,-endpointslice-controller,-endpointslice-mirroring-controller",
                // Nobody scrapes it.
                "--secure-port=0");
    }

    List<String> scheduler(String kubeconfig) {
        return with(
                KubernetesBinary.KUBE_SCHEDULER,
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                // Nobody scrapes it.
                "--secure-port=0");
    }

    private List<String> with(KubernetesBinary binary, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(extra.getOrDefault(binary, List.of()));
        return all;
    }
}
