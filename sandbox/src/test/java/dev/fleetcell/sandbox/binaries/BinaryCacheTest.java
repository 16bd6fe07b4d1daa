package dev.fleetcell.sandbox.binaries;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {
    private static final Versions VERSIONS = new Versions("1.36.3", "3.6.16", "0.32.0", "1.14.2");
    private static final Set<KubernetesBinary> WANTED = EnumSet.of(KubernetesBinary.ETCD, KubernetesBinary.KUBECTL);

    @TempDir
    Path folder;

    @Test
    void whatIsThereIsNotMadeAgain() throws Exception {
        FakeSource source = new FakeSource();
        provide(source);
        provide(source);
        assertEquals(1, source.runs.get());
        assertEquals("#!/bin/sh\n", Files.readString(folder.resolve("etcd")));
    }

    @Test
    void onlyWhatIsMissingIsMade() throws Exception {
        FakeSource source = new FakeSource();
        new BinaryCache(folder, List.of(source)).provide(VERSIONS, EnumSet.of(KubernetesBinary.ETCD), line -> {});
        provide(source);
        assertEquals(List.of(EnumSet.of(KubernetesBinary.ETCD), EnumSet.of(KubernetesBinary.KUBECTL)), source.wanted);
    }

    @Test
    void twoAtOnceMakeItOnce() throws Exception {
        FakeSource source = new FakeSource();
        CountDownLatch go = new CountDownLatch(1);
        source.gate = go;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Path>> both = Stream.of(1, 2)
                    .map(i -> threads.submit(() -> provide(source)))
                    .toList();
            eventually("one of them is at work", source.runs::get, runs -> runs == 1);
            go.countDown();
            for (Future<Path> one : both) {
                assertTrue(Files.isExecutable(one.get(30, TimeUnit.SECONDS).resolve("kubectl")));
            }
        }
        assertEquals(1, source.runs.get());
    }

    @Test
    void aFileOfTheWrongSizeIsMadeAgain() throws Exception {
        FakeSource source = new FakeSource();
        provide(source);
        Files.writeString(folder.resolve("etcd"), "#!/bin/s");
        provide(source);
        assertEquals("#!/bin/sh\n", Files.readString(folder.resolve("etcd")));
    }

    @Test
    void aFileOfTheRightSizeWithOtherContentIsFoundByTheThoroughCheck() throws Exception {
        FakeSource source = new FakeSource();
        BinaryCache cache = new BinaryCache(folder, List.of(source));
        cache.provide(VERSIONS, WANTED, line -> {});
        Files.writeString(folder.resolve("etcd"), "#!/bin/xx\n");
        assertEquals(EnumSet.of(KubernetesBinary.ETCD), cache.discardDamaged(WANTED));
        cache.provide(VERSIONS, WANTED, line -> {});
        assertEquals("#!/bin/sh\n", Files.readString(folder.resolve("etcd")));
    }

    @Test
    void theFailureOfEverySourceIsTold() {
        assertSays(
                IOException.class,
                () -> new BinaryCache(folder, List.of(new Broken("mirror", "404"), new Broken("Go modules", "no go")))
                        .provide(VERSIONS, WANTED, line -> {}),
                "cannot provide etcd, kubectl in " + folder,
                "mirror: 404",
                "Go modules: no go");
    }

    @Test
    void theNextSourceIsTriedInAnEmptyFolder() throws Exception {
        FakeSource second = new FakeSource();
        new BinaryCache(folder, List.of(new Broken("mirror", "404"), second)).provide(VERSIONS, WANTED, line -> {});
        assertTrue(Files.isExecutable(folder.resolve("etcd")));
    }

    /** The fetch is killed in the middle, with half a file written, as by the power switch. */
    @Test
    void anInterruptedFetchLeavesNothingThatCounts() throws Exception {
        Path cache = folder.resolve("cache");
        try (LocalProcesses processes = LocalProcesses.open(folder.resolve("processes"))) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            LocalProcess child = processes.start(
                    "child", List.of(java, "-cp", classes, HalfWay.class.getName(), cache.toString()), Map.of());
            eventually("half is written", () -> child.tail(1), "half"::equals, () -> child.tail(30));
            child.kill();
        }
        assertFalse(Files.exists(cache.resolve("etcd")), "a half file must not stand where a program belongs");
        FakeSource source = new FakeSource();
        new BinaryCache(cache, List.of(source)).provide(VERSIONS, WANTED, line -> {});
        assertEquals("#!/bin/sh\n", Files.readString(cache.resolve("etcd")));
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(
                    List.of(".lock", "etcd", "kubectl", "manifest"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private Path provide(BinarySource source) throws IOException {
        return new BinaryCache(folder, List.of(source)).provide(VERSIONS, WANTED, line -> {});
    }

    /** Makes scripts in place of programs, as soon as its gate is open. */
    private static final class FakeSource implements BinarySource {
        final AtomicInteger runs = new AtomicInteger();
        final List<Set<KubernetesBinary>> wanted = new ArrayList<>();
        CountDownLatch gate = new CountDownLatch(0);

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void fetch(Versions versions, Set<KubernetesBinary> missing, Path into, Consumer<String> progress)
                throws IOException {
            runs.incrementAndGet();
            wanted.add(EnumSet.copyOf(missing));
            try {
                assertTrue(gate.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            for (KubernetesBinary binary : missing) {
                Path file = Files.writeString(into.resolve(binary.fileName()), "#!/bin/sh\n");
                assertTrue(file.toFile().setExecutable(true));
            }
        }
    }

    private record Broken(String name, String message) implements BinarySource {
        @Override
        public void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
                throws IOException {
            Files.writeString(into.resolve("etcd"), "half");
            throw new IOException(message);
        }
    }

    /** A program that is for ever in the middle of a fetch. */
    static final class HalfWay {
        private HalfWay() {}

        public static void main(String[] args) throws IOException {
            BinarySource stuck = new BinarySource() {
                @Override
                public String name() {
                    return "stuck";
                }

                @Override
                public void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
                        throws IOException {
                    Path file = Files.writeString(into.resolve("etcd"), "#!/b");
                    assertTrue(file.toFile().setExecutable(true));
                    System.out.println("half");
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            };
            new BinaryCache(Path.of(args[0]), List.of(stuck)).provide(VERSIONS, WANTED, line -> {});
        }
    }
}
