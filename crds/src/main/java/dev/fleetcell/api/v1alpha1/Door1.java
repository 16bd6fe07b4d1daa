package dev.fleetcell.api.v1alpha1;

/**
 * The guard's first door: CEL rules that the API server runs on create, update and {@code /scale}, also while no
 * operator runs.
 *
 * <p>The rule, in words: an edit that raises neither {@code capacity} nor {@code nodes.min} is always admitted, so that
 * the truth (a lower limit, a bigger model) can always be told. Any other edit needs a size {@code s} for which, with
 * {@code n = max(nodes.min, ceil(capacity / s.units))} nodes,
 *
 * <ul>
 *   <li>{@code n <= nodes.max}, and
 *   <li>{@code sum(fixed + perUnit * s.units + perPeer * (p - 1 + churn)) + 16 + extra <= floor(limit * (100 - reserve) / 100)}
 *       where {@code p = n} for the size in use and {@code max(n, nodes.current)} for another size, which has to fit
 *       beside the nodes that are there; the 16 (pause, probes, exec) falls away where a group {@code pod} is declared.
 * </ul>
 *
 * <p>One rule for each value of {@code overBudget}, so that a refusal is one sentence: {@link #REJECT} goes by the spec and
 * the facts in status, {@link #OVERRIDE} by the spec alone; {@code Clamp} is held by the operator instead of refused here.
 *
 * <p>CEL here has no local variables: {@code [x].exists(v, ...)} names a value. The same formula stands a second time,
 * written independently, in the operator's {@code plan} package; a test holds the two against each other.
 */
final class Door1 {
    private Door1() {}

    private static final String NOT_RAISED = "(oldSelf.hasValue()"
            + " && self.spec.capacity <= oldSelf.value().spec.capacity"
            + " && self.spec.nodes.min <= oldSelf.value().spec.nodes.min)";

    private static final String WANTED = "(self.spec.capacity + s.units - 1) / s.units";

    private static final String CURRENT = "(has(self.status) && has(self.status.size) && has(self.status.nodes)"
            + " && has(self.status.nodes.current) && s.name != self.status.size && self.status.nodes.current > n"
            + " ? self.status.nodes.current : n)";

    private static final String CHURN =
            "(has(self.spec.threads.peerChurn) ? self.spec.threads.peerChurn : self.spec.rollout.maxWarming)";

    private static final String MODEL =
            "self.spec.threads.groups.map(g, g.fixed + g.perUnit * s.units + g.perPeer * q).sum()"
                    + " + (self.spec.threads.groups.exists(g, g.name == 'pod') ? 0 : 16)";

    private static final String EXTRA =
            "(has(self.status) && has(self.status.threads) && has(self.status.threads.extra)"
                    + " ? self.status.threads.extra.fixed"
                    + " + (self.status.threads.extra.perUnitMilli * s.units + 999) / 1000"
                    + " + (self.status.threads.extra.perPeerMilli * q + 999) / 1000 : 0)";

    private static final String LIMIT =
            "(has(self.status) && has(self.status.threads) && has(self.status.threads.observedLimit)"
                    + " && self.status.threads.observedLimit < self.spec.threads.limit"
                    + " ? self.status.threads.observedLimit : self.spec.threads.limit)";

    private static final String SOME_SIZE_WITH = "self.spec.sizes.exists(s, [" + WANTED
            + "].map(w, w > self.spec.nodes.min ? w : self.spec.nodes.min)"
            + ".exists(n, n <= self.spec.nodes.max && [" + CURRENT + " - 1 + " + CHURN + "].exists(q, ";

    private static final String RESERVED = " * (100 - self.spec.threads.reservePercent) / 100)))";

    private static final String WAYS_OUT =
            "Ask for less capacity, offer a larger size, or declare the limit that the nodes really have";

    private static final String DOES_NOT_FIT =
            "does not fit the thread budget: with every size, a node would need more than"
                    + " limit * (100 - reservePercent) / 100 threads, or the cell more than nodes.max nodes. ";

    static final String REJECT = NOT_RAISED + " || self.spec.overBudget != 'Reject' || self.spec.capacity == 0 || "
            + SOME_SIZE_WITH + MODEL + " + " + EXTRA + " <= " + LIMIT + RESERVED;

    static final String REJECT_MESSAGE = DOES_NOT_FIT + WAYS_OUT;

    static final String REJECT_MESSAGE_EXPRESSION =
            "has(self.status) && has(self.status.ceiling) && has(self.status.ceiling.message)"
                    + " ? 'does not fit the thread budget; before this change: ' + self.status.ceiling.message + '. "
                    + WAYS_OUT + "' : '" + REJECT_MESSAGE + "'";

    static final String OVERRIDE = NOT_RAISED + " || self.spec.overBudget != 'Override' || self.spec.capacity == 0 || "
            + SOME_SIZE_WITH + MODEL + " <= self.spec.threads.limit" + RESERVED;

    static final String OVERRIDE_MESSAGE =
            "also under Override what is declared counts, and it " + DOES_NOT_FIT + WAYS_OUT;

    /** Names of nodes and Services are made from a cell's name. */
    static final String NAME_PATTERN = "^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$";

    static final String NAME = "self.metadata.name.matches('" + NAME_PATTERN + "')";

    static final String NAME_MESSAGE =
            "metadata.name: at most 40 characters, lower-case letters, digits and '-', beginning with a letter"
                    + " (names of nodes and Services are made from it)";
}
