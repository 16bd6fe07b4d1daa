package dev.fleetcell.sandbox.kubelet;

/** Where pods get their addresses from. */
public interface PodAddresses {
    /** An address that is not in use. */
    String next();

    /** Takes an address back. */
    void release(String address);
}
