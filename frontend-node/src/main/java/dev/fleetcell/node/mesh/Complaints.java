package dev.fleetcell.node.mesh;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Logs what is wrong with somebody once, not at every try; remembers the last few hundred. */
final class Complaints {
    private static final Logger LOG = Logger.getLogger(Mesh.class);
    private static final int REMEMBERED = 256;

    private final Map<String, Boolean> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized void about(String whom, String what) {
        if (said.putIfAbsent(whom + " " + what, true) == null) {
            LOG.warnf("Peer %s: %s", whom, what);
        }
    }
}
