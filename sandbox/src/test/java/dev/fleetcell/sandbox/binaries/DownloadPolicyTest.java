package dev.fleetcell.sandbox.binaries;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownloadPolicyTest {
    @Test
    void releasesAreTriedFirstUnlessForbidden() throws Exception {
        assertEquals(List.of("official releases", "Go modules"), names(null));
        assertEquals(List.of("official releases", "Go modules"), names(" "));
        assertEquals(List.of("official releases", "Go modules"), names("auto"));
        assertEquals(List.of("Go modules"), names("never"));
    }

    @Test
    void anotherWordIsRefused() {
        assertSays(
                IllegalArgumentException.class,
                () -> DownloadPolicy.of("no"),
                "FLEETCELL_DOWNLOAD is 'no'; it may be auto or never");
    }

    @Test
    void thePinnedSitesGiveTheAddressesOfTheReleases() throws Exception {
        Versions versions = new Versions("1.36.3", "3.6.16", "0.32.0", "1.14.2");
        ReleaseFile kubectl = ReleaseFile.of(KubernetesBinary.KUBECTL, versions, ReleaseSites.pinned(), "arm64");
        assertEquals(URI.create("https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kubectl"), kubectl.uri());
        assertEquals(
                URI.create("https://dl.k8s.io/release/v1.36.3/bin/linux/arm64/kubectl.sha256"), kubectl.checksums());
        ReleaseFile etcd = ReleaseFile.of(KubernetesBinary.ETCD, versions, ReleaseSites.pinned(), "amd64");
        String folder = "https://github.com/etcd-io/etcd/releases/download/v3.6.16/";
        assertEquals(URI.create(folder + "etcd-v3.6.16-linux-amd64.tar.gz"), etcd.uri());
        assertEquals(URI.create(folder + "SHA256SUMS"), etcd.checksums());
        ReleaseFile kind = ReleaseFile.of(KubernetesBinary.KIND, versions, ReleaseSites.pinned(), "arm64");
        folder = "https://github.com/kubernetes-sigs/kind/releases/download/v0.32.0/";
        assertEquals(URI.create(folder + "kind-linux-arm64"), kind.uri());
        assertEquals(URI.create(folder + "kind-linux-arm64.sha256sum"), kind.checksums());
        ReleaseFile coredns = ReleaseFile.of(KubernetesBinary.COREDNS, versions, ReleaseSites.pinned(), "amd64");
        folder = "https://github.com/coredns/coredns/releases/download/v1.14.2/";
        assertEquals(URI.create(folder + "coredns_1.14.2_linux_amd64.tgz"), coredns.uri());
        assertEquals(URI.create(folder + "coredns_1.14.2_linux_amd64.tgz.sha256"), coredns.checksums());
    }

    private static List<String> names(@Nullable String policy) throws Exception {
        return KubernetesBinaries.sources(DownloadPolicy.of(policy)).stream()
                .map(BinarySource::name)
                .toList();
    }
}
