package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.cell.Replacement;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import dev.fleetcell.operator.plan.Revisions;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Operators that do one thing wrong, and which invariants that breaks. */
enum Misconduct {
    PAYS_AFTER_EVICTING(Invariant.TICKET) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                Optional<Wait> replace(
                        Replacement.Evictions evictions,
                        Replacement.Till till,
                        Replacement.FrontierMove frontier,
                        List<Node> nodes) {
                    var late = super.replace(evictions, starts -> {}, frontier, nodes);
                    till.pay(nodes.size());
                    return late;
                }
            };
        }
    },
    GROWS_UNPAID(Invariant.TICKET) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                void grow(Replacement.Till till, int nodes, Runnable apply) {
                    apply.run();
                }
            };
        }
    },
    MOVES_THE_FRONTIER_ONE_TOO_FAR(Invariant.ASKED, Invariant.TICKET) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                Optional<Wait> replace(
                        Replacement.Evictions evictions,
                        Replacement.Till till,
                        Replacement.FrontierMove frontier,
                        List<Node> nodes) {
                    return super.replace(evictions, till, ordinal -> frontier.to(Math.max(0, ordinal - 1)), nodes);
                }
            };
        }
    },
    ASKS_NO_BUDGET(Invariant.ASKED) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                Optional<Wait> replace(
                        Replacement.Evictions evictions,
                        Replacement.Till till,
                        Replacement.FrontierMove frontier,
                        List<Node> nodes) {
                    return super.replace(neverAsking(evictions), till, frontier, nodes);
                }
            };
        }
    },
    WRITES_OVER_A_NEWER_STATUS(Invariant.PACE) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean writesOverNewerStatus() {
                    return true;
                }
            };
        }
    },
    WRITES_OVER_A_NEWER_WORKLOAD(
            Invariant.ASKED, Invariant.SHRINK, Invariant.TICKET, Invariant.CONCURRENCY, Invariant.FIRST_WAVE) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                boolean trustsItsCache() {
                    return true;
                }
            };
        }
    },
    EVICTS_BY_NAME(Invariant.UID) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                Optional<String> uid(Node node) {
                    return Optional.empty();
                }
            };
        }
    },
    IGNORES_THE_WINDOW(Invariant.CONCURRENCY, Invariant.FLOOR, Invariant.FIRST_WAVE, Invariant.PACE) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                CellPlan plan(
                        Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
                    return super.plan(hasty(policy), facts, observed, order, now);
                }
            };
        }
    },
    WAITS_FOR_NO_PROOF(Invariant.FIRST_WAVE, Invariant.REST) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                CellPlan plan(
                        Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
                    return super.plan(policy, facts, proven(observed), order, now);
                }
            };
        }
    },
    GROWS_WHATEVER_FITS(Invariant.GUARD) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                CellPlan plan(
                        Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
                    return super.plan(Specs.limit(policy, 1000), facts, observed, order, now);
                }
            };
        }
    },
    IGNORES_THE_PAUSE(Invariant.PAUSED) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                CellPlan plan(
                        Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
                    return super.plan(Specs.paused(policy, false), facts, observed, order, now);
                }
            };
        }
    },
    RESTARTS_WHATEVER_THE_ORDER_SAYS(Invariant.STOPPED) {
        @Override
        Conduct conduct() {
            return new Conduct() {
                @Override
                CellPlan plan(
                        Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
                    var go = order.map(o -> new RestartOrder(o.name(), Stand.GO, o.rate()));
                    return super.plan(policy, facts, observed, go, now);
                }
            };
        }
    },
    EVICTS_NEW_NODES(Invariant.NEWEST) {
        @Override
        Conduct conduct() {
            return new Planned() {
                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    if (!(plan.step() instanceof Step.Replace replace)) {
                        return plan;
                    }
                    var update = observed.revisions().orElseThrow().update();
                    var others = observed.nodes().stream()
                            .filter(n -> n.ready() && n.revision().equals(update))
                            .limit(replace.nodes().size())
                            .toList();
                    return others.isEmpty() ? plan : with(plan, new Step.Replace(replace.kind(), others));
                }
            };
        }
    },
    RESTS_INSTEAD_OF_WAITING(Invariant.REST) {
        @Override
        Conduct conduct() {
            return new Planned() {
                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    return plan.step() instanceof Step.Hold ? with(plan, new Step.Rest()) : plan;
                }
            };
        }
    },
    LEAVES_THE_FRONTIER_WHERE_IT_IS(Invariant.REST) {
        @Override
        Conduct conduct() {
            return new Planned() {
                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    var frontier = observed.revisions().map(Revisions::frontier).orElse(0);
                    return withShape(plan, plan.shape().map(s -> s.withFrontier(Math.max(s.frontier(), frontier))));
                }
            };
        }
    },
    NEVER_REPLACES(Invariant.TRUE_WAIT) {
        @Override
        Conduct conduct() {
            return new Planned() {
                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    return plan.step() instanceof Step.Replace
                            ? plan.heldBy(new Wait(WaitReason.Pace, "for ever"))
                            : plan;
                }
            };
        }
    },
    NEVER_DECIDES(Invariant.ENDS) {
        @Override
        Conduct conduct() {
            return new Planned() {
                private boolean one;

                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    one = !one;
                    return plan.step() instanceof Step.Replace
                            ? plan.heldBy(new Wait(one ? WaitReason.Pace : WaitReason.NodesWarming, "for ever"))
                            : plan;
                }
            };
        }
    },
    SPARES_BROKEN_NODES(Invariant.FIX_REACHES) {
        @Override
        Conduct conduct() {
            return new Planned() {
                @Override
                CellPlan change(CellPlan plan, Observed observed) {
                    var spares = plan.step() instanceof Step.Replace replace
                            && replace.nodes().stream().anyMatch(n -> !n.ready());
                    return spares ? plan.heldBy(new Wait(WaitReason.NodesNotReady, "broken")) : plan;
                }
            };
        }
    };

    /** Names of invariants. */
    private final String breaks;

    Misconduct(Invariant first, Invariant... others) {
        breaks = EnumSet.of(first, others).toString();
    }

    /** Whether that is an invariant that it may break. */
    boolean breaks(Invariant invariant) {
        return List.of(breaks.substring(1, breaks.length() - 1).split(", ", -1)).contains(invariant.name());
    }

    /** Operators that do it; new ones for each history. */
    abstract Conduct conduct();

    /** Operators that change their plans. */
    private abstract static class Planned extends Conduct {
        abstract CellPlan change(CellPlan plan, Observed observed);

        @Override
        CellPlan plan(Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
            return change(super.plan(policy, facts, observed, order, now), observed);
        }
    }

    private static Policy hasty(Policy policy) {
        return Specs.rollout(
                policy, new Policy.Rollout(100, 100, policy.rollout().nodesPerHour()));
    }

    private static Observed proven(Observed observed) {
        var revisions = observed.revisions()
                .map(r -> new Revisions(r.known(), r.update(), r.update(), r.frontier(), r.applied(), r.settled()));
        return new Observed(
                observed.replicas(),
                observed.fresh(),
                observed.censusPassed(),
                observed.nodes(),
                revisions,
                observed.bucket());
    }

    private static Replacement.Evictions neverAsking(Replacement.Evictions evictions) {
        return new Replacement.Evictions() {
            @Override
            public boolean stays(Node node) {
                return true;
            }

            @Override
            public Optional<Wait> ask(Node node) {
                return Optional.empty();
            }

            @Override
            public Optional<Wait> evict(Node node) {
                return evictions.evict(node);
            }

            @Override
            public int atOnce() {
                return Integer.MAX_VALUE;
            }
        };
    }

    private static CellPlan with(CellPlan plan, Step step) {
        return new CellPlan(
                plan.size(),
                plan.desired(),
                plan.target(),
                plan.blocked(),
                plan.unmetCapacity(),
                step,
                plan.shape(),
                plan.away(),
                Optional.of(new CellPlan.Progress(ChangeKind.TemplateChange, 0, 1)),
                plan.queued(),
                plan.rate());
    }

    private static CellPlan withShape(CellPlan plan, Optional<Shape> shape) {
        return new CellPlan(
                plan.size(),
                plan.desired(),
                plan.target(),
                plan.blocked(),
                plan.unmetCapacity(),
                plan.step(),
                shape,
                plan.away(),
                plan.progress(),
                plan.queued(),
                plan.rate());
    }
}
