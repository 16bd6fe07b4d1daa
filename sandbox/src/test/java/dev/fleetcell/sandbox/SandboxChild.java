package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Eventually.eventually;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that holds a sandbox with a running pod until somebody ends it; prints where things are when all is up. */
public final class SandboxChild {
    private SandboxChild() {}

    public static void main(String[] args) throws Exception {
        Sandbox sandbox = Sandbox.builder().image("shell", List.of("sh", "-c")).start();
        sandbox.admin().resource("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: sleeper, namespace: default}
                        spec: {containers: [{name: c, image: shell, args: ["sleep 1000 & exec sleep 1001"]}]}
                        """).create();
        eventually(
                "the pod runs",
                () -> sandbox.admin()
                        .pods()
                        .inNamespace("default")
                        .withName("sleeper")
                        .get(),
                SandboxChild::isRunning);
        System.out.println("UP " + sandbox.admin().getMasterUrl() + " " + sandbox.directory());
        new CountDownLatch(1).await();
    }

    private static boolean isRunning(Pod pod) {
        return pod.getStatus().getPhase().equals("Running");
    }
}
