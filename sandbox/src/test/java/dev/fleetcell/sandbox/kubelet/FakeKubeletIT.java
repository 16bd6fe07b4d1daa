package dev.fleetcell.sandbox.kubelet;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.TinyServer;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Pods of small processes on the real control plane. */
class FakeKubeletIT {
    static Sandbox sandbox;

    String namespace = "";

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.builder()
                .image("shell", List.of("sh", "-c"))
                .image("tiny", TinyServer.command())
                // Longer than the 10 s between two renewals of the Lease.
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--node-monitor-grace-period=15s")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
    }

    @BeforeEach
    void ownNamespace(TestInfo test) {
        namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        sandbox.admin()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        eventually(
                "the namespace has its ServiceAccount",
                () -> sandbox.admin()
                        .serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .get(),
                Objects::nonNull);
    }

    @Test
    void environmentOfEveryKindArrives() {
        configMap("settings", Map.of("a", "1", "b", "2"));
        create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: secrets}
                stringData: {token: s3cret}
                """);
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: env, labels: {tier: front}, annotations: {note: hello}}
                spec:
                  restartPolicy: Never
                  containers:
                  - name: c
                    image: shell
                    args: ["env; echo args=$(PLAIN); echo '$$(PLAIN)'"]
                    envFrom: [{prefix: P_, configMapRef: {name: settings}}, {configMapRef: {name: absent, optional: true}}]
                    env:
                    - {name: PLAIN, value: x}
                    - {name: COMPOSED, value: "$(PLAIN)-$(P_b)-$(UNKNOWN)-$$(PLAIN)"}
                    - {name: FROM_MAP, valueFrom: {configMapKeyRef: {name: settings, key: a}}}
                    - {name: ABSENT, valueFrom: {configMapKeyRef: {name: settings, key: zzz, optional: true}}}
                    - {name: FROM_SECRET, valueFrom: {secretKeyRef: {name: secrets, key: token}}}
                    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: NS, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
                    - {name: UID_, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
                    - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['tier']"}}}
                    - {name: NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}
                    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: HOST, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
                """);
        Pod pod = await(
                "env", "it has succeeded", p -> "Succeeded".equals(p.getStatus().getPhase()));
        List<String> lines = log("env", "c").lines().toList();
        for (String expected : List.of(
                "args=x",
                "$(PLAIN)",
                "P_a=1",
                "COMPOSED=x-2-$(UNKNOWN)-$(PLAIN)",
                "FROM_MAP=1",
                "FROM_SECRET=s3cret",
                "POD=env",
                "HOSTNAME=env",
                "NS=" + namespace,
                "UID_=" + pod.getMetadata().getUid(),
                "LABEL=front",
                "NOTE=hello",
                "NODE=node-0",
                "IP=" + pod.getStatus().getPodIP(),
                "HOST=" + pod.getStatus().getHostIP())) {
            assertTrue(lines.contains(expected), expected + " is missing in\n" + String.join("\n", lines));
        }
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("ABSENT=")), String.join("\n", lines));
    }

    @Test
    void aMissingConfigMapIsNamedAndWaitedFor() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: needy}
                spec:
                  containers:
                  - name: c
                    image: shell
                    args: ["exec sleep 1000"]
                    env: [{name: A, valueFrom: {configMapKeyRef: {name: later, key: a}}}]
                """);
        await("needy", "it waits", p -> waiting(p).equals("CreateContainerConfigError: configmap \"later\" not found"));
        configMap("later", Map.of("b", "1"));
        await(
                "needy",
                "it waits for the key",
                p -> waiting(p)
                        .equals("CreateContainerConfigError: couldn't find key a in ConfigMap " + namespace
                                + "/later"));
        configMap("later", Map.of("a", "1"));
        await("needy", "it is ready", FakeKubeletIT::isReady);
    }

    @Test
    void aMountedConfigMapFollowsItsChangesAndMountPathsAreRewritten() throws Exception {
        configMap("mounted", Map.of("a", "1", "gone", "x"));
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: reader}
                spec:
                  containers:
                  - name: c
                    image: shell
                    args: ['echo $SETTINGS $SCRATCH $ELSEWHERE; cat $SETTINGS/a; exec sleep 1000']
                    env:
                    - {name: SETTINGS, value: /etc/settings}
                    - {name: SCRATCH, value: /etc/settings/scratch/file}
                    - {name: ELSEWHERE, value: /etc/settings2}
                    volumeMounts: [{name: s, mountPath: /etc/settings}, {name: e, mountPath: /etc/settings/scratch}]
                  volumes: [{name: s, configMap: {name: mounted}}, {name: e, emptyDir: {}}]
                """);
        Pod pod = await("reader", "it is ready", FakeKubeletIT::isReady);
        Path folder = sandbox.podDirectory(pod);
        eventually(
                "what it reads",
                () -> log("reader", "c").strip(),
                (folder.resolve("s") + " " + folder.resolve("e") + "/file /etc/settings2\n1")::equals);
        configMap("mounted", Map.of("a", "2", "new", "y"));
        eventually("the change arrives", () -> Files.readString(folder.resolve("s/a")), "2"::equals);
        // Names come and go after the content has changed, as they do with a kubelet.
        eventually("the new key", () -> Files.readString(folder.resolve("s/new")), "y"::equals);
        eventually("no key that is gone", () -> Files.exists(folder.resolve("s/gone")), exists -> !exists);
        delete("reader");
        eventually("the folder goes with the pod", () -> Files.exists(folder), exists -> !exists);
    }

    @Test
    void probesDecideAboutReadinessAndRestarts() throws Exception {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: probed}
                spec:
                  containers:
                  - name: c
                    image: tiny
                    args: [/state/ready]
                    ports: [{name: http, containerPort: 8080}]
                    env: [{name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                    startupProbe: {httpGet: {path: /status, port: http}, periodSeconds: 1, failureThreshold: 60}
                    readinessProbe: {httpGet: {path: /status, port: http}, periodSeconds: 1, failureThreshold: 1}
                    livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 2}
                    volumeMounts: [{name: state, mountPath: /state}]
                  volumes: [{name: state, emptyDir: {}}]
                """);
        Pod pod = await("probed", "it is ready", FakeKubeletIT::isReady);
        Path status = sandbox.podDirectory(pod).resolve("state/ready");
        Files.writeString(status, "503");
        await("probed", "it is unready", p -> !isReady(p) && container(p).getStarted());
        Files.writeString(status, "204");
        await("probed", "it is ready again", FakeKubeletIT::isReady);
        assertEquals(0, container(pod).getRestartCount());
        // A stopped process still has its port, but its backlog is soon the kernel's affair: so kill it by its
        // liveness.
        process("probed", "c").kill();
        Pod restarted = await("probed", "it was restarted", p -> container(p).getRestartCount() == 1 && isReady(p));
        assertEquals(137, container(restarted).getLastState().getTerminated().getExitCode());
        assertEquals(pod.getStatus().getPodIP(), restarted.getStatus().getPodIP());
    }

    @Test
    void aFailingLivenessProbeRestartsTheContainer() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: dead}
                spec:
                  containers:
                  - name: c
                    image: shell
                    args: ["trap 'exit 5' TERM; while :; do sleep 0.1; done"]
                    livenessProbe: {tcpSocket: {port: 9}, periodSeconds: 1, failureThreshold: 1, initialDelaySeconds: 1}
                """);
        Pod pod = await("dead", "it was restarted", p -> container(p).getRestartCount() > 0);
        assertEquals(5, container(pod).getLastState().getTerminated().getExitCode());
        eventually("events", () -> reasons("dead"), reasons -> reasons.containsAll(List.of("Unhealthy", "Killing")));
    }

    @Test
    void aCrashingContainerBacksOff() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: crasher}
                spec:
                  containers:
                  - {name: c, image: shell, args: ["echo why; exit 3"], terminationMessagePolicy: FallbackToLogsOnError}
                """);
        Pod pod = await("crasher", "it backs off", p -> waiting(p).startsWith("CrashLoopBackOff: back-off 10s"));
        assertEquals(1, container(pod).getRestartCount(), "the first restart comes at once");
        assertEquals(3, container(pod).getLastState().getTerminated().getExitCode());
        assertEquals("Error", container(pod).getLastState().getTerminated().getReason());
        assertTrue(container(pod).getLastState().getTerminated().getMessage().endsWith("why"));
        assertEquals("Running", pod.getStatus().getPhase());
    }

    @Test
    void anUnknownImageIsNamedWithThoseThatAreKnown() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: unknown}
                spec: {containers: [{name: c, image: "nobody/knows:1"}]}
                """);
        Pod pod = await("unknown", "it backs off", p -> waiting(p).startsWith("ImagePullBackOff"));
        assertTrue(waiting(pod).contains("nobody/knows:1") && waiting(pod).contains("shell, tiny"), waiting(pod));
        assertTrue(reasons("unknown").contains("Failed"), reasons("unknown").toString());
        delete("unknown");
        awaitGone("unknown");
    }

    @Test
    void whatIsNotSupportedIsSaid() {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: fancy}
                spec:
                  initContainers: [{name: i, image: shell}]
                  containers:
                  - name: c
                    image: shell
                    readinessProbe: {exec: {command: ["true"]}}
                  volumes: [{name: h, hostPath: {path: /}}]
                """);
        Pod pod = await("fancy", "it is held", p -> waiting(p).startsWith("UnsupportedByFakeKubelet"));
        for (String part : List.of("initContainers", "volume h", "a probe other than HTTP or TCP of container c")) {
            assertTrue(waiting(pod).contains(part), part + " is missing in " + waiting(pod));
        }
        assertFalse(waiting(pod).contains("kube-api-access"), waiting(pod));
    }

    @Test
    void deletionAsksFirstAndKillsAfterTheGracePeriod() {
        for (String name : List.of("gentle", "stubborn")) {
            create("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s}
                    spec:
                      terminationGracePeriodSeconds: %d
                      containers:
                      - {name: c, image: shell, args: ["trap '%s' TERM; echo up; while :; do sleep 0.1; done"]}
                    """.formatted(
                    name, name.equals("gentle") ? 600 : 2, name.equals("gentle") ? "echo bye; exit 0" : "echo never"));
        }
        for (String name : List.of("gentle", "stubborn")) {
            eventually("the trap is set", () -> log(name, "c").strip(), "up"::equals);
            LocalProcess process = process(name, "c");
            delete(name);
            awaitGone(name);
            assertFalse(process.isAlive(), name + " is gone from the API, so its process must be gone");
            assertEquals(name.equals("gentle") ? 0 : 137, process.exit().join());
        }
        assertTrue(log("gentle", "c").contains("bye"));
        assertTrue(log("stubborn", "c").contains("never"));
    }

    @Test
    void aStatefulSetComesUpIsResolvedByNameAndGoesCleanly() throws Exception {
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: peers}
                spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: peers}}
                """);
        create("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: peers}
                spec:
                  serviceName: peers
                  replicas: 3
                  podManagementPolicy: Parallel
                  selector: {matchLabels: {app: peers}}
                  template:
                    metadata: {labels: {app: peers}}
                    spec:
                      containers:
                      - name: c
                        image: tiny
                        args: [none]
                        env: [{name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                        readinessProbe: {httpGet: {path: /status, port: 8080}, periodSeconds: 1}
                """);
        eventually(
                "three ready replicas",
                () -> sandbox.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName("peers")
                        .get()
                        .getStatus()
                        .getReadyReplicas(),
                ready -> Objects.equals(ready, 3));
        List<Pod> pods = sandbox.admin().pods().inNamespace(namespace).list().getItems();
        List<String> addresses =
                pods.stream().map(pod -> pod.getStatus().getPodIP()).sorted().toList();
        String all = "http://" + addresses.getFirst() + ":8080/resolve/peers." + namespace + ".svc";
        eventually("all peers by name", () -> get(all), String.join(" ", addresses)::equals);
        String one =
                "http://" + addresses.getFirst() + ":8080/resolve/peers-1.peers." + namespace + ".svc.cluster.local";
        assertEquals(pod("peers-1").getStatus().getPodIP(), get(one));
        List<LocalProcess> processes = pods.stream()
                .map(pod -> process(pod.getMetadata().getName(), "c"))
                .toList();
        sandbox.admin()
                .apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName("peers")
                .delete();
        eventually(
                "no pods",
                () -> sandbox.admin().pods().inNamespace(namespace).list().getItems(),
                List::isEmpty);
        assertTrue(processes.stream().noneMatch(LocalProcess::isAlive));
        eventually(
                "no names",
                () -> Files.readString(sandbox.hostsFile()),
                hosts -> !hosts.contains(" peers." + namespace));
    }

    @Test
    void nothingIsLostWhileTheApiServerIsAway() throws Exception {
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: steady}
                spec: {containers: [{name: c, image: shell, args: ["exec sleep 1000"]}]}
                """);
        await("steady", "it is ready", FakeKubeletIT::isReady);
        LocalProcess before = process("steady", "c");
        LocalProcess apiServer = sandbox.processes().find("kube-apiserver").orElseThrow();
        apiServer.signal("STOP");
        try {
            before.kill();
            eventually("it was restarted", () -> process("steady", "c").pid(), pid -> pid != before.pid());
        } finally {
            apiServer.signal("CONT");
        }
        await("steady", "the restart is told", p -> container(p).getRestartCount() == 1 && isReady(p));
    }

    @Test
    void aPodThatWasRemovedByForceIsReplacedUnderTheSameName() throws Exception {
        String yaml = """
                apiVersion: v1
                kind: Pod
                metadata: {name: again}
                spec: {containers: [{name: c, image: shell, args: ["trap '' TERM; while :; do sleep 0.1; done"]}]}
                """;
        create(yaml);
        await("again", "it is ready", FakeKubeletIT::isReady);
        LocalProcess first = process("again", "c");
        sandbox.admin()
                .pods()
                .inNamespace(namespace)
                .withName("again")
                .withGracePeriod(0)
                .delete();
        awaitGone("again");
        create(yaml);
        await("again", "it is ready", FakeKubeletIT::isReady);
        eventually("the old process is gone", first::isAlive, alive -> !alive);
        assertTrue(process("again", "c").pid() != first.pid());
    }

    @Test
    void aLostMachineIsNoticedByTheControlPlane() throws Exception {
        FakeKubelet lost = sandbox.addKubelet("lost");
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: stranded}
                spec:
                  nodeName: lost
                  containers: [{name: c, image: shell, args: ["exec sleep 1000"]}]
                """);
        await("stranded", "it is ready", FakeKubeletIT::isReady);
        LocalProcess process = process("stranded", "c");
        lost.stop();
        assertFalse(process.isAlive());
        eventually(
                "the node's readiness is unknown",
                () -> ready(sandbox.admin().nodes().withName("lost").get()),
                "Unknown"::equals);
        await("stranded", "the pod is still there and not ready", p -> !isReady(p));
        sandbox.admin().nodes().withName("lost").delete();
    }

    private void create(String yaml) {
        sandbox.admin().resource(yaml).inNamespace(namespace).create();
    }

    private void configMap(String name, Map<String, String> data) {
        sandbox.admin()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withData(data)
                        .build())
                .createOr(existing -> existing.update());
    }

    private void delete(String pod) {
        sandbox.admin().pods().inNamespace(namespace).withName(pod).delete();
    }

    private Pod pod(String name) {
        return sandbox.admin().pods().inNamespace(namespace).withName(name).get();
    }

    private Pod await(String name, String what, Predicate<Pod> condition) {
        return eventually(name + ": " + what, () -> pod(name), condition);
    }

    private void awaitGone(String name) {
        eventually(name + " is gone", () -> String.valueOf(pod(name)), "null"::equals);
    }

    private LocalProcess process(String pod, String container) {
        return sandbox.process(namespace, pod, container).orElseThrow();
    }

    private String log(String pod, String container) {
        try {
            String log = Files.readString(sandbox.processes()
                    .directory()
                    .resolve(PodContext.processName(namespace, pod, container) + ".log"));
            return log.replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS.*\n", "");
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    private List<String> reasons(String pod) {
        return sandbox.admin().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> pod.equals(event.getInvolvedObject().getName()))
                .map(event -> String.valueOf(event.getReason()))
                .toList();
    }

    private static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }

    private static String waiting(Pod pod) {
        var waiting = container(pod).getState().getWaiting();
        return waiting == null ? "" : waiting.getReason() + ": " + waiting.getMessage();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static String ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .findFirst()
                .orElseThrow()
                .getStatus();
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
