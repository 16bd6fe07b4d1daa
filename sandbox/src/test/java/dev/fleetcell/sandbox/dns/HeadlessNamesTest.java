package dev.fleetcell.sandbox.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadlessNamesTest {
    @Test
    void aReadyPodHasTheServicesNamesAndItsOwn() {
        assertEquals(
                Set.of(
                        "127.0.0.5 peers.ns",
                        "127.0.0.5 peers.ns.svc",
                        "127.0.0.5 peers.ns.svc.cluster.local",
                        "127.0.0.5 p-0.peers.ns",
                        "127.0.0.5 p-0.peers.ns.svc",
                        "127.0.0.5 p-0.peers.ns.svc.cluster.local"),
                HeadlessNames.lines(
                        List.of(service("None", false)), List.of(pod("ns", "127.0.0.5", "True", "Running"))));
    }

    @Test
    void anUnreadyPodIsThereOnlyWhenTheServicePublishesIt() {
        List<Pod> unready = List.of(pod("ns", "127.0.0.5", "False", "Running"));
        assertEquals(Set.of(), HeadlessNames.lines(List.of(service("None", false)), unready));
        assertEquals(
                6, HeadlessNames.lines(List.of(service("None", true)), unready).size());
    }

    @Test
    void whoDoesNotBelongIsNotThere() {
        List<Pod> strangers = List.of(
                pod("elsewhere", "127.0.0.5", "True", "Running"),
                pod("ns", "127.0.0.6", "True", "Failed"),
                new PodBuilder(pod("ns", "127.0.0.7", "True", "Running"))
                        .editMetadata()
                        .withLabels(Map.of("app", "other"))
                        .endMetadata()
                        .build());
        assertEquals(Set.of(), HeadlessNames.lines(List.of(service("None", true)), strangers));
    }

    @Test
    void aServiceWithAnAddressOfItsOwnHasNoLines() {
        assertEquals(
                Set.of(),
                HeadlessNames.lines(
                        List.of(service("10.96.0.7", true)), List.of(pod("ns", "127.0.0.5", "True", "Running"))));
    }

    private static Service service(String clusterIp, boolean publishNotReady) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("peers")
                .withNamespace("ns")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp)
                .withPublishNotReadyAddresses(publishNotReady)
                .withSelector(Map.of("app", "peers"))
                .endSpec()
                .build();
    }

    private static Pod pod(String namespace, String address, String ready, String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("p-0")
                .withNamespace(namespace)
                .withLabels(Map.of("app", "peers", "more", "labels"))
                .endMetadata()
                .withNewSpec()
                .withHostname("p-0")
                .withSubdomain("peers")
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }
}
