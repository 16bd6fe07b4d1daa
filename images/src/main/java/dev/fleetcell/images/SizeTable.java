package dev.fleetcell.images;

import dev.fleetcell.images.archive.Layer;
import java.util.List;
import java.util.Locale;

/** Prints how large an image is, layer by layer, in MB of a million bytes. */
final class SizeTable {
    private static final double MB = 1_000_000;
    private static final int SHORT_DIGEST = 12;

    private SizeTable() {}

    /** The table, with a line break at its end. */
    static String of(String tag, List<Layer> layers) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%n%-42s %10s %12s  %s%n", tag, "MB", "compressed", "SHA-256 of the layer"));
        for (Layer layer : layers) {
            table.append(line(
                    "  " + layer.name(),
                    layer.size(),
                    layer.compressedSize(),
                    layer.diffId().substring(0, SHORT_DIGEST)));
        }
        return table.append(line(
                        "  all",
                        layers.stream().mapToLong(Layer::size).sum(),
                        layers.stream().mapToLong(Layer::compressedSize).sum(),
                        ""))
                .toString();
    }

    private static String line(String name, long size, long compressed, String digest) {
        return String.format(Locale.ROOT, "%-42s %10.1f %12.1f  %s", name, size / MB, compressed / MB, digest)
                        .stripTrailing()
                + System.lineSeparator();
    }
}
