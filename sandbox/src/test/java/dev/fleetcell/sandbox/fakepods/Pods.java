package dev.fleetcell.sandbox.fakepods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Pods for the tests. */
final class Pods {
    private Pods() {}

    /** Of the cell that the name begins with; its uid is made from its name. */
    static Pod pod(String name) {
        return pod(name, "uid-" + name);
    }

    static Pod pod(String name, String uid) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withUid(uid)
                .withLabels(Map.of(PodTraits.CELL_LABEL, name.split("-", 2)[0], "controller-revision-hash", "rev-1"))
                .withAnnotations(Map.of("stamp", "one"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("node")
                .withImage("fake")
                .addNewEnv()
                .withName("MODE")
                .withValue("x")
                .endEnv()
                .addNewEnv()
                .withName("FROM_MAP")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("key", "settings", true)
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }
}
