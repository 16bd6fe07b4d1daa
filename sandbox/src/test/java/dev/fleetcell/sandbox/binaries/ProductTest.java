package dev.fleetcell.sandbox.binaries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProductTest {
    private static final Versions VERSIONS = new Versions("1.36.3", "3.6.16", "0.32.0", "1.14.2");
    private static final Versions OTHER_KIND = new Versions("1.36.3", "3.6.16", "9.9.9", "8.8.8");
    private static final Versions OTHER_KUBERNETES = new Versions("1.36.4", "3.6.16", "0.32.0", "1.14.2");

    @Test
    void aNewVersionOfOneProductLeavesTheOthersInTheCache() throws Exception {
        assertEquals(Product.KUBERNETES.folder(VERSIONS), Product.KUBERNETES.folder(OTHER_KIND));
        assertEquals(Product.KIND.folder(VERSIONS), Product.KIND.folder(OTHER_KUBERNETES));
        assertNotEquals(Product.KIND.folder(VERSIONS), Product.KIND.folder(OTHER_KIND));
        assertNotEquals(Product.COREDNS.folder(VERSIONS), Product.COREDNS.folder(OTHER_KIND));
        assertNotEquals(Product.KUBERNETES.folder(VERSIONS), Product.KUBERNETES.folder(OTHER_KUBERNETES));
    }

    @Test
    void aSandboxNeedsTheProgramsOfOneProductOnlyAndNoneOfAClusterOfContainers() {
        Set<Product> products = KubernetesBinary.ofSandbox().stream()
                .map(binary -> Product.of(binary.module()))
                .collect(Collectors.toSet());
        assertEquals(Set.of(Product.KUBERNETES), products);
        Set<KubernetesBinary> others = EnumSet.complementOf(EnumSet.copyOf(KubernetesBinary.ofSandbox()));
        assertEquals(
                EnumSet.of(
                        KubernetesBinary.KUBELET,
                        KubernetesBinary.KUBEADM,
                        KubernetesBinary.KUBE_PROXY,
                        KubernetesBinary.KIND,
                        KubernetesBinary.COREDNS),
                others);
    }
}
