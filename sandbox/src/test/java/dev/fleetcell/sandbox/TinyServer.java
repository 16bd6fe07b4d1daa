package dev.fleetcell.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A small HTTP server for pods of the tests: answers {@code GET /status} with the code in the file that its argument names, and
 * {@code GET /resolve/NAME} with the addresses of a name.
 */
public final class TinyServer {
    private TinyServer() {}

    /** What an image of it runs. */
    public static List<String> command() throws Exception {
        String classes = Path.of(TinyServer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                classes,
                TinyServer.class.getName());
    }

    /** Arguments: the file. Environment: ADDRESS. Port 8080. */
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(System.getenv("ADDRESS"), 8080), 0);
        server.createContext("/status", exchange -> {
            Path file = Path.of(args[0]);
            int code =
                    Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 200;
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        });
        server.createContext("/resolve/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/resolve/".length());
            byte[] body = Arrays.stream(InetAddress.getAllByName(name))
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .collect(Collectors.joining(" "))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}
