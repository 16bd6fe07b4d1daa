package dev.fleetcell.node.mesh;

/** A constant that is written to the wire: its code is part of the protocol. */
interface WireConstant {

    /** From 0 to 255; never given to another constant. */
    int code();
}
