package dev.fleetcell.sandbox.kubelet;

/** Why a container is not running (yet): the values of {@code status.containerStatuses[].state.waiting.reason}. */
public enum WaitingReason {
    /** It is about to be started, or a volume cannot be provided yet (the message says which). */
    CONTAINER_CREATING("ContainerCreating"),
    /** A ConfigMap, Secret or key that its environment needs is missing; tried again every 2 s. */
    CREATE_CONTAINER_CONFIG_ERROR("CreateContainerConfigError"),
    /** The program cannot be started on this machine; tried again with growing delays. */
    CREATE_CONTAINER_ERROR("CreateContainerError"),
    /** No command is known for the image. */
    ERR_IMAGE_PULL("ErrImagePull"),
    /** No command is known for the image, and it is too early to look again. */
    IMAGE_PULL_BACK_OFF("ImagePullBackOff"),
    /** It ended before, and it is too early to start it again. */
    CRASH_LOOP_BACK_OFF("CrashLoopBackOff"),
    /** The pod asks for something that the stand-in lacks and a real kubelet has; it is never started. */
    UNSUPPORTED("UnsupportedByFakeKubelet");

    private final String value;

    WaitingReason(String value) {
        this.value = value;
    }

    /** As it stands in status. */
    public String value() {
        return value;
    }
}
