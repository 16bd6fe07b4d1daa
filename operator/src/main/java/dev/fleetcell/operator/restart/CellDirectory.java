package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which cells there are, as the API server says. It is asked only in doubt: once for the selector of a restart that begins,
 * and while a cell of a restart has no pass. An informer of its own would hold every FleetCell a second time, for ever, to
 * answer a question that comes up a few times a year.
 */
@ApplicationScoped
class CellDirectory {
    /** An answer is good for this long: one request then serves all cells and restarts of a namespace. */
    static final Duration GOOD = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

    private record Question(String namespace, Optional<LabelSelector> selector) {}

    private record Answer(List<String> names, Instant at) {}

    CellDirectory(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Names of cells, sorted; cells that are being deleted are none any more.
     *
     * @param selector those with such labels; empty for all
     */
    List<String> names(String namespace, Optional<LabelSelector> selector) {
        var now = clock.instant();
        answers.values().removeIf(a -> !a.at().plus(GOOD).isAfter(now));
        var question = new Question(namespace, selector);
        var known = answers.get(question);
        var answer = known == null ? new Answer(ask(question), now) : known;
        answers.put(question, answer);
        return answer.names();
    }

    private List<String> ask(Question question) {
        var all = client.resources(FleetCell.class).inNamespace(question.namespace());
        var list = question.selector().isPresent()
                ? all.withLabelSelector(question.selector().get()).list()
                : all.list();
        return list.getItems().stream()
                .filter(c -> !c.isMarkedForDeletion())
                .map(c -> c.getMetadata().getName())
                .sorted()
                .toList();
    }
}
