package dev.fleetcell.images.archive;

import java.nio.file.Path;

/**
 * A layer that was written.
 *
 * @param name what it holds, for people
 * @param file the compressed tar file
 * @param digest SHA-256 of the compressed file, in hexadecimal digits: by it registries know the layer
 * @param diffId SHA-256 of the tar file before compression, in hexadecimal digits: by it run times know the layer
 * @param size of the tar file before compression, in bytes
 * @param compressedSize of the file, in bytes
 */
public record Layer(String name, Path file, String digest, String diffId, long size, long compressedSize) {}
