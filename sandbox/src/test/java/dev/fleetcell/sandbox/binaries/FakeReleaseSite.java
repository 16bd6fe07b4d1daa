package dev.fleetcell.sandbox.binaries;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Release sites of all products on loopback. Unlike the real ones it speaks plain HTTP, and its programs are scripts. */
final class FakeReleaseSite implements AutoCloseable {
    static final Versions VERSIONS = new Versions("1.36.3", "3.6.16", "0.32.0", "1.14.2");
    static final String KUBECTL = "/k8s/v1.36.3/bin/linux/amd64/kubectl";
    static final String ETCD_TOP = "etcd-v3.6.16-linux-amd64";
    static final String ETCD = "/etcd/v3.6.16/" + ETCD_TOP + ".tar.gz";
    static final String ETCD_SUMS = "/etcd/v3.6.16/SHA256SUMS";

    static final String KIND = "/kind/v0.32.0/kind-linux-amd64";
    static final String COREDNS = "/coredns/v1.14.2/coredns_1.14.2_linux_amd64.tgz";

    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeReleaseSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                handlers.getOrDefault(exchange.getRequestURI().getPath(), e -> e.sendResponseHeaders(404, -1))
                        .handle(exchange);
            }
        });
        server.start();
    }

    ReleaseSites sites() {
        return new ReleaseSites(base("/k8s"), base("/etcd"), base("/kind"), base("/coredns"));
    }

    /** All paths that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Answers as the handler does. */
    FakeReleaseSite with(String path, HttpHandler handler) {
        handlers.put(path, handler);
        return this;
    }

    FakeReleaseSite with(String path, byte[] body) {
        return with(path, exchange -> send(exchange, body));
    }

    FakeReleaseSite with(String path, String body) {
        return with(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A program of Kubernetes with its checksum. */
    FakeReleaseSite withKubectl(String body) throws Exception {
        return with(KUBECTL, body).with(KUBECTL + ".sha256", sha256(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** kind with its checksum. */
    FakeReleaseSite withKind(String body) throws Exception {
        byte[] program = body.getBytes(StandardCharsets.UTF_8);
        return with(KIND, program).with(KIND + ".sha256sum", sha256(program) + "  kind-linux-amd64\n");
    }

    /** An archive of CoreDNS with its checksum. */
    FakeReleaseSite withCoreDns(byte[] archive) throws Exception {
        return with(COREDNS, archive).with(COREDNS + ".sha256", sha256(archive) + "  coredns_1.14.2_linux_amd64.tgz\n");
    }

    /** An archive of etcd with its line in the list of checksums, among those of other platforms. */
    FakeReleaseSite withEtcd(byte[] archive) throws Exception {
        return with(ETCD, archive)
                .with(
                        ETCD_SUMS,
                        "0".repeat(64) + "  etcd-v3.6.16-darwin-amd64.zip\n" + sha256(archive) + "  " + ETCD_TOP
                                + ".tar.gz\n" + "1".repeat(64) + "  etcd-v3.6.16-linux-arm64.tar.gz\n");
    }

    static byte[] archive(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                tar.write(new byte[(int) entry.getSize()]);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A file of zeros in an archive; the name is taken as it is, however bad. */
    static TarArchiveEntry file(String name, int size) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        return entry;
    }

    static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private URI base(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
