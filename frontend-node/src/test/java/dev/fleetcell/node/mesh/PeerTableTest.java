package dev.fleetcell.node.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.node.mesh.PeerTable.Learned;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final Member SELF = member("c-m-1", 1);
    private static final Member TWO = member("c-m-2", 2);
    private static final Member THREE = member("c-m-3", 3);
    private static final int CAPACITY = 3;

    private final PeerTable table = new PeerTable(SELF, CAPACITY, Duration.ofSeconds(10), Duration.ofSeconds(30));

    @Test
    void withoutAnAnswerFromDnsTheMeshIsNotComplete() {
        MeshView view = table.view(seconds(100));
        assertFalse(view.complete());
        assertEquals("FLEETCELL_MEMBERS has not been looked up yet", view.waiting());
    }

    @Test
    void aloneInDnsTheMeshIsComplete() {
        resolved(0, SELF);
        assertEquals(new MeshView(0, List.of(), true, ""), table.view(0));
    }

    @Test
    void anAddressWithoutANameIsKnownAndWaitedForUntilItIsSilentForTooLong() {
        resolved(0, SELF, TWO);
        assertEquals(List.of(TWO.address()), table.unidentified());
        assertEquals(new MeshView(1, List.of(), false, "not connected yet: 127.0.0.2"), table.view(seconds(10)));
        resolved(9, SELF, TWO);
        assertEquals(new MeshView(1, List.of(), true, ""), table.view(seconds(11)));
    }

    @Test
    void aPeerIsWaitedForUntilItIsConnected() {
        resolved(0, SELF, TWO);
        assertEquals(Learned.NEW, table.heardFrom(TWO, seconds(1)));
        assertEquals(List.of(), table.unidentified());
        assertEquals("not connected yet: c-m-2", table.view(seconds(2)).waiting());
        table.connected("c-m-2", seconds(3));
        assertEquals(new MeshView(1, List.of("c-m-2"), true, ""), table.view(seconds(500)));
    }

    @Test
    void aPeerThatAnswersButDoesNotConnectIsWaitedForForAsLongAsItAnswers() {
        resolved(0, SELF, TWO);
        for (int second = 1; second < 60; second += 5) {
            table.heardFrom(TWO, seconds(second));
        }
        assertFalse(table.view(seconds(60)).complete());
    }

    @Test
    void aPeerThatComesBackUnderItsNameIsTheSamePeerAtAnotherAddress() {
        resolved(0, SELF, TWO);
        table.heardFrom(TWO, 0);
        table.connected("c-m-2", 0);
        table.disconnected("c-m-2", seconds(1));
        Member back = member("c-m-2", 22);
        assertEquals(Learned.MOVED, table.heardFrom(back, seconds(2)));
        assertEquals(List.of(back), table.members());
        assertEquals(1, table.view(seconds(2)).known());
    }

    @Test
    void hearsayDoesNotMoveAConnectedPeer() {
        table.heardFrom(TWO, 0);
        table.connected("c-m-2", 0);
        assertEquals(Learned.SAME, table.heardOf(member("c-m-2", 22), seconds(1)));
        table.disconnected("c-m-2", seconds(2));
        assertEquals(Learned.MOVED, table.heardOf(member("c-m-2", 22), seconds(3)));
    }

    @Test
    void whoIsNeitherConnectedNorInDnsIsForgottenAfterAWhile() {
        resolved(0, SELF, TWO, THREE);
        table.heardFrom(TWO, 0);
        table.heardFrom(THREE, 0);
        table.connected("c-m-3", 0);
        resolved(5, SELF);
        assertEquals(Set.of(), table.expire(seconds(9)));
        assertEquals(Set.of("c-m-2"), table.expire(seconds(11)));
        assertEquals(List.of(THREE), table.members());
    }

    @Test
    void whileDnsNamesAPeerItIsKept() {
        table.heardFrom(TWO, 0);
        resolved(100, SELF, TWO);
        assertEquals(Set.of(), table.expire(seconds(200)));
    }

    @Test
    void whileDnsFailsNobodyIsForgotten() {
        resolved(0, SELF);
        table.heardFrom(TWO, 0);
        table.unresolved("cannot be resolved");
        assertEquals(Set.of(), table.expire(seconds(1000)));
        resolved(1001, SELF);
        assertEquals(Set.of("c-m-2"), table.expire(seconds(1001)));
    }

    @Test
    void aDnsThatFailsLaterLeavesACompleteMeshComplete() {
        resolved(0, SELF);
        table.unresolved("cannot be resolved");
        assertTrue(table.view(seconds(1)).complete());
    }

    @Test
    void whoSaidGoodbyeIsNotBroughtBackByHearsayOrALaggingDns() {
        resolved(0, SELF, TWO);
        table.heardFrom(TWO, 0);
        table.connected("c-m-2", 0);
        table.departed("c-m-2", seconds(1));
        resolved(2, SELF, TWO);
        assertEquals(Learned.SAME, table.heardOf(TWO, seconds(3)));
        assertEquals(new MeshView(0, List.of(), true, ""), table.view(seconds(3)));
        assertEquals(List.of(), table.unidentified());
    }

    @Test
    void whoSaidGoodbyeAndSpeaksAgainIsBack() {
        table.heardFrom(TWO, 0);
        table.departed("c-m-2", seconds(1));
        assertEquals(Learned.NEW, table.heardFrom(TWO, seconds(2)));
        assertEquals(Learned.SAME, table.heardOf(TWO, seconds(3)));
    }

    @Test
    void aGoodbyeIsRememberedOnlyForAWhile() {
        table.heardFrom(TWO, 0);
        table.departed("c-m-2", 0);
        resolved(31, SELF);
        assertEquals(Learned.NEW, table.heardOf(TWO, seconds(32)));
    }

    @Test
    void anAddressThatBelongsToAnotherNodeNowIsTakenFromWhoHadIt() {
        resolved(0, SELF, TWO);
        table.heardFrom(TWO, 0);
        assertEquals(Learned.NEW, table.heardFrom(member("c-m-3", 2), seconds(1)));
        assertEquals(List.of(member("c-m-3", 2)), table.members());
    }

    @Test
    void aNodeDoesNotLearnItselfAndNoticesItsDouble() {
        assertEquals(Learned.SAME, table.heardFrom(SELF, 0));
        assertEquals(Learned.NAME_TAKEN, table.heardFrom(member("c-m-1", 9), 0));
        assertEquals(List.of(), table.members());
    }

    @Test
    void theTableIsBounded() {
        for (int i = 2; i < 2 + CAPACITY; i++) {
            assertEquals(Learned.NEW, table.heardFrom(member("c-m-" + i, i), 0));
        }
        assertEquals(Learned.FULL, table.heardFrom(member("c-m-9", 9), 0));
        assertEquals(Learned.SAME, table.heardFrom(TWO, 0));
    }

    private void resolved(int second, Member... members) {
        table.resolved(java.util.Arrays.stream(members).map(Member::address).toList(), seconds(second));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Member member(String name, int last) {
        return new Member(name, InetAddress.ofLiteral("127.0.0." + last));
    }
}
