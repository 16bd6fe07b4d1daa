package dev.fleetcell.operator.sim;

import java.util.List;

/** What the operator relies on, as sequences. {@link Seen#line} says how to read an expectation. */
final class NamedSequences {
    private NamedSequences() {}

    static List<Sequence> all() {
        return List.of(
                Sequence.of("growth", """
                        budget 1
                        create 3 0 a
                        expect a a a | a>a
                        ready all
                        expect a+ a+ a+ | a>a
                        edit 6 0 a
                        expect a+ a+ a+ a a a | a>a
                        ready 5
                        ready all
                        expect a+ a+ a+ a+ a+ a+ | a>a
                        """),
                Sequence.of("template-behind-the-frontier", """
                        budget 1
                        create 3 3 a
                        ready all
                        edit 3 3 b
                        expect a+ a+ a+ | a>b
                        evict 1 201
                        expect a+ a+- a+ | a>b
                        gone all
                        expect a+ a a+ | a>b
                        ready all
                        expect a+ a+ a+ | a>b
                        """),
                Sequence.of("frontier-lowered-and-evicted", """
                        budget 2
                        create 5 5 a
                        ready all
                        edit 5 5 b
                        evict 3 201
                        evict 4 201
                        evict 2 429
                        expect a+ a+ a+ a+- a+- | a>b
                        edit 5 3 b
                        gone all
                        expect a+ a+ a+ b b | a>b
                        ready all
                        expect a+ a+ a+ b+ b+ | a>b
                        """),
                // Who lowers the frontier first and evicts then, has the controller as a competitor.
                Sequence.of("own-deletions-compete-with-evictions", """
                        budget 2
                        create 5 5 a
                        ready all
                        edit 5 5 b
                        edit 5 3 b
                        expect a+ a+ a+ a+ a+- | a>b
                        evict 3 201
                        expect a+ a+ a+ a+- a+- | a>b
                        gone all
                        expect a+ a+ a+ b b | a>b
                        ready 4
                        expect a+ a+ a+ b b+ | a>b
                        ready 3
                        expect a+ a+ a+ b+ b+ | a>b
                        """),
                Sequence.of("own-deletion-one-at-a-time", """
                        budget 1
                        create 4 4 a
                        ready all
                        edit 4 1 b
                        expect a+ a+ a+ a+- | a>b
                        unready 3
                        expect a+ a+ a+ a- | a>b
                        gone all
                        expect a+ a+ a+ b | a>b
                        ready all
                        expect a+ a+ a+- b+ | a>b
                        gone all
                        expect a+ a+ b b+ | a>b
                        unready 3
                        ready 2
                        expect a+ a+ b+ b | a>b
                        ready all
                        expect a+ a+- b+ b+ | a>b
                        gone all
                        ready all
                        expect a+ b+ b+ b+ | a>b
                        """),
                // A pod that is to be replaced need not be Ready, and what is below it does not matter.
                Sequence.of("own-deletion-takes-a-broken-old-pod", """
                        budget 1
                        create 3 3 a
                        ready 0 1
                        edit 3 0 b
                        expect a+ a+ a- | a>b
                        gone all
                        unready 0
                        ready 2
                        expect a a+- b+ | a>b
                        gone all
                        ready 1
                        expect a- b+ b+ | a>b
                        gone all
                        ready all
                        expect b+ b+ b+ | b>b
                        """),
                Sequence.of("rollback-behind-the-frontier", """
                        budget 1
                        create 4 4 a
                        ready all
                        edit 4 2 b
                        gone all
                        ready all
                        gone all
                        ready all
                        expect a+ a+ b+ b+ | a>b
                        edit 4 4 a
                        expect a+ a+ b+ b+ | a>a
                        evict 3 201
                        gone all
                        ready all
                        expect a+ a+ b+ a+ | a>a
                        edit 4 0 a
                        expect a+ a+ b+- a+ | a>a
                        gone all
                        ready all
                        expect a+ a+ a+ a+ | a>a
                        """),
                Sequence.of("never-ready-keeps-the-current-revision", """
                        budget 1
                        create 3 3 a
                        ready all
                        edit 3 0 b
                        gone all
                        ready all
                        gone all
                        ready all
                        gone all
                        expect b b+ b+ | a>b
                        evict 2 429
                        delete 2
                        gone all
                        expect b b+ b | a>b
                        ready 2
                        unready 1
                        ready 0
                        expect b+ b b+ | a>b
                        edit 3 3 b
                        delete 2
                        gone all
                        expect b+ b a | a>b
                        """),
                Sequence.of("all-ready-once-advances-the-current-revision", """
                        budget 1
                        create 2 2 a
                        ready all
                        edit 2 0 b
                        gone all
                        ready all
                        gone all
                        expect b b+ | a>b
                        ready all
                        expect b+ b+ | b>b
                        unready 0
                        edit 2 2 c
                        delete 1
                        gone all
                        expect b b | b>c
                        """),
                // The partition has no part in it: every pod new and Ready is enough.
                Sequence.of("current-advances-above-a-raised-partition", """
                        budget 1
                        create 2 2 a
                        ready all
                        edit 2 0 b
                        gone all
                        ready all
                        gone all
                        edit 2 2 b
                        expect b b+ | a>b
                        ready all
                        expect b+ b+ | b>b
                        """),
                Sequence.of("shrink-below-the-partition", """
                        budget 1
                        create 5 4 a
                        ready all
                        edit 5 4 b
                        gone all
                        ready all
                        expect a+ a+ a+ a+ b+ | a>b
                        edit 2 4 b
                        expect a+ a+ a+- a+- b+- | a>b
                        gone 3
                        expect a+ a+ a+- _ b+- | a>b
                        gone all
                        expect a+ a+ | a>b
                        edit 5 4 b
                        expect a+ a+ a a b | a>b
                        """),
                // Only new pods are left: the update is complete, and what is below the partition comes back new.
                Sequence.of("shrink-to-the-updated-ones-is-complete", """
                        budget 1
                        create 3 1 a
                        ready all
                        edit 3 0 b
                        gone all
                        ready all
                        gone all
                        ready all
                        expect a+- b+ b+ | a>b
                        gone all
                        expect b b+ b+ | a>b
                        edit 1 1 b
                        expect b b+- b+- | a>b
                        gone all
                        ready all
                        expect b+ | b>b
                        """),
                Sequence.of("growth-with-the-partition-at-the-old-size", """
                        budget 1
                        create 2 2 a
                        ready all
                        edit 2 2 b
                        edit 4 2 b
                        expect a+ a+ b b | a>b
                        edit 6 6 b
                        expect a+ a+ b b a a | a>b
                        """),
                Sequence.of("growth-with-the-partition-in-the-middle", """
                        budget 1
                        create 3 3 a
                        ready all
                        edit 6 4 b
                        expect a+ a+ a+ a b b | a>b
                        ready all
                        expect a+ a+ a+ a+ b+ b+ | a>b
                        edit 7 1 b
                        expect a+ a+ a+ a+ b+ b+ b | a>b
                        ready all
                        expect a+ a+ a+ a+- b+ b+ b+ | a>b
                        """),
                Sequence.of("partition-above-replicas", """
                        budget 1
                        create 2 9 a
                        ready all
                        edit 2 9 b
                        evict 0 201
                        gone all
                        expect a a+ | a>b
                        ready all
                        edit 4 9 b
                        expect a+ a+ a a | a>b
                        edit 4 0 b
                        expect a+ a+ a a- | a>b
                        """),
                Sequence.of("third-template-on-an-unfinished-second", """
                        budget 1
                        create 4 4 a
                        ready all
                        edit 4 2 b
                        gone all
                        ready all
                        gone all
                        expect a+ a+ b b+ | a>b
                        edit 4 2 c
                        expect a+ a+ b b+- | a>c
                        gone all
                        expect a+ a+ b c | a>c
                        ready 3
                        expect a+ a+ b- c+ | a>c
                        gone all
                        delete 0
                        gone all
                        expect a a+ c c+ | a>c
                        edit 4 4 b
                        delete 3
                        gone all
                        expect a a+ c a | a>b
                        """),
                // With no pod at all every update is complete.
                Sequence.of("zero-and-back-in-the-middle-of-a-change", """
                        budget 1
                        create 3 3 a
                        ready all
                        edit 3 2 b
                        gone all
                        expect a+ a+ b | a>b
                        edit 0 2 b
                        expect a+- a+- b- | a>b
                        gone 2
                        expect a+- a+- | a>b
                        gone all
                        expect | b>b
                        edit 3 3 b
                        expect b b b | b>b
                        edit 0 3 b
                        gone all
                        edit 0 3 c
                        expect | c>c
                        edit 2 2 c
                        expect c c | c>c
                        """),
                Sequence.of("ended-pods-are-replaced", """
                        budget 1
                        create 4 4 a
                        ready all
                        edit 4 3 b
                        gone all
                        ready all
                        fail 0
                        expect a a+ a+ b+ | a>b
                        succeed 3
                        expect a a+ a+ b | a>b
                        fail 1 2
                        expect a a a b | a>b
                        delete 1
                        fail 1
                        expect a a- a b | a>b
                        gone all
                        expect a a a b | a>b
                        """),
                Sequence.of("broken-low-pod-without-a-partition", """
                        budget 1
                        create 3 0 a
                        ready 1 2
                        expect a a+ a+ | a>a
                        edit 3 0 b
                        expect a a+ a+- | a>b
                        gone all
                        ready all
                        expect a+ a+- b+ | a>b
                        unready 0
                        gone all
                        ready 1
                        expect a- b+ b+ | a>b
                        gone all
                        expect b b+ b+ | a>b
                        ready all
                        expect b+ b+ b+ | b>b
                        """),
                Sequence.of("recreated-without-its-pods", """
                        budget 1
                        create 3 3 a
                        ready all
                        edit 3 2 b
                        gone all
                        ready all
                        expect a+ a+ b+ | a>b
                        recreate
                        expect a+ a+ b+ | b>b
                        delete 0
                        gone all
                        expect b a+ b+ | b>b
                        """),
                // The uid comes last: a Ready pod costs budget, one that is not Ready is told to come again.
                Sequence.of("evictions", """
                        budget 1
                        create 3 0 a
                        evict 0 201
                        expect a- a a | a>a
                        evict 0 201
                        gone all
                        ready all
                        unready 1
                        evict-other 1 429
                        try-evict 1 201
                        try-evict 0 429
                        evict 1 201
                        gone all
                        ready all
                        try-evict 0 201
                        try-evict 0 201
                        evict-other 2 409
                        evict 0 429
                        budget 2
                        evict 0 201
                        evict 1 429
                        gone all
                        edit 1 0 a
                        gone all
                        ready all
                        """));
    }
}
