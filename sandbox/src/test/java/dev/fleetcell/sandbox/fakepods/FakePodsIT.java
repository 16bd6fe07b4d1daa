package dev.fleetcell.sandbox.fakepods;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.fakepods.ReportBehaviour.Answer;
import dev.fleetcell.sandbox.kubelet.FakeKubelet;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Fake pods on the real control plane. */
class FakePodsIT {
    static final int MANY = 200;
    /** Tasks that 180 more pods may cost: what clients and JVM add when they have more to do. */
    static final int FEW_TASKS = 16;

    static final Duration LONG = Duration.ofHours(1);
    static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient HTTP = HttpClient.newHttpClient();

    static Sandbox sandbox;
    static FakePods pods;

    String namespace = "";

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.builder()
                .fakeImage("fake")
                // Longer than the 10 s between two renewals of the Lease.
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--node-monitor-grace-period=12s")
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--node-monitor-period=1s")
                .start();
        pods = sandbox.fakePods();
    }

    @AfterAll
    static void stop() throws Exception {
        HTTP.close();
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
        pods.behave(pod -> Behaviour.NORMAL);
        pods.forgetCounts();
    }

    @AfterEach
    void clear() {
        pods.behave(pod -> Behaviour.NORMAL);
        sandbox.admin().apps().statefulSets().inNamespace(namespace).delete();
        sandbox.admin().pods().inNamespace(namespace).delete();
        eventually("no pods", this::allPods, List::isEmpty);
    }

    @Test
    void twoHundredPodsBecomeReadyAnswerAndCostFewThreads() throws Exception {
        cell("many", 20);
        awaitReady("many", 20);
        ask(pod("many-0"), "/fleet/report");
        long before = tasks();
        scale("many", MANY);
        awaitReady("many", MANY);

        Set<String> addresses = new HashSet<>();
        for (Pod pod : allPods()) {
            JsonNode report = report(pod);
            assertEquals(pod.getMetadata().getName(), report.at("/node").asText());
            assertEquals("Serving", report.at("/phase").asText());
            assertEquals(MANY - 1, report.at("/peers/names").size());
            assertEquals(MANY - 1, report.at("/peers/connected").asInt());
            assertEquals(40 + MANY - 1, report.at("/threads/total").asInt());
            assertTrue(report.at("/shardMap/complete").asBoolean());
            assertTrue(addresses.add(pod.getStatus().getPodIP()));
        }
        long after = tasks();
        assertTrue(after - before <= FEW_TASKS, "tasks for 20 pods: " + before + ", for " + MANY + ": " + after);
        assertEquals(MANY, pods.startedPods());
        assertEquals(MANY, pods.starts().size());
        assertEquals(0, pods.notReady());
        assertTrue(pods.mostNotReady() > 0 && pods.mostNotReady() <= MANY, "most: " + pods.mostNotReady());

        Pod last = pod("many-" + (MANY - 1));
        scale("many", 20);
        eventually("20 are left", () -> allPods().size(), size -> size == 20);
        assertThrows(ConnectException.class, () -> ask(last, "/q/health/live"));
        assertEquals(19, report(pod("many-0")).at("/peers/names").size());
    }

    @Test
    void aPodIsPendingThenRunningThenReadyAndHealthAgrees() throws Exception {
        pods.behave(pod -> Behaviour.NORMAL.withWarmUp(LONG));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var watch = sandbox.admin().pods().inNamespace(namespace).watch(new Seen(seen))) {
            cell("slow", 2);
            Pod pod = await(
                    "slow-1", "it runs", p -> "Running".equals(p.getStatus().getPhase()));
            assertFalse(isReady(pod));
            assertEquals(200, status(pod, "/q/health/live"));
            assertEquals(503, status(pod, "/q/health/ready"));
            assertEquals("Cold", report(pod).at("/phase").asText());
            assertFalse(report(pod).at("/shardMap/complete").asBoolean());
            assertEquals(2, pods.notReady());

            pods.behave(p -> Behaviour.NORMAL);
            awaitReady("slow", 2);
            assertEquals(200, status(pod, "/q/health/ready"));
            eventually("all is seen", () -> seen, s -> s.contains("slow-1 Running ready"));
        }
        List<String> one =
                seen.stream().filter(s -> s.startsWith("slow-1 ")).distinct().toList();
        assertEquals(List.of("slow-1 Pending unready", "slow-1 Running unready", "slow-1 Running ready"), one);
        assertEquals(2, pods.mostNotReady());
        assertEquals(List.of(0, 0), pods.starts().stream().map(Start::restart).toList());
        assertEquals(
                Set.of(PodTraits.revision(pod("slow-0"))),
                pods.starts().stream().map(Start::revision).collect(Collectors.toSet()));
    }

    @Test
    void aReadyPodBecomesUnreadyOnRequestAndReadyAgain() throws Exception {
        cell("moody", 2);
        awaitReady("moody", 2);
        pods.behave(pod ->
                PodTraits.ordinal(pod).orElseThrow() == 1 ? Behaviour.NORMAL.withNeverReady() : Behaviour.NORMAL);
        Pod pod = await("moody-1", "it is unready", p -> !isReady(p));
        assertEquals(503, status(pod, "/q/health/ready"));
        assertEquals("Serving", report(pod).at("/phase").asText());
        assertEquals(0, container(pod).getRestartCount());
        assertTrue(isReady(pod("moody-0")));
        pods.behave(p -> Behaviour.NORMAL);
        awaitReady("moody", 2);
    }

    @Test
    void aPodWhoseTemplateSaysSoIsNeverReady() {
        pods.behave(pod -> PodTraits.env(pod, "BROKEN").isPresent()
                        || PodTraits.annotation(pod, "broken").isPresent()
                ? Behaviour.NORMAL.withNeverReady()
                : Behaviour.NORMAL);
        pod("byenv", "", "env: [{name: BROKEN, value: x}]");
        pod("byannotation", ", annotations: {broken: x}", "");
        pod("sound", "", "");
        await("sound", "it is ready", FakePodsIT::isReady);
        for (String name : List.of("byenv", "byannotation")) {
            await(name, "it runs", p -> "Running".equals(p.getStatus().getPhase()) && !isReady(p));
        }
        assertEquals(2, pods.notReady());
    }

    @Test
    void aCrashLoopIsAKubelets() throws Exception {
        cell("loop", 2);
        awaitReady("loop", 2);
        Pod before = pod("loop-1");
        pods.behave(
                pod -> PodTraits.ordinal(pod).orElseThrow() == 1 ? Behaviour.NORMAL.withCrashLoop() : Behaviour.NORMAL);
        Pod pod = await("loop-1", "it waits", p -> waiting(p).equals("CrashLoopBackOff"));
        assertFalse(isReady(pod));
        assertEquals("Running", pod.getStatus().getPhase());
        assertEquals(1, container(pod).getRestartCount());
        assertEquals(1, container(pod).getLastState().getTerminated().getExitCode());
        assertEquals(before.getStatus().getPodIP(), pod.getStatus().getPodIP());
        assertThrows(ConnectException.class, () -> ask(pod, "/q/health/live"));
        assertEquals(0, report(pod("loop-0")).at("/peers/names").size());
        eventually("the Event", () -> reasons("loop-1"), r -> r.contains("BackOff"));

        pods.behave(p -> Behaviour.NORMAL);
        Pod mended = await("loop-1", "it is ready again", FakePodsIT::isReady);
        assertEquals(2, container(mended).getRestartCount());
        assertEquals(
                List.of(0, 1, 2),
                pods.starts().stream()
                        .filter(s -> s.pod().equals("loop-1"))
                        .map(Start::restart)
                        .toList());
    }

    @Test
    void aCrashOnRequestIsOneColdStartMore() {
        pods.behave(pod -> Behaviour.NORMAL.withWarmUp(Duration.ofMillis(200)));
        cell("once", 1);
        awaitReady("once", 1);
        pods.crash(namespace, "once-0");
        await("once-0", "it was restarted", p -> container(p).getRestartCount() == 1 && isReady(p));
        List<Start> starts = pods.starts();
        assertEquals(2, starts.size());
        assertEquals(1, pods.startedPods());
        assertTrue(starts.getFirst().at().isBefore(starts.getLast().at()));
        assertSays(IllegalArgumentException.class, () -> pods.crash(namespace, "twice-0"), "/twice-0", "is its image");
    }

    @Test
    void aMissingImageIsPulledInVainUntilItIsThere() {
        pods.behave(pod -> Behaviour.NORMAL.withImageMissing());
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var watch = sandbox.admin().pods().inNamespace(namespace).watch(new Seen(seen))) {
            pod("nowhere", "", "");
            Pod pod = await("nowhere", "it waits", p -> waiting(p).equals("ImagePullBackOff"));
            assertEquals("Pending", pod.getStatus().getPhase());
            eventually("all is seen", () -> seen, s -> s.contains("nowhere Pending unready ErrImagePull"));
            pods.behave(p -> Behaviour.NORMAL);
            assertEquals(
                    0,
                    container(await("nowhere", "it is ready", FakePodsIT::isReady))
                            .getRestartCount());
        }
    }

    @Test
    void aPodTakesItsTimeToLeaveButNoMoreThanItsGracePeriod() throws Exception {
        pods.behave(pod -> Behaviour.NORMAL.withTerminationDelay(LONG));
        cell("leaving", 2);
        awaitReady("leaving", 2);
        delete("leaving-1", 3600);
        Pod pod = await("leaving-1", "it is unready", p -> !isReady(p));
        assertEquals("Stopping", report(pod).at("/phase").asText());
        assertEquals(200, status(pod, "/q/health/live"));
        assertEquals(503, status(pod, "/q/health/ready"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var watch = sandbox.admin().pods().inNamespace(namespace).watch(new Seen(seen))) {
            delete("leaving-1", 1);
            eventually("another takes its name", () -> pod("leaving-1"), other -> isOther(pod, other));
            eventually("it was killed", () -> seen, s -> s.contains("leaving-1 Failed unready 137"));
        }
        awaitReady("leaving", 2);
        pods.behave(p -> Behaviour.NORMAL);
        Pod second = pod("leaving-1");
        delete("leaving-1", 3600);
        eventually("it left at once", () -> pod("leaving-1"), other -> isOther(second, other));
    }

    @Test
    void aPodThatNeverTerminatesStaysUntilItMay() {
        pods.behave(pod -> pod.getMetadata().getName().equals("stuck")
                ? Behaviour.NORMAL.withNeverTerminates()
                : Behaviour.NORMAL);
        for (String name : List.of("stuck", "other")) {
            pod(name, "", "");
            await(name, "it is ready", FakePodsIT::isReady);
            delete(name, 1);
        }
        eventually("the other is gone", () -> allPods().size(), size -> size == 1);
        assertTrue(
                await("stuck", "it is unready", p -> !isReady(p)).getMetadata().getDeletionTimestamp() != null);
        pods.behave(p -> Behaviour.NORMAL);
        eventually("it is gone, too", this::allPods, List::isEmpty);
    }

    @Test
    void aPodThatIsRemovedByForceIsGone() {
        pods.behave(pod -> Behaviour.NORMAL.withNeverTerminates());
        pod("forced", "", "");
        Pod pod = await("forced", "it is ready", FakePodsIT::isReady);
        delete("forced", 0);
        eventually("it is gone", this::allPods, List::isEmpty);
        eventually("it answers no more", () -> refuses(pod), refuses -> refuses);
        assertEquals(0, pods.notReady());
    }

    @Test
    void reportsLieOnRequest() throws Exception {
        List<ReportBehaviour> lies = List.of(
                ReportBehaviour.TRUE,
                ReportBehaviour.TRUE.withDelay(Duration.ofMillis(300)),
                ReportBehaviour.TRUE.withAnswer(Answer.NOTHING),
                ReportBehaviour.TRUE.withAnswer(Answer.ERROR),
                ReportBehaviour.TRUE.withAnswer(Answer.HUGE),
                ReportBehaviour.TRUE.withNode("other"),
                ReportBehaviour.TRUE.withTasks(7),
                ReportBehaviour.TRUE.withRefusedStarts(3),
                ReportBehaviour.TRUE.withMissedPeers(Set.of("liar-0", "liar-3")),
                ReportBehaviour.TRUE.withSilenceAfter(1),
                ReportBehaviour.TRUE.withModel(10, 2));
        cell("liar", lies.size());
        awaitReady("liar", lies.size());
        pods.behave(pod ->
                Behaviour.NORMAL.withReport(lies.get(PodTraits.ordinal(pod).orElseThrow())));

        Set<String> others = IntStream.range(1, lies.size())
                .mapToObj(i -> "liar-" + i)
                .collect(Collectors.toCollection(HashSet::new));
        assertEquals(others, peers(report(pod("liar-0"))));
        assertEquals(0, report(pod("liar-0")).at("/threads/refusedStarts").asInt());

        long asked = System.nanoTime();
        report(pod("liar-1"));
        assertTrue(System.nanoTime() - asked >= Duration.ofMillis(300).toNanos());
        assertSilent(pod("liar-2"));
        assertEquals(200, status(pod("liar-2"), "/q/health/ready"));
        assertEquals(500, status(pod("liar-3"), "/fleet/report"));
        HttpResponse<String> huge = ask(pod("liar-4"), "/fleet/report");
        assertTrue(huge.body().length() > ReportBehaviour.HUGE_BYTES);
        assertEquals("liar-4", JSON.readTree(huge.body()).at("/node").asText());
        assertEquals("other", report(pod("liar-5")).at("/node").asText());
        assertEquals(7, report(pod("liar-6")).at("/threads/total").asInt());
        assertEquals(3, report(pod("liar-7")).at("/threads/refusedStarts").asInt());
        JsonNode blind = report(pod("liar-8"));
        others.removeAll(Set.of("liar-3", "liar-8"));
        assertEquals(others, peers(blind));
        assertEquals(lies.size() - 1, blind.at("/peers/known").asInt());
        assertEquals(lies.size() - 3, blind.at("/peers/connected").asInt());
        report(pod("liar-9"));
        assertSilent(pod("liar-9"));
        assertEquals(
                10 + 2 * (lies.size() - 1),
                report(pod("liar-10")).at("/threads/total").asInt());
        awaitReady("liar", lies.size());
    }

    @Test
    void settingsComeFromTheEnvironmentAndFollowTheirConfigMap() throws Exception {
        pod("told", "", """
                env:
                    - {name: FLEETCELL_CELL, value: use1-a}
                    - {name: FLEETCELL_THREAD_LIMIT, valueFrom: {configMapKeyRef: {name: settings, key: limit}}}
                    ports: [{name: management, containerPort: 9090}]
                """);
        await("told", "it waits", p -> waiting(p).equals("CreateContainerConfigError"));
        configMap("settings", "100");
        Pod pod = await("told", "it is ready", FakePodsIT::isReady);
        String report = "http://" + pod.getStatus().getPodIP() + ":9090/fleet/report";
        JsonNode told = JSON.readTree(get(report).body());
        assertEquals("use1-a", told.at("/cell").asText());
        assertEquals(100, told.at("/threads/limit").asInt());
        configMap("settings", "90");
        eventually(
                "the change arrives",
                () -> JSON.readTree(get(report).body()).at("/threads/limit").asInt(),
                limit -> limit == 90);
    }

    @Test
    void whatAFakePodCannotDoIsSaid() {
        sandbox.admin().resource("""
                apiVersion: v1
                kind: Pod
                metadata: {name: mixed}
                spec: {containers: [{name: a, image: fake}, {name: b, image: other}]}
                """).inNamespace(namespace).create();
        Pod pod = await("mixed", "it is held", p -> waiting(p).equals("UnsupportedByFakeKubelet"));
        String message = container(pod).getState().getWaiting().getMessage();
        assertTrue(message.contains("these are not: b"), message);
    }

    @Test
    void anEvictedPodHasFailedAndIsReplaced() {
        pod("bare", "", "");
        cell("set", 2);
        awaitReady("set", 2);
        Pod before = await("bare", "it is ready", FakePodsIT::isReady);
        pods.evictedByKubelet(namespace, "bare");
        Pod evicted = await(
                "bare", "it has failed", p -> "Failed".equals(p.getStatus().getPhase()));
        assertEquals("Evicted", evicted.getStatus().getReason());
        assertFalse(isReady(evicted));
        assertEquals(
                "TerminationByKubelet",
                evicted.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals("DisruptionTarget"))
                        .findFirst()
                        .orElseThrow()
                        .getReason());
        assertTrue(refuses(before));

        Pod old = pod("set-1");
        pods.evictedByKubelet(namespace, "set-1");
        eventually("another takes its name", () -> pod("set-1"), other -> isOther(old, other));
        awaitReady("set", 2);
        assertEquals(4, pods.startedPods());
    }

    @Test
    void nothingIsLostWhileTheApiServerIsAway() {
        cell("steady", 1);
        awaitReady("steady", 1);
        LocalProcess apiServer = sandbox.processes().find("kube-apiserver").orElseThrow();
        apiServer.signal("STOP");
        try {
            pods.crash(namespace, "steady-0");
            eventually("it was restarted", pods::starts, starts -> starts.size() == 2);
        } finally {
            apiServer.signal("CONT");
        }
        await("steady-0", "the restart is told", p -> container(p).getRestartCount() == 1 && isReady(p));
    }

    @Test
    void theFakePodsOfALostMachineAnswerNoMore() throws Exception {
        FakeKubelet lost = sandbox.addKubelet("lost");
        for (String node : List.of("node-0", "lost")) {
            sandbox.admin()
                    .resource("""
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: on-%s, labels: {fleetcell.dev/cell: two}}
                    spec: {nodeName: %s, containers: [{name: node, image: fake}]}
                    """.formatted(node, node))
                    .inNamespace(namespace)
                    .create();
            await("on-" + node, "it is ready", FakePodsIT::isReady);
        }
        Pod stranded = pod("on-lost");
        assertEquals(Set.of("on-lost"), peers(report(pod("on-node-0"))));
        lost.stop();
        assertTrue(refuses(stranded));
        assertEquals(Set.of(), peers(report(pod("on-node-0"))));
        assertThrows(IllegalArgumentException.class, () -> pods.crash(namespace, "on-lost"));
        await("on-lost", "the control plane has noticed", p -> !isReady(p));
        assertEquals("Running", pod("on-lost").getStatus().getPhase());
        assertEquals(
                stranded.getMetadata().getUid(), pod("on-lost").getMetadata().getUid());
        assertNotEquals("True", nodeReady("lost"));
        delete("on-lost", 0);
        sandbox.admin().nodes().withName("lost").delete();
    }

    /** Notes what a watch tells about pods, as {@code NAME PHASE READINESS [why it waits or how it ended]}. */
    private record Seen(List<String> lines) implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            if (pod.getStatus() != null
                    && !pod.getStatus().getContainerStatuses().isEmpty()) {
                var terminated = container(pod).getState().getTerminated();
                String why = terminated == null ? waiting(pod) : String.valueOf(terminated.getExitCode());
                lines.add((pod.getMetadata().getName() + " " + pod.getStatus().getPhase() + " "
                                + (isReady(pod) ? "ready " : "unready ") + (why.equals("ContainerCreating") ? "" : why))
                        .strip());
            }
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    private void cell(String name, int replicas) {
        sandbox.admin()
                .resource("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: %1$s}
                spec:
                  serviceName: %1$s
                  replicas: %2$d
                  podManagementPolicy: Parallel
                  selector: {matchLabels: {fleetcell.dev/cell: %1$s}}
                  template:
                    metadata: {labels: {fleetcell.dev/cell: %1$s}}
                    spec: {containers: [{name: node, image: "fake:1"}]}
                """.formatted(name, replicas))
                .inNamespace(namespace)
                .create();
    }

    private void pod(String name, String metadata, String container) {
        sandbox.admin()
                .resource("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s%s}
                spec:
                  containers:
                  - name: node
                    image: fake
                    %s
                """.formatted(name, metadata, container))
                .inNamespace(namespace)
                .create();
    }

    private void configMap(String name, String limit) {
        sandbox.admin()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withData(Map.of("limit", limit))
                        .build())
                .createOr(existing -> existing.update());
    }

    private void scale(String name, int replicas) {
        sandbox.admin()
                .apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(name)
                .scale(replicas);
    }

    private void awaitReady(String name, int replicas) {
        eventually(
                replicas + " replicas of " + name + " are ready",
                () -> sandbox.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                        .getStatus(),
                status -> Objects.equals(status.getReadyReplicas(), replicas)
                        && Objects.equals(status.getReplicas(), replicas));
    }

    private void delete(String pod, long graceSeconds) {
        sandbox.admin()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .withGracePeriod(graceSeconds)
                .delete();
    }

    private Pod pod(String name) {
        return sandbox.admin().pods().inNamespace(namespace).withName(name).get();
    }

    private List<Pod> allPods() {
        return sandbox.admin().pods().inNamespace(namespace).list().getItems();
    }

    private Pod await(String name, String what, Predicate<Pod> condition) {
        return eventually(name + ": " + what, () -> pod(name), condition);
    }

    private List<String> reasons(String pod) {
        return sandbox.admin().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> pod.equals(event.getInvolvedObject().getName()))
                .map(event -> String.valueOf(event.getReason()))
                .toList();
    }

    private static String nodeReady(String name) {
        return sandbox.admin().nodes().withName(name).get().getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .findFirst()
                .orElseThrow()
                .getStatus();
    }

    private static boolean isOther(Pod before, Pod now) {
        return now != null
                && !now.getMetadata().getUid().equals(before.getMetadata().getUid());
    }

    private static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }

    private static String waiting(Pod pod) {
        if (pod.getStatus().getContainerStatuses().isEmpty()) {
            return "";
        }
        var waiting = container(pod).getState().getWaiting();
        return waiting == null ? "" : waiting.getReason();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static JsonNode report(Pod pod) throws Exception {
        return JSON.readTree(ask(pod, "/fleet/report").body());
    }

    private static Set<String> peers(JsonNode report) {
        Set<String> names = new HashSet<>();
        report.at("/peers/names").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static int status(Pod pod, String path) throws Exception {
        return ask(pod, path).statusCode();
    }

    private static HttpResponse<String> ask(Pod pod, String path) throws Exception {
        return get("http://" + pod.getStatus().getPodIP() + ":9000" + path);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return get(url, Duration.ofSeconds(20));
    }

    private static HttpResponse<String> get(String url, Duration limit) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(limit).build(), BodyHandlers.ofString());
    }

    private static void assertSilent(Pod pod) {
        String report = "http://" + pod.getStatus().getPodIP() + ":9000/fleet/report";
        assertThrows(HttpTimeoutException.class, () -> get(report, Duration.ofMillis(500)));
    }

    private static boolean refuses(Pod pod) {
        try {
            ask(pod, "/q/health/live");
            return false;
        } catch (Exception e) {
            return e instanceof ConnectException;
        }
    }

    private static long tasks() throws IOException {
        try (var list = Files.list(Path.of("/proc/self/task"))) {
            return list.count();
        }
    }
}
