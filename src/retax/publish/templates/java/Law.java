package /*{package}*/;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The law on returns of cross-border e-commerce exports, published by retax.
 *
 * <pre>{@code
 * Facts facts = Facts.of(Map.of("declared_on", "2026-03-02", "reason", "unsold"));
 * Answer answer = Law.judge(facts, Options.published().withAsOf(LocalDate.of(2026, 8, 1)));
 * }</pre>
 */
public final class Law {
    private final Facts facts;
    private final Options options;
    private final Context strict;
    private final Context lenient;
    private final Tables.Known known;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<List<Fact>> missing = new ArrayList<>();
    private final LocalDate lastDay;
    private final Outcome worst;

    private Law(Facts facts, Options options) {
        this.facts = facts;
        this.options = options;
        strict = Context.of(options, Side.STRICT);
        lenient = Context.of(options, Side.LENIENT);
        known = Tables.known(options.knownOn());
        for (Tables.Clause clause : known.clauses()) {
            outcomes.add(outcomeOf(clause));
        }
        for (int at = 0; at < outcomes.size(); at++) {
            missing.add(outcomes.get(at) == Outcome.UNKNOWN ? missingOf(known.clauses().get(at)) : List.of());
        }
        lastDay = (LocalDate) Tables.LAST_DAY.of(facts, strict);
        Outcome found = Outcome.MET;
        for (Outcome outcome : outcomes) {
            found = outcome.ordinal() < found.ordinal() ? outcome : found;
        }
        worst = found;
    }

    /** Judges one line of returned goods under the options the law was published with. */
    public static Answer judge(Facts facts) {
        return judge(facts, Options.published());
    }

    /** Judges one line of returned goods. */
    public static Answer judge(Facts facts, Options options) {
        return new Law(facts, options).answer();
    }

    /** Returns the version of retax that published the law. */
    public static String version() {
        return Tables.VERSION;
    }

    /** Returns until when the announcements were last looked through for changes. */
    public static LocalDate reviewedOn() {
        return LocalDate.parse(Tables.LAW_REVIEWED_ON);
    }

    private Outcome outcomeOf(Tables.Clause clause) {
        Boolean strictly = (Boolean) clause.holds().of(facts, strict);
        Boolean leniently = clause.questions().isEmpty()
            ? strictly : (Boolean) clause.holds().of(facts, lenient);
        Context truths = Context.truths(
            strictly,
            leniently,
            (Boolean) clause.outstanding().of(facts, strict),
            (Boolean) clause.uncovered().of(facts, strict));
        return Outcome.find((String) Tables.OUTCOME.of(facts, truths));
    }

    private List<Fact> missingOf(Tables.Clause clause) {
        Object[] strictly = (Object[]) clause.missing().of(facts, strict);
        Object[] leniently = (Object[]) clause.missing().of(facts, lenient);
        List<Fact> names = new ArrayList<>();
        for (int at = 0; at < strictly.length; at++) {
            if (Boolean.TRUE.equals(strictly[at]) || Boolean.TRUE.equals(leniently[at])) {
                names.add(clause.mayMiss().get(at));
            }
        }
        if (names.size() > 1) {
            names.remove(Tables.LAST_TO_ASK);
        }
        return names;
    }

    // -- on which questions a clause turns: every choice of sides is tried --------------------------

    private List<Question> varied(Tables.Clause clause, List<Question> questions) {
        Object[] values = (Object[]) clause.readings().of(facts, strict);
        Set<Question> matter = EnumSet.noneOf(Question.class);
        matter.addAll(clause.always());
        for (int at = 0; at < clause.lookedAt().size(); at++) {
            if (!Objects.equals(values[2 * at], values[2 * at + 1])) {
                matter.add(clause.lookedAt().get(at));
            }
        }
        return questions.stream().filter(matter::contains).toList();
    }

    private List<Question> pivotal(
            List<Question> questions, Function<Context, Object> valueOf, BiPredicate<Object, Object> differ) {
        Object[] values = new Object[1 << questions.size()];
        for (int choice = 0; choice < values.length; choice++) {
            boolean[] sides = strict.lenient.clone();
            for (int place = 0; place < questions.size(); place++) {
                sides[questions.get(place).ordinal()] = (choice >> place & 1) == 1;
            }
            values[choice] = valueOf.apply(strict.withLenient(sides));
        }
        List<Question> found = new ArrayList<>();
        for (int place = 0; place < questions.size(); place++) {
            int step = 1 << place;
            for (int choice = 0; choice < values.length; choice++) {
                if ((choice & step) == 0 && differ.test(values[choice], values[choice | step])) {
                    found.add(questions.get(place));
                    break;
                }
            }
        }
        return found;
    }

