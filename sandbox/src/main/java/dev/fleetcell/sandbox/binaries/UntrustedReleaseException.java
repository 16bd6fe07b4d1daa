package dev.fleetcell.sandbox.binaries;

import java.io.IOException;

/**
 * What a release site sent is not what was released. Unlike a site that is unavailable, this is no reason to try the next source
 * quietly: somebody has to know.
 */
final class UntrustedReleaseException extends IOException {
    private static final long serialVersionUID = 1;

    UntrustedReleaseException(String message) {
        super(message + ". Nothing was installed. Find out who altered it; to build from source instead, set"
                + " FLEETCELL_DOWNLOAD=never");
    }
}
