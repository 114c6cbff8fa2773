// -- an answer in words, for the screen, for paper and for the clipboard ---------------------------

const byId = (entries) => new Map(entries.map((entry) => [entry.id, entry]));
const FACTS = byId(law.facts);
const CLAUSES = byId(law.clauses);
const QUESTIONS = byId(law.questions);
const CERTAINTIES = byId(law.certainties);
const STATUSES = byId(law.statuses);
const OUTCOMES = byId(law.outcomes);

const labelOf = (id) => inLanguage(FACTS.get(id).label);

/** Return a value of a fact in words. */
function valueInWords(id, value) {
    const words = new Map(FACTS.get(id).accepted.map((one) => [one.value, inLanguage(one.words)]));
    if (Array.isArray(value)) {
        return value.length === 0 ? say("none") : listed(value.map((one) => words.get(one)));
    }
    const said = words.get(String(value));
    const isCode = FACTS.get(id).kind === "code" && /\d/.test(value);
    return said === undefined || isCode ? String(value) : said;
}

/** Return the status; a yes that rests on presumptions says so. */
function statusInWords(answer) {
    const status = STATUSES.get(answer.status);
    const words = inLanguage(status.words);
    const n = answer.assumed.length;
    return status.yes && n > 0 ? say("with_presumed", { status: words, n }) : words;
}

function daysInWords(days) {
    if (days === 0) {
        return say("last_day_is_today");
    }
    return days > 0 ? say("days_left", { n: days }) : say("days_late", { n: -days });
}

/** Return the last day, which is one of the law only where an announcement applies. */
function lastDayInWords(answer) {
    if (answer.last_day === null || answer.announcement === null) {
        return null;
    }
    const { last_day: day, days_left: days } = answer;
    return days === null ? day : `${day}${inBrackets(daysInWords(days))}`;
}

const presumedOf = new WeakMap();

/** Return what is presumed of each fact an answer presumes. */
function presumedInWords(answer) {
    if (!presumedOf.has(answer)) {
        const { facts, as_of, settled, days_off, known_on } = answer;
        const options = readOptions({ as_of, settled, days_off, known_on });
        const { presumed } = new Case(readAll(facts), options);
        presumedOf.set(answer, new Map(presumed.map(({ fact, words }) => [fact, inLanguage(words)])));
    }
    return presumedOf.get(answer);
}

/** Return the facts a finding rests on, each with its value: stated, missing or presumed. */
function valuesOf(finding, answer) {
    const ids = new Set([...finding.facts, ...finding.missing, ...finding.presumed]);
    const presumed = presumedInWords(answer);
    return law.facts.filter(({ id }) => ids.has(id)).flatMap(({ id }) => {
        if (id in answer.facts) {
            return [[labelOf(id), valueInWords(id, answer.facts[id])]];
        }
        if (finding.missing.includes(id)) {
            return [[labelOf(id), say("missing")]];
        }
        return finding.presumed.includes(id)
            ? [[labelOf(id), say("not_stated", { presumed: presumed.get(id) })]]
            : [];
    });
}

/** Return the condition with its clause and article. */
function findingInWords({ clause, words }) {
    const article = inLanguage(CLAUSES.get(clause).article_words);
    return `${words}${inBrackets(joined([clause, article]))}`;
}

function asLine(finding, answer) {
    return {
        outcome: finding.outcome,
        badge: inLanguage(OUTCOMES.get(finding.outcome).words),
        text: findingInWords(finding),
        values: valuesOf(finding, answer),
    };
}

function decidingLines(answer) {
    const settled = answer.deciding_settlements.map((id) => inLanguage(QUESTIONS.get(id).asks));
    const lines = settled.length > 0 ? [{ text: say("settled", { questions: listed(settled) }) }] : [];
    if (answer.decided_by === null) {
        const presumed = answer.findings.filter((finding) => finding.presumed.length > 0).length;
        const name = presumed > 0 ? "all_met_presumed" : "all_met";
        return [...lines, { text: say(name, { n: answer.findings.length, presumed }) }];
    }
    const worst = answer.findings.find(({ clause }) => clause === answer.decided_by).outcome;
    const deciding = answer.findings.filter(({ outcome }) => outcome === worst);
    return [...lines, ...deciding.map((finding) => asLine(finding, answer))];
}

