package dev.fleetcell.sandbox.process;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessesTest {
    @TempDir
    Path directory;

    LocalProcesses processes;

    @BeforeEach
    void open() throws IOException {
        processes = LocalProcesses.open(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void outputExitCodeAndEnvironmentArriveWhereTheyShould() throws Exception {
        LocalProcess process = processes.start(
                "hello", List.of("sh", "-c", "echo out $GREETING; echo err >&2; exit 7"), Map.of("GREETING", "hi"));
        assertEquals(7, process.exit().get(10, TimeUnit.SECONDS));
        assertEquals("out hi\nerr", process.tail(10));
        assertEquals("err", process.tail(1));
    }

    @Test
    void onlyAFewVariablesAreInherited() throws Exception {
        LocalProcess process = processes.start("env", List.of("env"), Map.of());
        process.exit().get(10, TimeUnit.SECONDS);
        assertTrue(
                process.tail(100)
                        .lines()
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .allMatch(List.of(
                                "PATH",
                                "HOME",
                                "LANG",
                                "LC_ALL",
                                "TZ",
                                "TMPDIR",
                                "JAVA_HOME",
                                "PWD",
                                "OLDPWD",
                                "_",
                                "SHLVL")::contains),
                process.tail(100));
    }

    @Test
    void terminateIsGentleWithWhoObeys() throws Exception {
        LocalProcess process = processes.start(
                "obedient",
                List.of("sh", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.1; done"),
                Map.of());
        eventually("the trap is set", () -> process.tail(5), "up"::equals);
        process.terminate(Duration.ofSeconds(30));
        assertEquals(3, process.exit().join());
        assertTrue(process.tail(5).endsWith("bye"), process.tail(5));
    }

    @Test
    void terminateKillsWhoDoesNot() throws Exception {
        LocalProcess process = processes.start(
                "stubborn", List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done"), Map.of());
        eventually("the trap is set", () -> process.tail(5), "up"::equals);
        process.terminate(Duration.ofMillis(300));
        assertEquals(137, process.exit().join());
    }

    @Test
    void theChildrenOfAProcessGoWithIt() throws Exception {
        LocalProcess process = processes.start(
                "parent", List.of("sh", "-c", "trap '' TERM; sleep 1000 & echo $!; exec sleep 1001"), Map.of());
        long child = Long.parseLong(eventually("the child's pid", () -> process.tail(1), line -> line.matches("\\d+")));
        process.kill();
        eventually("child " + child + " is gone", () -> isRunning(child), running -> !running);
    }

    @Test
    void whatAProcessLeavesBehindAtItsExitIsKilled() throws Exception {
        LocalProcess process =
                processes.start("leaver", List.of("sh", "-c", "trap '' HUP; sleep 1000 & echo $!"), Map.of());
        process.exit().get(10, TimeUnit.SECONDS);
        long child = Long.parseLong(process.tail(1));
        eventually("child " + child + " is gone", () -> isRunning(child), running -> !running);
    }

    @Test
    void aProgramThatIsNotThereIsTheCallersError() {
        assertSays(
                IOException.class,
                () -> processes.start("x", List.of("no-such-program"), Map.of()),
                "no program no-such-program in PATH");
        assertSays(
                IOException.class,
                () -> processes.start("x", List.of("/etc/passwd"), Map.of()),
                "/etc/passwd is not an executable file");
    }

    @Test
    void aNameIsUsedOnceAtATime() throws Exception {
        LocalProcess first = processes.start("one", List.of("sleep", "1000"), Map.of());
        assertSays(
                IllegalStateException.class,
                () -> processes.start("one", List.of("sleep", "1000"), Map.of()),
                "pid " + first.pid());
        first.kill();
        assertTrue(processes.start("one", List.of("sleep", "1000"), Map.of()).isAlive());
    }

    @Test
    void aNameCannotLeaveTheFolder() {
        assertThrows(IllegalArgumentException.class, () -> processes.start("../x", List.of("true"), Map.of()));
    }

    @Test
    void stagesEndInOrder() throws Exception {
        Path order = directory.resolve("order");
        for (StopStage stage : StopStage.values()) {
            String onTerm =
                    "trap 'echo " + stage + " >> " + order + "; exit' TERM; echo up; while :; do sleep 0.1; done";
            LocalProcess process = processes.start(
                    ProcessSpec.of(stage.name(), List.of("sh", "-c", onTerm)).withStage(stage));
            eventually("the trap is set", () -> process.tail(5), "up"::equals);
        }
        processes.close();
        assertEquals(List.of("WORKLOAD", "CONTROLLER", "API_SERVER", "STORE"), Files.readAllLines(order));
    }

    @Test
    void nothingStartsAfterClose() {
        processes.close();
        assertThrows(IllegalStateException.class, () -> processes.start("late", List.of("true"), Map.of()));
    }

    @Test
    void anAdoptedDaemonEndsWithTheRest() throws Exception {
        LocalProcess launcher = processes.start(
                "launcher", List.of("sh", "-c", "setsid sleep 1000 > /dev/null & echo $!; exec sleep 1000"), Map.of());
        long pid = Long.parseLong(eventually("the pid", () -> launcher.tail(1), line -> line.matches("\\d+")));
        LocalProcess daemon =
                processes.adopt("daemon", pid, directory.resolve("daemon.log"), StopStage.STORE, StopSignal.TERM);
        assertTrue(daemon.isAlive());
        processes.close();
        assertFalse(daemon.isAlive());
        eventually("daemon " + pid + " is gone", () -> isRunning(pid), running -> !running);
    }

    private static boolean isRunning(long pid) {
        return ProcStat.startTime(pid).isPresent();
    }
}
