package dev.fleetcell.node.app;

import dev.fleetcell.node.threads.TaskAllowance;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The declared limit and budget, followed while the node runs: settings are read again, and what else has changed in
 * them is said to wait for a restart. Settings that became invalid change nothing.
 */
final class LiveAllowance implements Supplier<TaskAllowance> {
    private static final Logger LOG = Logger.getLogger(LiveAllowance.class);

    private final SettingsSource source;
    private final Settings atStart;
    private volatile TaskAllowance allowance;
    private String said = "";

    LiveAllowance(SettingsSource source, Settings atStart) {
        this.source = source;
        this.atStart = atStart;
        allowance = atStart.allowance();
    }

    @Override
    public TaskAllowance get() {
        return allowance;
    }

    /** Reads the settings again; for one thread. */
    void refresh() {
        try {
            Settings now = source.read();
            if (!now.allowance().equals(allowance)) {
                LOG.infof("Now %s, before %s", now.allowance(), allowance);
                allowance = now.allowance();
            }
            say(now.differsOnlyInAllowance(atStart) ? "" : "Settings other than limit and budget take a restart");
        } catch (InvalidSettingsException e) {
            say("The settings changed to what cannot be used, and are left as they were: " + e.getMessage());
        }
    }

    private void say(String what) {
        if (!what.isEmpty() && !what.equals(said)) {
            LOG.warn(what);
        }
        said = what;
    }
}
