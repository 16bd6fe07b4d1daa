package dev.fleetcell.images;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;

/**
 * What is built.
 *
 * @param version of the project: the tag of the images
 * @param time the time that stands in the images instead of that of the build, in whole seconds
 */
record Release(String version, Instant time) {
    /** The release that this program was built with. */
    static Release current() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
            if (in == null) {
                throw new IOException("release.properties is not on the class path: build with 'make images'");
            }
            properties.load(in);
        }
        return new Release(properties.getProperty("version"), Instant.parse(properties.getProperty("timestamp")));
    }
}
