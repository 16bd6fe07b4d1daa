package dev.fleetcell.node.cell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a node.
 *
 * @param settings that differ from the cell's usual ones
 * @param dns name of the hosts file that is its DNS
 * @param prefix what runs the JVM, for limits; may be empty
 */
public record NodeSpec(
        String name,
        String address,
        Map<String, String> settings,
        String dns,
        List<String> prefix,
        List<String> jvmOptions) {

    public static NodeSpec of(String name, String address) {
        return new NodeSpec(name, address, Map.of(), "hosts", List.of(), List.of());
    }

    public NodeSpec with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new NodeSpec(name, address, Map.copyOf(more), dns, prefix, jvmOptions);
    }

    public NodeSpec withDns(String ownDns) {
        return new NodeSpec(name, address, settings, ownDns, prefix, jvmOptions);
    }

    public NodeSpec under(List<String> newPrefix, List<String> newJvmOptions) {
        return new NodeSpec(name, address, settings, dns, newPrefix, newJvmOptions);
    }
}
