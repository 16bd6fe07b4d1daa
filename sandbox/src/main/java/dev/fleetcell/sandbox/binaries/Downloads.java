package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Downloads of one run, one after the other, through the proxy that Java is set to use. Redirects are followed a few times,
 * never from https to http. No request waits for ever: see {@link DownloadLimits}.
 */
final class Downloads implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final DownloadLimits limits;
    private final HttpClient client;
    private final long start = System.nanoTime();

    Downloads(DownloadLimits limits) {
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * Fails unless a connection to the site can be opened. The client's own limit does not count the time that the look-up of a
     * name takes, which without internet can be half a minute. A site behind a proxy is left to the client.
     */
    static void reach(URI site, Duration limit) throws IOException {
        ProxySelector proxies = ProxySelector.getDefault();
        if (proxies != null && !proxies.select(site).equals(List.of(Proxy.NO_PROXY))) {
            return;
        }
        int port = site.getPort() != -1 ? site.getPort() : site.getScheme().equals("https") ? 443 : 80;
        FutureTask<Boolean> attempt = new FutureTask<>(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(site.getHost(), port), Math.toIntExact(limit.toMillis()));
                return true;
            }
        });
        // A look-up cannot be interrupted: the thread may outlive this call, until the resolver gives up.
        Thread.ofPlatform().daemon().name("reach " + site.getHost()).start(attempt);
        try {
            attempt.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(site.getHost() + " cannot be reached within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(site.getHost() + " cannot be reached (" + reason(e) + ")", e);
        } catch (InterruptedException e) {
            throw interrupted(site, e);
        }
    }

    /**
     * Writes what is at the address into the file, which must not exist; after a failure a part of it may be there.
     *
     * @param most bytes that it may have
     * @throws IOException if the answer is not 200 with a whole body within the limits; the message names the address
     */
    void get(URI from, Path to, long most, DownloadProgress progress) throws IOException {
        AtomicLong length = new AtomicLong();
        BodyHandler<Path> whereItIsFound = info -> {
            length.set(info.headers().firstValueAsLong("content-length").orElse(0));
            return info.statusCode() == 200 ? BodyHandlers.ofFile(to).apply(info) : BodySubscribers.replacing(to);
        };
        CompletableFuture<HttpResponse<Path>> answer =
                client.sendAsync(HttpRequest.newBuilder(from).build(), BodyHandlers.limiting(whereItIsFound, most));
        try {
            int status = await(from, answer, to, length, progress).statusCode();
            if (status != 200) {
                throw new IOException(from + " answers with status " + status);
            }
        } finally {
            answer.cancel(true);
        }
    }

    /** Ends what is still on its way. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private <T> T await(URI from, Future<T> answer, Path to, AtomicLong length, DownloadProgress progress)
            throws IOException {
        long size = 0;
        long grown = System.nanoTime();
        while (true) {
            try {
                return answer.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IOException(from + ": " + reason(e), e);
            } catch (InterruptedException e) {
                throw interrupted(from, e);
            } catch (TimeoutException stillComing) {
                long now = System.nanoTime();
                long sizeNow = Files.exists(to) ? Files.size(to) : 0;
                grown = sizeNow > size ? now : grown;
                size = sizeNow;
                if (now - grown > limits.silence().toNanos()) {
                    throw new IOException(
                            from + " sends nothing for " + limits.silence().toMillis() + " ms", stillComing);
                }
                if (now - start > limits.total().toNanos()) {
                    throw new IOException(
                            "downloads take longer than " + limits.total().toSeconds() + " s; " + from
                                    + " was on its way",
                            stillComing);
                }
                progress.received(size, length.get());
            }
        }
    }

    /** Some exceptions of the client have no message, and that of an unknown host is only its name. */
    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof UnknownHostException) {
            return "no such host is known";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static IOException interrupted(URI from, InterruptedException e) {
        Thread.currentThread().interrupt();
        IOException interrupted = new InterruptedIOException("interrupted while waiting for " + from);
        interrupted.initCause(e);
        return interrupted;
    }
}
