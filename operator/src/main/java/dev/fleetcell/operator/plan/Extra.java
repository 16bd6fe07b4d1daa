package dev.fleetcell.operator.plan;

/**
 * What was measured above the model, added to every projection. Coefficients are thousandths of a task; each product is
 * rounded up.
 */
public record Extra(int fixed, int perUnitMilli, int perPeerMilli) {
    public static final Extra NONE = new Extra(0, 0, 0);

    long tasks(int units, int peers) {
        return fixed
                + Math.ceilDiv((long) perUnitMilli * units, 1000L)
                + Math.ceilDiv((long) perPeerMilli * peers, 1000L);
    }
}
