package dev.fleetcell.operator.app;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of the operator; as environment {@code FLEETCELL_OPERATOR_*}. */
@StaticInitSafe
@ConfigMapping(prefix = "fleetcell.operator")
public interface OperatorConfig {
    /** Namespace of the lease: the operator's own. */
    @WithDefault("fleetcell-system")
    String namespace();

    /** Name of the lease by which one of several replicas leads. */
    @WithDefault("fleetcell-operator")
    String leaseName();

    /**
     * Namespaces whose cells are looked after, with commas between them. Default: all. Text, because a list would drop
     * empty names silently, and a mistyped one must not become "all".
     */
    Optional<String> watchNamespaces();

    /** This replica's name in the lease; the pod's name in a cluster. Default: a random one. */
    Optional<String> identity();
}
