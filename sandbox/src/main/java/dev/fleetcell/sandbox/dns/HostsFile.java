package dev.fleetcell.sandbox.dns;

import dev.fleetcell.sandbox.files.FileTree;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a hosts file that follows the cluster's headless Services, replaced at once whenever its content changes. A JVM with such
 * a file asks nobody else, so the names of this machine are in it too. It re-reads the file when its own cache of names has
 * run out ({@code networkaddress.cache.ttl}).
 */
public final class HostsFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);
    private static final long RETRY_MILLIS = 1000;

    private final Path file;
    private final Semaphore changed = new Semaphore(1);
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<Pod> pods;
    private final Thread writer;
    private Set<String> written = Set.of();

    private HostsFile(Path file, KubernetesClient client) {
        this.file = file;
        this.services = client.services().inAnyNamespace().runnableInformer(0);
        this.pods = client.pods().inAnyNamespace().runnableInformer(0);
        this.writer = Thread.ofVirtual().name("hosts file").unstarted(this::write);
    }

    /** Writes the file and begins to follow the cluster; the client must outlive this. */
    public static HostsFile follow(KubernetesClient client, Path file) throws IOException {
        HostsFile hosts = new HostsFile(file.toAbsolutePath(), client);
        hosts.update();
        hosts.services.addEventHandler(new Waker<>(hosts.changed));
        hosts.pods.addEventHandler(new Waker<>(hosts.changed));
        hosts.services.exceptionHandler((started, failure) -> true).run();
        hosts.pods.exceptionHandler((started, failure) -> true).run();
        hosts.writer.start();
        return hosts;
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** What makes a JVM read it. */
    public String javaOption() {
        return "-Djdk.net.hosts.file=" + file;
    }

    @Override
    public void close() {
        writer.interrupt();
        services.close();
        pods.close();
    }

    private void write() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                try {
                    update();
                } catch (IOException e) {
                    LOG.warn("{} cannot be written, trying again: {}", file, e.toString());
                    Thread.sleep(RETRY_MILLIS);
                    changed.release();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void update() throws IOException {
        Set<String> lines = ownNames();
        lines.addAll(
                HeadlessNames.lines(services.getStore().list(), pods.getStore().list()));
        if (!lines.equals(written)) {
            FileTree.replace(file, String.join("\n", lines) + "\n");
            written = lines;
        }
    }

    private static Set<String> ownNames() throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        lines.add("127.0.0.1 localhost");
        Path system = Path.of("/etc/hosts");
        if (Files.isReadable(system)) {
            Files.readAllLines(system).stream()
                    .map(line -> line.split("#", 2)[0].strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(lines::add);
        }
        try {
            InetAddress self = InetAddress.getLocalHost();
            lines.add(self.getHostAddress() + " " + self.getHostName());
        } catch (UnknownHostException namelessMachine) {
            return lines;
        }
        return lines;
    }

    /** Notes that something changed, whatever it was. */
    private record Waker<T>(Semaphore changed) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            changed.release();
        }

        @Override
        public void onUpdate(T old, T object) {
            changed.release();
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            changed.release();
        }
    }
}
