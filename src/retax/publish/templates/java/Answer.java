package /*{package}*/;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer for one line of returned goods: what {@code retax check} answers.
 *
 * @param status the worst outcome of the clauses
 * @param announcement the governing announcement; null where none is known
 * @param decidedBy the id of the first clause with the worst outcome; null if eligible
 * @param lastDay the last day to come back; null while it is not known
 * @param daysLeft the days left to it, negative where it has passed; null while not known
 * @param countedFrom the fact it is counted from; null while not known
 * @param countedTo the fact that ends the period; null while not known
 * @param asks the missing facts and the questions that ask for them
 * @param findings what became of each clause, in order
 * @param documents the papers to file
 * @param reliefs what becomes of each tax
 * @param actions what is to be done, in order
 * @param routes other ways that may be open
 * @param assumed the presumed facts the case rests on
 * @param openQuestions the open questions of law on which the case turns
 * @param decidingSettlements the settled questions whose two sides differ here
 * @param facts the facts
 * @param options the options
 */
public record Answer(
        Status status,
        Announcement announcement,
        String decidedBy,
        LocalDate lastDay,
        Long daysLeft,
        Fact countedFrom,
        Fact countedTo,
        List<Ask> asks,
        List<Finding> findings,
        List<Document> documents,
        List<Relief> reliefs,
        List<Action> actions,
        List<Route> routes,
        List<Fact> assumed,
        List<Question> openQuestions,
        List<Question> decidingSettlements,
        Facts facts,
        Options options) {

    /**
     * A missing fact and the question that asks for it.
     *
     * @param fact the fact
     */
    public record Ask(Fact fact) {
    }

    /**
     * What became of one clause.
     *
     * @param clause the id of the clause
     * @param article its article
     * @param named false for a condition that is inferred
     * @param words what the clause demands
     * @param outcome what became of it
     * @param facts the facts it reads
     * @param missing the facts an unknown outcome lacks
     * @param questions the open questions it turns on
     * @param settled the settled questions whose two sides differ
     * @param presumed the presumed facts it rests on
     */
    public record Finding(
            String clause,
            int article,
            boolean named,
            Words words,
            Outcome outcome,
            List<Fact> facts,
            List<Fact> missing,
            List<Question> questions,
            List<Question> settled,
            List<Fact> presumed) {
    }

    /**
     * A document for the application.
     *
     * @param id its id
     * @param papers any one of them serves
     * @param named whether the announcement names it
     * @param certainty how certainly it is needed
     * @param held whether it is held; null where the papers held are unknown
     * @param words its words
     * @param basis where it comes from
     */
    public record Document(
            String id,
            List<Paper> papers,
            boolean named,
            Certainty certainty,
            Boolean held,
            Words words,
            Words basis) {
    }

    /**
     * What becomes of one tax.
     *
     * @param tax the tax
     * @param effect what becomes of it
     * @param words the sentence
     */
    public record Relief(String tax, String effect, Words words) {
    }

    /**
     * Something to be done.
     *
     * @param id its id
     * @param due by when; null: no day of its own
     * @param words the sentence
     */
    public record Action(String id, LocalDate due, Words words) {
    }

    /**
     * Another way that may be open.
     *
     * @param id its id
     * @param words the sentence
     */
    public record Route(String id, Words words) {
    }

    /** Returns the finding on a clause; null for an unknown id. */
    public Finding finding(String clause) {
        return findings.stream().filter(each -> each.clause().equals(clause)).findFirst().orElse(null);
    }

    /** Returns the answer as JSON, as {@code Verdict.to_json()} writes it. */
    public String toJson() {
        return Json.of(asMap(null));
    }

    /** Returns the answer as JSON with its sentences in a language. */
    public String toJson(Lang lang) {
        return Json.of(asMap(lang));
    }

    private Map<String, Object> asMap(Lang lang) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", status.id());
        map.put("announcement", announcement == null ? null : announcement.id());
        map.put("cites", announcement == null ? null : both(announcement.cites()));
        map.put("caveat", announcement == null ? null : both(announcement.caveat()));
        map.put("decided_by", decidedBy);
        map.put("last_day", text(lastDay));
        map.put("asks", asks.stream().map(each -> asMap(each, lang)).toList());
        map.put("findings", findings.stream().map(each -> asMap(each, lang)).toList());
        map.put("documents", documents.stream().map(each -> asMap(each, lang)).toList());
        map.put("reliefs", reliefs.stream().map(each ->
            said(entry("tax", each.tax(), "effect", each.effect()), "words", each.words(), lang)).toList());
        map.put("actions", actions.stream().map(each ->
            said(entry("id", each.id(), "due", text(each.due())), "words", each.words(), lang)).toList());
        map.put("routes", routes.stream().map(each ->
            said(entry("id", each.id()), "words", each.words(), lang)).toList());
        map.put("assumed", ids(assumed));
        map.put("facts", facts.asMap());
        map.put("as_of", text(options.asOf()));
        Map<String, Object> settled = new java.util.TreeMap<>();
        options.settled().forEach((question, side) -> settled.put(question.id(), side.id()));
        map.put("settled", settled);
        map.put("days_off", options.daysOff() == null
            ? null : options.daysOff().stream().map(LocalDate::toString).toList());
        map.put("known_on", text(options.knownOn()));
        map.put("law_reviewed_on", Tables.LAW_REVIEWED_ON);
        map.put("version", Tables.VERSION);
        map.put("days_left", daysLeft);
        map.put("counted_from", countedFrom == null ? null : countedFrom.id());
        map.put("counted_to", countedTo == null ? null : countedTo.id());
        map.put("open_questions", ids(openQuestions));
        map.put("deciding_settlements", ids(decidingSettlements));
        said(map, "status_words", status.words(), lang);
        return said(map, "status_sentence", status.sentence(), lang);
    }

    private static Map<String, Object> asMap(Ask ask, Lang lang) {
        List<Map<String, Object>> accepted = ask.fact().accepted().entrySet().stream()
            .map(each -> said(entry("value", each.getKey()), "words", each.getValue(), lang)).toList();
        return said(
            entry("fact", ask.fact().id(), "kind", ask.fact().kind(), "accepted", accepted),
            "question", ask.fact().question(), lang);
    }

    private static Map<String, Object> asMap(Finding finding, Lang lang) {
        Map<String, Object> map = entry(
            "clause", finding.clause(), "article", finding.article(), "named", finding.named(),
            "outcome", finding.outcome().id(), "facts", ids(finding.facts()),
            "missing", ids(finding.missing()), "questions", ids(finding.questions()),
            "settled", ids(finding.settled()), "presumed", ids(finding.presumed()));
        said(map, "words", finding.words(), lang);
        return said(map, "outcome_words", finding.outcome().words(), lang);
    }

    private static Map<String, Object> asMap(Document document, Lang lang) {
        Map<String, Object> map = entry(
            "id", document.id(), "papers", ids(document.papers()), "named", document.named(),
            "certainty", document.certainty().id(), "held", document.held());
        said(map, "words", document.words(), lang);
        return said(map, "basis", document.basis(), lang);
    }

    private static Map<String, Object> entry(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            map.put((String) namesAndValues[at], namesAndValues[at + 1]);
        }
        return map;
    }

    private static Map<String, Object> said(
            Map<String, Object> map, String name, Words words, Lang lang) {
        if (lang != null) {
            map.put(name, words.text(lang));
        }
        return map;
    }

    private static Map<String, Object> both(Words words) {
        return words == null ? null : entry("zh", words.zh(), "en", words.en());
    }

    private static String text(LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static List<String> ids(List<? extends Identified> words) {
        return words.stream().map(Identified::id).toList();
    }
}
