package dev.fleetcell.sandbox.binaries;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.ETCD;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.ETCD_SUMS;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.ETCD_TOP;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.KUBECTL;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.VERSIONS;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.archive;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReleaseSourceTest {
    private static final Set<KubernetesBinary> ONLY_ETCD = EnumSet.of(KubernetesBinary.ETCD);
    private static final Set<KubernetesBinary> ONLY_KUBECTL = EnumSet.of(KubernetesBinary.KUBECTL);
    private static final String SCRIPT = "#!/bin/sh\necho released\n";
    private static final DownloadLimits LIMITS =
            new DownloadLimits(Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofMinutes(1), 4096);

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private FakeReleaseSite site;

    @BeforeEach
    void open() throws Exception {
        site = new FakeReleaseSite();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatIsReleasedIsTakenAndCanBeExecuted() throws Exception {
        site.withKubectl(SCRIPT).withEtcd(archive(file(ETCD_TOP + "/README.md", 3), file(ETCD_TOP + "/etcd", 5)));
        provide(EnumSet.of(KubernetesBinary.ETCD, KubernetesBinary.KUBECTL), LIMITS);
        assertEquals(SCRIPT, Files.readString(folder.resolve("kubectl")));
        assertTrue(Files.isExecutable(folder.resolve("kubectl")));
        assertEquals(5, Files.size(folder.resolve("etcd")));
        assertEquals(Set.of(".lock", "etcd", "kubectl", "manifest"), inFolder());
        assertEquals(List.of(ETCD_SUMS, KUBECTL + ".sha256", ETCD, KUBECTL), site.asked());
    }

    @Test
    void kindIsTakenAsItIsAndCoreDnsOutOfItsArchive() throws Exception {
        site.withKind(SCRIPT).withCoreDns(archive(file("coredns", 7)));
        provide(EnumSet.of(KubernetesBinary.KIND, KubernetesBinary.COREDNS), LIMITS);
        assertEquals(SCRIPT, Files.readString(folder.resolve("kind")));
        assertTrue(Files.isExecutable(folder.resolve("kind")));
        assertEquals(7, Files.size(folder.resolve("coredns")));
        assertTrue(Files.isExecutable(folder.resolve("coredns")));
    }

    @Test
    void aWrongChecksumStopsEverythingAndNamesBothSums() throws Exception {
        String released = FakeReleaseSite.sha256(SCRIPT.getBytes(StandardCharsets.UTF_8));
        String altered = FakeReleaseSite.sha256("altered".getBytes(StandardCharsets.UTF_8));
        site.withKubectl(SCRIPT).with(KUBECTL, "altered");
        assertSays(
                UntrustedReleaseException.class,
                () -> provide(ONLY_KUBECTL, LIMITS),
                KUBECTL + " has the SHA-256 " + altered,
                "says " + released,
                "FLEETCELL_DOWNLOAD=never");
        assertEquals(Set.of(".lock"), inFolder());
    }

    @Test
    void aVersionThatIsNotReleasedIsLeftToTheNextSource() throws Exception {
        fallsThrough(ONLY_KUBECTL, LIMITS, KUBECTL + ".sha256 answers with status 404");
    }

    @Test
    void nothingBigIsDownloadedBeforeAllIsKnownToBeThere() throws Exception {
        site.withEtcd(archive(file(ETCD_TOP + "/etcd", 5)));
        fallsThrough(EnumSet.of(KubernetesBinary.ETCD, KubernetesBinary.KUBECTL), LIMITS, "status 404");
        assertEquals(List.of(ETCD_SUMS, KUBECTL + ".sha256"), site.asked());
    }

    @Test
    void aSiteThatRefusesConnectionsIsLeftToTheNextSource() throws Exception {
        ReleaseSites sites = site.sites();
        site.close();
        fallsThrough(sites, ONLY_KUBECTL, LIMITS, "127.0.0.1 cannot be reached (Connection refused)");
    }

    @Test
    void aNameThatNobodyKnowsIsLeftToTheNextSource() throws Exception {
        URI unknown = URI.create("http://release.invalid");
        fallsThrough(
                new ReleaseSites(unknown, unknown, unknown, unknown),
                ONLY_KUBECTL,
                LIMITS,
                "release.invalid cannot be reached (no such host");
    }

    /** Linux answers no connection request while as many as the backlog allows wait to be accepted. */
    @Test
    void aSiteThatSwallowsConnectionsIsGivenUp() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI base = URI.create("http://127.0.0.1:" + full.getLocalPort());
            Duration brief = Duration.ofMillis(200);
            for (int i = 0; i < 2; i++) {
                Downloads.reach(base, LIMITS.connect());
            }
            DownloadLimits limits = new DownloadLimits(brief, LIMITS.silence(), LIMITS.total(), LIMITS.bytes());
            fallsThrough(new ReleaseSites(base, base, base, base), ONLY_KUBECTL, limits, "127.0.0.1 cannot be reached");
        }
    }

    @Test
    void aSiteThatFallsSilentIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        site.withKubectl(SCRIPT).with(KUBECTL, exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(end);
        });
        DownloadLimits limits =
                new DownloadLimits(LIMITS.connect(), Duration.ofSeconds(1), LIMITS.total(), LIMITS.bytes());
        fallsThrough(ONLY_KUBECTL, limits, KUBECTL + " sends nothing for 1000 ms");
        end.countDown();
    }

    @Test
    void aTricklingSiteIsGivenUpWhenTheTimeForAllIsOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        site.withKubectl(SCRIPT).with(KUBECTL, exchange -> {
            exchange.sendResponseHeaders(200, 4096);
            do {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
            } while (!isOver(end, Duration.ofMillis(50)));
        });
        DownloadLimits limits =
                new DownloadLimits(LIMITS.connect(), LIMITS.silence(), Duration.ofSeconds(1), LIMITS.bytes());
        fallsThrough(ONLY_KUBECTL, limits, "downloads take longer than 1 s", KUBECTL);
        end.countDown();
    }

    @Test
    void aBodyThatEndsEarlyIsLeftToTheNextSource() throws Exception {
        site.withKubectl(SCRIPT).with(KUBECTL, exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        });
        fallsThrough(ONLY_KUBECTL, LIMITS, KUBECTL + ":", "bytes received: 10");
    }

    @Test
    void aBodyAboveTheBoundIsNotTakenToItsEnd() throws Exception {
        site.withKubectl("x".repeat(4097));
        fallsThrough(ONLY_KUBECTL, LIMITS, KUBECTL + ": body exceeds capacity: 4096");
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        site.withKubectl(SCRIPT);
        site.with("/moved", SCRIPT);
        redirect(KUBECTL, "/moved");
        provide(ONLY_KUBECTL, LIMITS);
        assertEquals(SCRIPT, Files.readString(folder.resolve("kubectl")));
    }

    @Test
    void redirectsInACircleEnd() throws Exception {
        redirect(KUBECTL + ".sha256", KUBECTL + ".sha256");
        fallsThrough(ONLY_KUBECTL, LIMITS, KUBECTL + ".sha256 answers with status 302");
    }

    @Test
    void thePageOfAPortalIsNoChecksum() throws Exception {
        site.with(KUBECTL + ".sha256", "<html>Please log in</html>");
        fallsThrough(ONLY_KUBECTL, LIMITS, KUBECTL + ".sha256 holds no SHA-256 of kubectl");
    }

    @Test
    void anInterruptedDownloadLeavesNothing() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        site.withKubectl(SCRIPT).with(KUBECTL, exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
            half.countDown();
            await(end);
        });
        FutureTask<String> outcome = new FutureTask<>(() -> {
            try {
                new BinaryCache(folder, List.of(source(site.sites(), LIMITS)))
                        .provide(VERSIONS, ONLY_KUBECTL, lines::add);
                return "provided";
            } catch (IOException e) {
                return e.getMessage() + (Thread.currentThread().isInterrupted() ? " [interrupted]" : "");
            }
        });
        Thread downloading = Thread.ofPlatform().start(outcome);
        assertTrue(half.await(30, TimeUnit.SECONDS), "the download has not begun");
        downloading.interrupt();
        String message = outcome.get(30, TimeUnit.SECONDS);
        end.countDown();
        assertTrue(message.contains("interrupted while waiting for") && message.endsWith("[interrupted]"), message);
        assertEquals(Set.of(".lock"), inFolder());
    }

    @Test
    void anArchiveWithAPathOutsideOfItselfIsRefused() throws Exception {
        for (String bad : List.of("../etcd", ETCD_TOP + "/../../etcd", "/etc/etcd")) {
            site.withEtcd(archive(file(bad, 5), file(ETCD_TOP + "/etcd", 5)));
            assertSays(
                    UntrustedReleaseException.class,
                    () -> provide(ONLY_ETCD, LIMITS),
                    "holds a path outside of itself: " + bad);
            assertEquals(Set.of(".lock"), inFolder());
        }
        assertFalse(Files.exists(folder.resolveSibling("etcd")));
    }

    @Test
    void aMachineWithoutReleasesIsToldSo() throws Exception {
        assertSays(
                IOException.class,
                () -> new ReleaseSource(site.sites(), "s390x", LIMITS).fetch(VERSIONS, ONLY_ETCD, folder, lines::add),
                "amd64 and arm64 only, this is s390x");
        assertEquals(List.of(), site.asked());
    }

    private void redirect(String from, String to) {
        site.with(from, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    private void provide(Set<KubernetesBinary> wanted, DownloadLimits limits) throws IOException {
        BinarySource never = new Built();
        new BinaryCache(folder, List.of(source(site.sites(), limits), never)).provide(VERSIONS, wanted, lines::add);
        assertFalse(String.join("\n", lines).contains("; next: "), () -> "fell through: " + lines);
    }

    private void fallsThrough(Set<KubernetesBinary> wanted, DownloadLimits limits, String... why) throws Exception {
        fallsThrough(site.sites(), wanted, limits, why);
    }

    /** The programs come from the next source, and one line says why. */
    private void fallsThrough(ReleaseSites sites, Set<KubernetesBinary> wanted, DownloadLimits limits, String... why)
            throws Exception {
        new BinaryCache(folder, List.of(source(sites, limits), new Built())).provide(VERSIONS, wanted, lines::add);
        for (KubernetesBinary binary : wanted) {
            assertEquals("built", Files.readString(folder.resolve(binary.fileName())));
        }
        List<String> told =
                lines.stream().filter(line -> line.endsWith("; next: builder")).toList();
        assertEquals(1, told.size(), lines::toString);
        for (String part : why) {
            assertTrue(told.getFirst().contains(part), () -> "\"" + part + "\" is missing in: " + told);
        }
        assertTrue(told.getFirst().startsWith("official releases: "), told::toString);
    }

    private static ReleaseSource source(ReleaseSites sites, DownloadLimits limits) {
        return new ReleaseSource(sites, "amd64", limits);
    }

    private Set<String> inFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        assertTrue(isOver(latch, Duration.ofSeconds(50)));
    }

    private static boolean isOver(CountDownLatch latch, Duration limit) throws IOException {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The source after the releases. */
    private static final class Built implements BinarySource {
        @Override
        public String name() {
            return "builder";
        }

        @Override
        public void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
                throws IOException {
            for (KubernetesBinary binary : wanted) {
                Path file = Files.writeString(into.resolve(binary.fileName()), "built");
                assertTrue(file.toFile().setExecutable(true));
            }
        }
    }
}
