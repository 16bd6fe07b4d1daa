package dev.fleetcell.images.content;

import java.nio.file.Path;

/** The kinds of machine that images can be built on; an image is for the kind that it was built on. */
public enum Platform {
    AMD64("amd64", "amd64", "lib64/ld-linux-x86-64.so.2"),
    ARM64("aarch64", "arm64", "lib/ld-linux-aarch64.so.1");

    private final String javaName;
    private final String imageName;
    private final String loader;

    Platform(String javaName, String imageName, String loader) {
        this.javaName = javaName;
        this.imageName = imageName;
        this.loader = loader;
    }

    /**
     * This machine's.
     *
     * @throws IllegalStateException if images cannot be built on such a machine; the message names those that can
     */
    public static Platform current() {
        String here = System.getProperty("os.arch");
        for (Platform platform : values()) {
            if (platform.javaName.equals(here) && System.getProperty("os.name").equals("Linux")) {
                return platform;
            }
        }
        throw new IllegalStateException("images can be built on Linux on amd64 and aarch64; this is "
                + System.getProperty("os.name") + " on " + here);
    }

    /** As images name it. */
    public String imageName() {
        return imageName;
    }

    /** The path of the dynamic loader that stands in every program for this platform, without a leading slash. */
    String loader() {
        return loader;
    }

    /** The file name of the dynamic loader. */
    String loaderFile() {
        return String.valueOf(Path.of(loader).getFileName());
    }
}
