package dev.fleetcell.e2e;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;

/** Gathers everything at once when something fails: later the cluster would tell another story. */
public final class EvidenceOnFailure implements AfterTestExecutionCallback, LifecycleMethodExecutionExceptionHandler {
    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            gather(test, test.getRequiredTestMethod().getName());
        }
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        gather(test, "before");
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        gather(test, "before-" + test.getRequiredTestMethod().getName());
        throw failure;
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        gather(test, "after-" + test.getRequiredTestMethod().getName());
        throw failure;
    }

    private static void gather(ExtensionContext test, String moment) {
        var file = "e2e/target/failed-" + test.getRequiredTestClass().getSimpleName() + "-" + moment + ".tar.gz";
        var gathered = Shell.run("tools/must-gather", "--output", file);
        System.err.println(
                gathered.exitCode() == 0
                        ? "evidence is in " + file
                        : "no evidence could be gathered: " + gathered.err());
    }
}
