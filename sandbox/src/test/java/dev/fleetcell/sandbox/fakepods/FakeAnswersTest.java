package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.sandbox.fakepods.ReportBehaviour.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeAnswersTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Settings SETTINGS = new Settings("use1-a", 100, 80, "MetadataStore");

    private final FakeAnswers answers = new FakeAnswers("a-1", () -> List.of("a-0", "a-2"));
    private final Life life = new Life();

    /** In the reference node's words: see FleetReport in frontend-node. */
    @Test
    void aReportHasTheReferenceNodesFormat() throws Exception {
        warm();
        answers.behave(Behaviour.NORMAL.withWarmUp(Duration.ofMillis(1500)));
        answers.set(life, true, SETTINGS);
        assertEquals(new ObjectMapper().readTree("""
                {"cell": "use1-a", "node": "a-1", "phase": "Serving", "message": "",
                 "threads": {"total": 42, "limit": 100, "budget": 80, "byGroup": {"jvm": 40, "mesh": 2}, "refusedStarts": 0},
                 "shardMap": {"version": 1, "complete": true, "source": "MetadataStore", "seconds": 1.5, "shards": 256},
                 "peers": {"known": 2, "connected": 2, "names": ["a-0", "a-2"]},
                 "load": {"requests": 0, "rejected": 0}}
                """), report());
    }

    @Test
    void thePhaseFollowsTheNode() throws Exception {
        life.started(T0);
        tell(false, "Cold", 503);
        life.passTime(T0, Behaviour.NORMAL);
        tell(false, "Warming", 503);
        tell(true, "Serving", 200);
        tell(false, "Serving", 503);
        answers.stop(SETTINGS);
        assertEquals("Stopping", report().at("/phase").asText());
        assertEquals(503, status("/q/health/ready"));
        assertEquals(200, status("/q/health/live"));
        answers.begin();
        assertEquals("Cold", report().at("/phase").asText());
    }

    @Test
    void aToldSumIsStillTheSumOfItsGroups() throws Exception {
        answers.behave(Behaviour.NORMAL.withReport(ReportBehaviour.TRUE.withTasks(7)));
        assertEquals(7, report().at("/threads/total").asInt());
        assertEquals(5, report().at("/threads/byGroup/jvm").asInt());
    }

    @Test
    void silenceAfterSomeAnswersEndsWithTheNextContainer() {
        answers.behave(Behaviour.NORMAL.withReport(ReportBehaviour.TRUE.withSilenceAfter(2)));
        assertEquals(200, status("/fleet/report"));
        assertEquals(200, status("/fleet/report"));
        assertInstanceOf(Reply.Silence.class, answers.answer("/fleet/report"));
        assertEquals(200, status("/q/health/live"));
        answers.begin();
        assertEquals(200, status("/fleet/report"));
    }

    @Test
    void kindsOfAnswers() {
        Duration delay = Duration.ofSeconds(1);
        ReportBehaviour late = ReportBehaviour.TRUE.withDelay(delay);
        answers.behave(Behaviour.NORMAL.withReport(late.withAnswer(Answer.ERROR)));
        assertEquals(new Reply.Answer(500, "", 0, delay), answers.answer("/fleet/report"));
        answers.behave(Behaviour.NORMAL.withReport(late.withAnswer(Answer.HUGE)));
        assertEquals(
                ReportBehaviour.HUGE_BYTES,
                assertInstanceOf(Reply.Answer.class, answers.answer("/fleet/report"))
                        .blanks());
        answers.behave(Behaviour.NORMAL.withReport(late.withAnswer(Answer.NOTHING)));
        assertInstanceOf(Reply.Silence.class, answers.answer("/fleet/report"));
        assertEquals(404, status("/else"));
    }

    private void warm() {
        life.started(T0);
        life.passTime(T0, Behaviour.NORMAL);
    }

    private void tell(boolean ready, String phase, int status) throws IOException {
        answers.set(life, ready, SETTINGS);
        assertEquals(phase, report().at("/phase").asText());
        assertEquals(status, status("/q/health/ready"));
    }

    private int status(String path) {
        return assertInstanceOf(Reply.Answer.class, answers.answer(path)).status();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper()
                .readTree(assertInstanceOf(Reply.Answer.class, answers.answer("/fleet/report"))
                        .json());
    }
}
