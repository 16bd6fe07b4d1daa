package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A template whose nodes never become Ready stops at its first wave, says why, and is taken back. */
final class BadTemplateStep {
    /** A letter is missing: nothing of that name can be pulled. */
    private static final String BAD_IMAGE = "fleetcell/frontend-nod";

    private static final String REVISION_LABEL = "controller-revision-hash";

    private static final String CHANGE = "  Change:";
    private static final int CHANGE_LINES = 6;
    private static final int FIRST_WAVE = Demo.MAX_WARMING;
    private static final int OTHERS = Demo.GROWN - FIRST_WAVE;

    private final Stage stage;
    private final Narrator narrator;

    BadTemplateStep(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    void play() throws IOException, InterruptedException {
        narrator.step("a template that never becomes Ready");
        List<Pod> before = stage.pods();
        try (NodeWatch watch = stage.watchNodes()) {
            breakIt(watch, before);
            takeItBack(watch, before);
        }
    }

    private void breakIt(NodeWatch watch, List<Pod> before) throws IOException, InterruptedException {
        setImage(BAD_IMAGE);
        FleetCell cell = stage.await(
                "the change is held at its first wave",
                c -> CellState.waits(c, "RevisionUnproven") && withBadImage(watch.history()) == FIRST_WAVE,
                () -> {});
        narrator.command("kubectl get fleetcell");
        narrator.line(Stage.require(stage.kubectl("get", "fleetcell")));
        tellChange();
        tellEvents("TemplateChange", "ChangeHeld");
        Expect.that(cell.getStatus().change.kind.equals("TemplateChange"), "the change is a TemplateChange");
        Expect.that(
                cell.getStatus().change.message.contains(BAD_IMAGE), "the message tells what is wrong with the image");
        Expect.that(untouched(watch.history(), before) == OTHERS, "all other nodes serve as before");
        narrator.notice(
                "the image's name has a typo: %d nodes have it, and no other one gets it before those are Ready; %d serve"
                        .formatted(FIRST_WAVE, OTHERS));
    }

    private void takeItBack(NodeWatch watch, List<Pod> before) throws IOException, InterruptedException {
        setImage(stage.image());
        stage.await("every node has the template from before", CellState::ready, () -> {});
        tellEvents("Rollback", "ChangeDone");
        NodeHistory history = stage.wholeHistory(watch);
        Expect.that(
                history.present().size() == Demo.GROWN
                        && history.present().stream().allMatch(NodeHistory::serves),
                "every node serves");
        Expect.that(
                revisions(history.present()).equals(revisions(before))
                        && revisions(before).size() == 1,
                "every node has the revision from before");
        Expect.that(untouched(history, before) == OTHERS, "no node but those of the first wave was ever restarted");
        Expect.that(withBadImage(history) == FIRST_WAVE, "no second wave ever got the bad template");
        Expect.that(history.fewestServing() >= OTHERS, "all but the first wave served all the time");
        narrator.notice(
                "taken back: the %d nodes of the first wave have the template from before; the other %d were never touched, and at least %d served at any moment"
                        .formatted(FIRST_WAVE, OTHERS, history.fewestServing()));
    }

    /** What a description says of the change that is going on. */
    private void tellChange() throws IOException {
        narrator.command("kubectl describe fleetcell " + Stage.CELL + " | grep -A 5 '^" + CHANGE + "'");
        String change = Stage.require(stage.kubectl("describe", "fleetcell", Stage.CELL))
                .lines()
                .dropWhile(l -> !l.equals(CHANGE))
                .limit(CHANGE_LINES)
                .collect(Collectors.joining("\n"));
        Expect.that(!change.isEmpty(), "the description tells of the change");
        narrator.line(change);
    }

    /** The cell's events about a change, once there is one of that reason: they follow the status. */
    private void tellEvents(String change, String reason) throws IOException, InterruptedException {
        String about = "fleetcell/" + Stage.CELL;
        narrator.command("kubectl events --for " + about + " | grep " + change);
        narrator.line(stage.await(
                "an event " + reason,
                () -> Optional.of(stage.kubectl("events", "--for", about)
                                .out()
                                .lines()
                                .filter(l -> l.contains(change))
                                .collect(Collectors.joining("\n")))
                        .filter(lines -> lines.contains(reason)),
                () -> {}));
    }

    private void setImage(String image) throws IOException {
        String patch = "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"" + image
                + "\"}]";
        narrator.command("kubectl patch fleetcell " + Stage.CELL + " --type json -p '" + patch + "'");
        Stage.require(stage.kubectl("patch", "fleetcell", Stage.CELL, "--type", "json", "-p", patch));
    }

    /** How many nodes ever had the bad image. */
    private static long withBadImage(NodeHistory history) {
        return history.born().stream()
                .filter(p -> p.getSpec().getContainers().getFirst().getImage().equals(BAD_IMAGE))
                .count();
    }

    /** How many nodes of {@code before} are still there and serve. */
    private static long untouched(NodeHistory history, List<Pod> before) {
        Set<String> uids = before.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
        return history.present().stream()
                .filter(p -> uids.contains(p.getMetadata().getUid()))
                .filter(NodeHistory::serves)
                .count();
    }

    private static Set<String> revisions(List<Pod> pods) {
        return pods.stream()
                .map(p -> p.getMetadata().getLabels().get(REVISION_LABEL))
                .collect(Collectors.toSet());
    }
}