    private List<Question> questionsOf(Tables.Clause clause) {
        List<Question> open = clause.questions().stream()
            .filter(question -> !options.settled().containsKey(question)).toList();
        return pivotal(varied(clause, open), given -> clause.holds().of(facts, given),
            (one, other) -> Boolean.TRUE.equals(one) != Boolean.TRUE.equals(other));
    }

    private List<Question> settledOf(Tables.Clause clause) {
        List<Question> settled = clause.questions().stream().filter(options.settled()::containsKey).toList();
        if (settled.isEmpty()) {
            return List.of();
        }
        Function<Context, Object> becomes = given -> {
            Context truths = Context.truths(
                null, null, (Boolean) clause.outstanding().of(facts, given), null);
            truths.givenHolds = (Boolean) clause.holds().of(facts, given);
            return Tables.BECOMES.of(facts, truths);
        };
        return pivotal(varied(clause, clause.questions()), becomes,
            (one, other) -> !Objects.equals(one, other)).stream().filter(settled::contains).toList();
    }

    // -- the parts of an answer ----------------------------------------------------------------------

    private List<Tables.Presumption> presumed() {
        Set<Fact> asked = EnumSet.noneOf(Fact.class);
        missing.forEach(asked::addAll);
        Object[] holds = (Object[]) Tables.PRESUMED.of(facts, strict);
        List<Tables.Presumption> found = new ArrayList<>();
        for (int at = 0; at < holds.length; at++) {
            Tables.Presumption each = Tables.PRESUMPTIONS.get(at);
            if ((Boolean) holds[at] && !(each.unlessRequested() && asked.contains(each.fact()))) {
                found.add(each);
            }
        }
        return found;
    }

    private List<Answer.Finding> findings(Announcement governing, List<Tables.Presumption> presumed) {
        List<Answer.Finding> findings = new ArrayList<>();
        for (int at = 0; at < outcomes.size(); at++) {
            Tables.Clause clause = known.clauses().get(at);
            Outcome outcome = outcomes.get(at);
            Words changed = governing == null ? null : governing.clauses().get(clause.id());
            List<Fact> rests = outcome == Outcome.NOT_COVERED ? List.of() : presumed.stream()
                .filter(each -> each.clauses().contains(clause.id())
                    && (outcome != Outcome.FAILED || each.canFail()))
                .map(Tables.Presumption::fact).toList();
            findings.add(new Answer.Finding(
                clause.id(),
                clause.article(),
                clause.named(),
                changed == null ? clause.words() : changed,
                outcome,
                clause.facts(),
                missing.get(at),
                outcome == Outcome.OPEN ? questionsOf(clause) : List.of(),
                settledOf(clause),
                rests));
        }
        return findings;
    }

    private List<Answer.Ask> asks() {
        Set<Fact> names = EnumSet.noneOf(Fact.class);
        if (worst.status().hasWayOn()) {
            missing.forEach(names::addAll);
        }
        return names.stream().map(Answer.Ask::new).toList();
    }

    private List<Answer.Document> documents() {
        List<Answer.Document> documents = new ArrayList<>();
        if (worst.status().hasWayOn()) {
            Object[] values = (Object[]) Tables.NEEDED.of(facts, strict);
            int number = Tables.DOCUMENTS.size();
            for (int at = 0; at < number; at++) {
                Tables.Document each = Tables.DOCUMENTS.get(at);
                if (values[at] != null) {
                    documents.add(new Answer.Document(
                        each.id(), each.papers(), each.named(), Certainty.find((String) values[at]),
                        (Boolean) values[number + at], each.words(), each.basis()));
                }
            }
        }
        return documents;
    }

    private List<Answer.Relief> reliefs() {
        List<Answer.Relief> reliefs = new ArrayList<>();
        if (worst.status().isYes()) {
            Object[] applies = (Object[]) Tables.RELIEVED.of(facts, strict);
            for (int at = 0; at < applies.length; at++) {
                if (Boolean.TRUE.equals(applies[at])) {
                    reliefs.add(Tables.RELIEFS.get(at));
                }
            }
        }
        return reliefs;
    }

