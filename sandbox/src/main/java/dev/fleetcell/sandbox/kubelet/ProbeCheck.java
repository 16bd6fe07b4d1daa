package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** One execution of a probe, by a plain socket: bounded in time whatever the other side does, and no thread stays behind. */
final class ProbeCheck {
    private static final int LONGEST_STATUS_LINE = 4096;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final Container container;
    private final Probe probe;
    private final String podIp;
    private final int limitMillis;

    ProbeCheck(Container container, Probe probe, String podIp) {
        this.container = container;
        this.probe = probe;
        this.podIp = podIp;
        this.limitMillis = Math.max(1, Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1)) * 1000;
    }

    /** Runs it: empty on success, else what went wrong. */
    Optional<String> run() {
        long deadline = System.nanoTime() + limitMillis * 1_000_000L;
        try (Socket socket = new Socket()) {
            HTTPGetAction http = probe.getHttpGet();
            String host = http != null && http.getHost() != null ? http.getHost() : podIp;
            int port = port(http != null ? http.getPort() : probe.getTcpSocket().getPort());
            socket.connect(new InetSocketAddress(host, port), limitMillis);
            return http == null ? Optional.empty() : get(http, socket, host + ":" + port, deadline);
        } catch (SocketTimeoutException e) {
            return Optional.of("no answer within " + limitMillis / 1000 + " s");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> get(HTTPGetAction http, Socket socket, String host, long deadline) throws IOException {
        String path = Objects.requireNonNullElse(http.getPath(), "/");
        StringBuilder request = new StringBuilder("GET " + (path.startsWith("/") ? "" : "/") + path + " HTTP/1.1\r\n")
                .append("Host: ")
                .append(host)
                .append("\r\nUser-Agent: kube-probe/fake\r\nAccept: */*\r\nConnection: close\r\n");
        for (HTTPHeader header : http.getHttpHeaders()) {
            request.append(header.getName())
                    .append(": ")
                    .append(header.getValue())
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        String[] status = statusLine(socket, deadline).split(" ", 3);
        int code = status.length > 1 && status[1].matches("\\d{3}") ? Integer.parseInt(status[1]) : 0;
        return code >= OK && code < BAD_REQUEST
                ? Optional.empty()
                : Optional.of("HTTP probe failed with statuscode: " + code);
    }

    private static String statusLine(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_STATUS_LINE) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            int c = in.read();
            if (c < 0 || c == '\r' || c == '\n') {
                break;
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private int port(IntOrString port) throws IOException {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(p -> port.getStrVal().equals(p.getName()))
                .findFirst()
                .orElseThrow(() ->
                        new IOException("container " + container.getName() + " has no port named " + port.getStrVal()))
                .getContainerPort();
    }
}
