package dev.fleetcell.sandbox.postgres;

import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import dev.fleetcell.sandbox.process.ProcessSpec;
import dev.fleetcell.sandbox.process.StopSignal;
import dev.fleetcell.sandbox.process.StopStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server: its data folder and its process. */
final class EmbeddedServer {
    static final String USER = "postgres";

    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalProcesses processes;
    private final Path data;
    private final String address;
    private final int port;
    private @Nullable LocalProcess postmaster;

    EmbeddedServer(LocalProcesses processes, Path directory, String address, int port) {
        this.processes = processes;
        this.data = directory.resolve("data");
        this.address = address;
        this.port = port;
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    synchronized void start(ConnectionSource probe) throws IOException {
        if (postmaster != null && postmaster.isAlive()) {
            return;
        }
        Path bin = PostgresBinaries.unpacked().resolve("bin");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(bin);
        }
        LocalProcess started = processes.start(ProcessSpec.of(
                        "postgres",
                        command(
                                bin.resolve("postgres"),
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                // No fsync: the data of a sandbox need not survive the machine.
                                "-F",
                                "-c",
                                "listen_addresses=" + address,
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "timezone=UTC"))
                .withStage(StopStage.STORE)
                .withStopSignal(StopSignal.INT));
        awaitStart(started, probe);
        postmaster = started;
    }

    synchronized void stop() {
        if (postmaster != null) {
            postmaster.terminate(GRACE);
            postmaster = null;
        }
    }

    private void initialise(Path bin) throws IOException {
        LocalProcess initdb = processes.start(ProcessSpec.of(
                        "initdb",
                        command(
                                bin.resolve("initdb"),
                                "--auth=trust",
                                "--username=" + USER,
                                "--encoding=UTF8",
                                "--no-locale",
                                "--no-sync",
                                "--pgdata=" + data))
                .withStage(StopStage.STORE));
        if (!initdb.awaitExit(INIT_LIMIT) || initdb.exit().join() != 0) {
            initdb.kill();
            throw new IOException("PostgreSQL's initdb failed for " + data + ":\n" + initdb.tail(20));
        }
        // Clients may come from their own loopback addresses; initdb's rules end at 127.0.0.1.
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.0/8 trust\n", StandardOpenOption.APPEND);
    }

    private void awaitStart(LocalProcess started, ConnectionSource probe) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        SQLException last = new SQLException("never tried");
        while (started.isAlive() && System.nanoTime() < deadline) {
            try (Connection connection = probe.connect()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                last = notYet;
            }
            started.awaitExit(POLL);
        }
        started.kill();
        throw new IOException("PostgreSQL does not start on " + address + ":" + port + ":\n" + started.tail(20), last);
    }

    /** PostgreSQL refuses to run as root; in a user namespace without mappings the same user is nobody. */
    private static List<String> command(Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Where a connection comes from. */
    interface ConnectionSource {
        Connection connect() throws SQLException;
    }
}
