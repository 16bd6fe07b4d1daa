package dev.fleetcell.e2e;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gathers everything at once when a test fails: later the cluster would tell another story. */
public final class EvidenceOnFailure implements AfterTestExecutionCallback {
    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            return;
        }
        var file = "e2e/target/failed-" + test.getRequiredTestClass().getSimpleName() + "-"
                + test.getRequiredTestMethod().getName() + ".tar.gz";
        var gathered = Shell.run("tools/must-gather", "--output", file);
        System.err.println(
                gathered.exitCode() == 0
                        ? "evidence is in " + file
                        : "no evidence could be gathered: " + gathered.err());
    }
}
