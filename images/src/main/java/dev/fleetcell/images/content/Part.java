package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Tree;
import java.util.List;

/**
 * A part of an image: its files and what they are.
 *
 * @param tree the files
 * @param components what they are, for the bill of materials
 */
public record Part(Tree tree, List<Component> components) {
    public Part {
        components = List.copyOf(components);
    }
}