    private Set<String> clausesThatAre(Outcome outcome) {
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < outcomes.size(); at++) {
            if (outcomes.get(at) == outcome) {
                ids.add(known.clauses().get(at).id());
            }
        }
        return ids;
    }

    private List<Answer.Action> actions(List<Answer.Document> documents, Collection<Question> open) {
        List<Answer.Action> actions = new ArrayList<>();
        if (!worst.status().hasWayOn()) {
            return actions;
        }
        Set<String> outstanding = clausesThatAre(Outcome.OUTSTANDING);
        steps(outstanding, actions);
        boolean last = outstanding.contains(Tables.OBTAINED_LAST_AFTER);
        for (Answer.Document each : documents) {
            if (each.certainty() == Certainty.REQUIRED && Boolean.FALSE.equals(each.held())
                    && !(last && each.id().equals(Tables.OBTAINED_LAST))) {
                actions.add(obtain(each.id(), null));
            }
        }
        for (Question question : open) {
            actions.add(new Answer.Action("ask_customs:" + question.id(), null, question.action()));
        }
        if (last) {
            actions.add(obtain(Tables.OBTAINED_LAST, lastDay));
        }
        return actions;
    }

    private static Answer.Action obtain(String document, LocalDate due) {
        Words words = Tables.DOCUMENTS.stream()
            .filter(each -> each.id().equals(document)).findFirst().orElseThrow().obtain();
        return new Answer.Action("obtain:" + document, due, words);
    }

    private void steps(Set<String> outstanding, List<Answer.Action> actions) {
        if (outstanding.isEmpty()) {
            return;
        }
        Object[] values = (Object[]) Tables.FITTING.of(facts, strict);
        int number = Tables.ACTIONS.size();
        String unit = facts.unit == null ? "" : String.join(" ", facts.unit.strip().split("\\s+"));
        for (int at = 0; at < number; at++) {
            Tables.Action rule = Tables.ACTIONS.get(at);
            if (Boolean.TRUE.equals(values[at]) && outstanding.contains(rule.clause())) {
                BigDecimal quantity = (BigDecimal) values[number + at];
                Words words = rule.words().filled(Map.of(
                    "day", lastDay == null ? Tables.LAST_DAY_UNKNOWN : Words.both(lastDay.toString()),
                    "n", Words.both(quantity == null ? "" : quantity.toPlainString()),
                    "unit", new Words(unit, unit.isEmpty() ? "" : " " + unit)));
                actions.add(new Answer.Action(rule.id(), rule.dueOnLastDay() ? lastDay : null, words));
            }
        }
    }

    private List<Answer.Route> routes() {
        List<Answer.Route> routes = new ArrayList<>();
        if (worst.status().isYes()) {
            return routes;
        }
        Object[] values = (Object[]) Tables.OPEN_ROUTES.of(facts, strict);
        Set<String> failed = clausesThatAre(Outcome.FAILED);
        int note = Tables.ROUTES.size();
        for (int at = 0; at < Tables.ROUTES.size(); at++) {
            Tables.Route rule = Tables.ROUTES.get(at);
            List<Words> words = new ArrayList<>(List.of(rule.words()));
            for (Words each : rule.notes()) {
                if (Boolean.TRUE.equals(values[note])) {
                    words.add(each);
                }
                note++;
            }
            if (Boolean.TRUE.equals(values[at]) && rule.unlessFailed().stream().noneMatch(failed::contains)) {
                routes.add(new Answer.Route(rule.id(), Words.joined(words, "\uff1b", "; ")));
            }
        }
        return routes;
    }

    private Long daysLeft(Announcement governing) {
        Object[] clock = (Object[]) Tables.CLOCK.of(facts, strict);
        boolean isAway = Boolean.TRUE.equals(clock[0]) || Boolean.TRUE.equals(clock[1]);
        LocalDate reached = isAway ? strict.asOf : (LocalDate) clock[2];
        if (reached == null || lastDay == null || governing == null) {
            return null;
        }
        if (strict.asOf != null && Boolean.TRUE.equals(clock[3]) && !reached.isAfter(lastDay)) {
            return strict.asOf.isAfter(lastDay) ? null : ChronoUnit.DAYS.between(strict.asOf, lastDay);
        }
        return ChronoUnit.DAYS.between(reached, lastDay);
    }

    private Answer answer() {
        Announcement governing = Announcement.find((String) known.announcement().of(facts, strict));
        List<Tables.Presumption> presumed = presumed();
        List<Answer.Finding> findings = findings(governing, presumed);
        Set<Question> open = new LinkedHashSet<>();
        Set<Question> settled = new LinkedHashSet<>();
        findings.forEach(each -> open.addAll(each.questions()));
        findings.forEach(each -> settled.addAll(each.settled()));
        List<Answer.Document> documents = documents();
        Object[] origins = (Object[]) Tables.ORIGINS.of(facts, strict);
        return new Answer(
            worst.status(),
            governing,
            worst == Outcome.MET ? null : known.clauses().get(outcomes.indexOf(worst)).id(),
            lastDay,
            daysLeft(governing),
            Fact.find((String) origins[0]),
            Fact.find((String) origins[1]),
            asks(),
            findings,
            documents,
            reliefs(),
            actions(documents, open),
            routes(),
            presumed.stream().map(Tables.Presumption::fact).toList(),
            List.copyOf(open),
            List.copyOf(settled),
            facts,
            options);
    }
}