/** Return both readings of the open questions; none where no answer to them changes the result. */
function readingLines(answer) {
    const isFailed = answer.findings.some(({ outcome }) => outcome === "failed");
    return isFailed
        ? []
        : answer.open_questions.map((id) => {
              const { asks, strict, lenient, grounds } = QUESTIONS.get(id);
              return {
                  text: `${inLanguage(asks)}${inBrackets(id)}`,
                  values: [
                      [say("strictly"), inLanguage(strict)],
                      [say("leniently"), inLanguage(lenient)],
                      [say("grounds"), inLanguage(grounds)],
                  ],
              };
          });
}

function paperInWords(document) {
    const certainty = inLanguage(CERTAINTIES.get(document.certainty).words);
    const held = inLanguage(NOTE.held[String(document.held)]);
    return `${document.words}${inBrackets(listed([certainty, held, document.basis]))}`;
}

function actionInWords({ words, due }) {
    const isSaid = due === null || words.includes(due);
    return isSaid ? words : `${words}${inBrackets(say("due", { day: due }))}`;
}

function routeLines(answer) {
    const isLeft = answer.routes.length === 0 && answer.status === "ineligible";
    return isLeft ? [say("no_route")] : answer.routes.map(({ words }) => words);
}

/** Return presumptions, facts presumed alike in one line. */
function presumedLines(answer) {
    const alike = new Map();
    for (const [id, words] of presumedInWords(answer)) {
        alike.set(words, [...(alike.get(words) ?? []), labelOf(id)]);
    }
    return [...alike].map(
        ([presumed, labels]) => `${listed(labels)}${colon()}${say("not_stated", { presumed })}`,
    );
}

const plain = (texts) => texts.map((text) => ({ text }));

/** Return the parts of an answer that have something to say, in order. */
function sectionsOf(answer) {
    return [
        { id: "decides", lines: decidingLines(answer) },
        { id: "presumed", lines: plain(presumedLines(answer)) },
        { id: "asks", lines: plain(answer.asks.map(({ question }) => question)) },
        { id: "readings", lines: readingLines(answer) },
        { id: "actions", lines: plain(answer.actions.map(actionInWords)) },
        { id: "reliefs", lines: plain(answer.reliefs.map(({ words }) => words)) },
        { id: "papers", lines: plain(answer.documents.map(paperInWords)) },
        { id: "routes", lines: plain(routeLines(answer)) },
        { id: "clauses", lines: answer.findings.map((finding) => asLine(finding, answer)) },
    ].filter(({ lines }) => lines.length > 0);
}

/** Return what stands at the head of an answer, by name. */
function headOf(answer) {
    return [
        ["reference", answer.facts.reference ?? null],
        ["law", answer.cites === null ? null : inLanguage(answer.cites)],
        ["as_of", answer.as_of],
        ["last_day", lastDayInWords(answer)],
    ].filter(([, text]) => text !== null);
}

/** Return what stands at its foot. */
function footOf(answer) {
    const caveat = answer.caveat === null ? [] : [`${say("caveat")}${colon()}${inLanguage(answer.caveat)}`];
    const checked = say("checked", { day: answer.law_reviewed_on, version: answer.version });
    return [...caveat, inLanguage(NOTE.responsibility), checked];
}

function lineAsText({ badge, text, values = [] }) {
    const said = values.map(([label, value]) => `${label}${colon()}${value}`);
    return [badge === undefined ? text : `${badge}｜${text}`, ...said.map((one) => `    ${one}`)];
}

/** Return an answer as a text for the file. */
function answerAsText(answer) {
    const bullet = language.now === "zh" ? "  · " : "  - ";
    return [
        `${say("verdict")}${colon()}${statusInWords(answer)}`,
        answer.status_sentence,
        ...headOf(answer).map(([name, text]) => `${say(name)}${colon()}${text}`),
        ...sectionsOf(answer).flatMap(({ id, lines }) => [
            `${say(id)}${colon()}`,
            ...lines.flatMap(lineAsText).map((line) => (line.startsWith("    ") ? line : bullet + line)),
        ]),
        ...footOf(answer),
    ].join("\n");
}
