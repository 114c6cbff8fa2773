// The law on returns of cross-border e-commerce exports, published by retax; nothing in here is
// written by hand for one rule. It decides nothing that `retax check` would decide otherwise.
//
//     import { judge } from "./law.mjs";
//     judge({ declared_on: "2026-03-02", reason: "unsold" }, { as_of: "2026-08-01" }).status

/** All that the law says in words: facts, clauses, questions, documents, actions, routes. */
export const law = /*{law}*/ null;

/** Facts or options that are not accepted; `refusals` names each with a code and a field. */
export class Refused extends Error {
    constructor(refusals) {
        super(refusals.map((refusal) => refusal.en).join("; "));
        this.name = "Refused";
        this.refusals = refusals;
    }
}

// -- days, as whole numbers counted from 1970-01-01 ------------------------------------------------

const DAY = 86_400_000;

function civil(year, month, date) {
    const moment = new Date(0);
    moment.setUTCFullYear(year, month - 1, date);
    return Math.round(moment.getTime() / DAY);
}

function day(text) {
    return civil(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

function iso(number) {
    return number === null ? null : new Date(number * DAY).toISOString().slice(0, 10);
}

function addMonths(number, months) {
    const moment = new Date(number * DAY);
    const month = moment.getUTCMonth() + months;
    const last = civil(moment.getUTCFullYear(), month + 2, 0);
    const same = civil(moment.getUTCFullYear(), month + 1, moment.getUTCDate());
    return Math.min(same, last);
}

function yearStart(text, place) {
    return civil(Number(text.slice(place, place + 4)), 1, 1);
}

function workingDay(number, o) {
    let working = number;
    while (rests(working, o)) {
        working += 1;
    }
    return working;
}

function rests(number, o) {
    if (o.years.has(new Date(number * DAY).getUTCFullYear())) {
        return o.days_off.has(number);
    }
    const weekday = (((number + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
    return weekday >= 5;
}

// -- exact quantities: whole digits and a power of ten ---------------------------------------------

const NUMBER = /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,4}))?$/;

function quantity(text) {
    const [, digits, exponent] = NUMBER.exec(text);
    const [whole, part = ""] = digits.split(".");
    return { digits: BigInt(whole + part), exponent: Number(exponent ?? 0) - part.length };
}

function scaled(number, exponent) {
    return number.digits * 10n ** BigInt(number.exponent - exponent);
}

function add(one, other) {
    const exponent = Math.min(one.exponent, other.exponent);
    return { digits: scaled(one, exponent) + scaled(other, exponent), exponent };
}

function subtract(one, other) {
    const exponent = Math.min(one.exponent, other.exponent);
    return { digits: scaled(one, exponent) - scaled(other, exponent), exponent };
}

function compare(one, other) {
    const { digits } = subtract(one, other);
    return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

function writtenOut({ digits, exponent }) {
    const sign = digits < 0n ? "-" : "";
    const text = (digits < 0n ? -digits : digits).toString();
    if (exponent >= 0) {
        return sign + (digits === 0n ? text : text + "0".repeat(exponent));
    }
    const padded = text.padStart(1 - exponent, "0");
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function writtenShort({ digits, exponent }) {
    const text = digits.toString();
    const adjusted = exponent + text.length - 1;
    if (exponent <= 0 && adjusted >= -6) {
        return writtenOut({ digits, exponent });
    }
    const mantissa = text.length > 1 ? `${text[0]}.${text.slice(1)}` : text;
    return `${mantissa}E${adjusted < 0 ? "-" : "+"}${Math.abs(adjusted)}`;
}

// -- codes looked up by their longest prefix -------------------------------------------------------

function prefixTable(lists) {
    return new Map(
        Object.entries(lists).flatMap(([word, prefixes]) =>
            prefixes.split(" ").map((prefix) => [prefix, word]),
        ),
    );
}

function longestPrefix(code, table) {
    for (let length = code.length; length > 0; length -= 1) {
        const word = table.get(code.slice(0, length));
        if (word !== undefined) {
            return word;
        }
    }
    return null;
}

// -- the law, compiled -----------------------------------------------------------------------------

/*{functions}*/

const RULES = /*{rules}*/ null;

// -- facts -----------------------------------------------------------------------------------------

const FACTS = new Map(law.facts.map((fact) => [fact.id, fact]));
const ORDER = new Map(law.facts.map((fact, at) => [fact.id, at]));
const PATTERNS = new Map(
    law.facts.filter((fact) => fact.pattern).map((fact) => [fact.id, new RegExp(fact.pattern)]),
);
const ENTRIES = law.facts.filter((fact) => fact.kind === "entry").map((fact) => fact.id);
const VALUES = new Map(
    law.facts.map((fact) => [fact.id, new Map(fact.accepted.map((one) => [one.value, one.words]))]),
);
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const FIRST_DAY = day(law.limits.earliest_date);
const LAST_DAY = day(law.limits.latest_date);
const CODE = /^\d{4}$/;
const NOT_ACCEPTED = Symbol("not accepted");

function isDay(text) {
    return ISO_DAY.test(text) && text.slice(0, 4) !== "0000" && iso(day(text)) === text;
}

function asQuantity(value, fact) {
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || !NUMBER.test(text)) {
        return NOT_ACCEPTED;
    }
    const number = quantity(text);
    const all = number.digits.toString();
    const significant = all.replace(/0+$/, "");
    const exponent = significant === "" ? 0 : number.exponent + all.length - significant.length;
    const length = Math.max(significant.length + Math.max(exponent, 0), -exponent);
    const adjusted = number.exponent + all.length - 1;
    const { most_digits } = law.limits;
    if (length > most_digits || Math.abs(adjusted) > most_digits) {
        return NOT_ACCEPTED;
    }
    return fact.above_zero && number.digits === 0n ? NOT_ACCEPTED : number;
}

function asCount(value, fact) {
    const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
    const fits = Number.isInteger(number) && number >= fact.least && number <= fact.most;
    return fits ? number : NOT_ACCEPTED;
}

function asText(value) {
    const text = Number.isSafeInteger(value) ? String(value) : value;
    const { longest_text } = law.limits;
    const fits = typeof text === "string" && (text.length <= longest_text || [...text].length <= longest_text);
    return fits ? text : NOT_ACCEPTED;
}

function asPapers(value, fact) {
    const papers = VALUES.get(fact.id);
    if (!Array.isArray(value) || value.length > law.limits.most_papers) {
        return NOT_ACCEPTED;
    }
    return value.every((paper) => papers.has(paper)) ? [...new Set(value)].sort() : NOT_ACCEPTED;
}

function asDay(value) {
    const number = typeof value === "string" && isDay(value) ? day(value) : NOT_ACCEPTED;
    return number >= FIRST_DAY && number <= LAST_DAY ? number : NOT_ACCEPTED;
}

const READERS = {
    text: asText,
    day: (value) => (typeof value === "string" && isDay(value) ? asDay(value) : NOT_ACCEPTED),
    yes_no: (value) => (typeof value === "boolean" ? value : NOT_ACCEPTED),
    quantity: asQuantity,
    count: asCount,
    papers: asPapers,
    word: (value, fact) => (VALUES.get(fact.id).has(value) ? value : NOT_ACCEPTED),
};

function matching(value, fact) {
    return typeof value === "string" && PATTERNS.get(fact.id).test(value) ? value : NOT_ACCEPTED;
}

/** Return a value as the law computes with it; null where it is unknown. */
function readValue(fact, given) {
    const value = typeof given === "string" ? given.trim() : given;
    if (value === null || value === undefined || value === "") {
        return null;
    }
    return (READERS[fact.kind] ?? matching)(value, fact);
}

function plainValue(fact, value) {
    if (fact.kind === "day") {
        return iso(value);
    }
    return fact.kind === "quantity" ? writtenShort(value) : value;
}

function wordsOf(fact, value) {
    const said = fact.kind === "papers" ? null : VALUES.get(fact.id).get(String(value));
    if (fact.kind === "papers") {
        const held = fact.accepted.filter((paper) => value.includes(paper.value));
        const none = { zh: "无", en: "none" };
        return held.length === 0 ? none : joined(held.map((paper) => paper.words), "、", ", ");
    }
    const isListed = said !== undefined && !(fact.kind === "code" && CODE.test(value));
    if (isListed) {
        return said;
    }
    const text = fact.kind === "quantity" ? writtenOut(value) : String(plainValue(fact, value));
    return { zh: text, en: text };
}

function joined(said, zh, en) {
    return {
        zh: said.map((one) => one.zh).join(zh),
        en: said.map((one) => one.en).join(en),
    };
}

function filled(words, values) {
    const fill = (text, lang) =>
        text.replace(/\{(\w+)\}/g, (whole, name) => {
            const value = values[name];
            return value === undefined ? whole : typeof value === "object" ? value[lang] : value;
        });
    return { zh: fill(words.zh, "zh"), en: fill(words.en, "en") };
}

/** Write any value for a sentence: also numbers and circles that JSON does not know. */
function asJson(value) {
    try {
        return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}n` : one)) ?? String(value);
    } catch {
        return String(value);
    }
}

/** Show a value as it was given, shortened to 60 characters. */
function quoted(value) {
    const text = typeof value === "string" ? value : asJson(value);
    const shown = text.length <= 58 ? text : `${text.slice(0, 55)}...`;
    return typeof value === "string"
        ? { zh: `“${shown}”`, en: `'${shown}'` }
        : { zh: shown, en: shown };
}

function refusedValue(fact, value) {
    const code = isReadable(fact, value) ? "not_accepted" : "unreadable";
    const papers = unknownPapers(fact, value);
    const given = papers.length > 0 ? joined(papers.slice(0, 10).map(quoted), "、", ", ") : quoted(value);
    const words = papers.length > 0 || isMistaken(fact, value) ? fact.mistaken : fact.refused;
    return refusal(code, fact.id, value, filled(words, { given }));
}

/** Return the papers of a list, or of a text with signs between them, that there are not. */
function unknownPapers(fact, value) {
    const papers = fact.kind === "papers" ? normalizeValue(fact, value) : null;
    return Array.isArray(papers) ? papers.filter((one) => !VALUES.get(fact.id).has(one)) : [];
}

/** Say whether a value is a barcode, or the number of a paper of the other direction. */
function isMistaken(fact, value) {
    const text = typeof value === "string" ? value.trim().toUpperCase() : "";
    if (fact.kind === "hs") {
        return isBarcode(text.replace(/[. ]/g, ""));
    }
    return fact.kind === "entry" && ENTRIES.some((id) => id !== fact.id && PATTERNS.get(id).test(text));
}

function refusal(code, field, value, { zh, en }) {
    return { code, field, value, zh, en };
}

/** Say whether a refused value has the form of its fact and only is not accepted. */
function isReadable(fact, value) {
    const text = typeof value === "string" ? value.trim() : "";
    switch (fact.kind) {
        case "word":
        case "yes_no":
        case "papers":
            return text !== "" || Array.isArray(value);
        case "hs":
            return isBarcode(text.replace(/[. ]/g, ""));
        case "entry":
            return ENTRIES.some((id) => PATTERNS.get(id).test(text.toUpperCase()));
        case "day":
            return isDay(text) || isDay(text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
        case "quantity":
        case "count":
            return typeof value === "number" ? Number.isFinite(value) : NUMBER.test(text.replace(/^-/, ""));
        default:
            return false;
    }
}

function isBarcode(digits) {
    const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0);
    return /^\d{13}$/.test(digits) && sum % 10 === 0;
}

// -- names that are none of a fact -----------------------------------------------------------------

const SIMILAR = 0.65;

function likeness(one, other) {
    const alike = (a, b) => {
        let [best, atA, atB] = [0, 0, 0];
        for (let i = 0; i < a.length; i += 1) {
            for (let j = 0; j < b.length; j += 1) {
                let length = 0;
                while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) {
                    length += 1;
                }
                if (length > best) {
                    [best, atA, atB] = [length, i, j];
                }
            }
        }
        return best === 0
            ? 0
            : best +
                  alike(a.slice(0, atA), b.slice(0, atB)) +
                  alike(a.slice(atA + best), b.slice(atB + best));
    };
    return (2 * alike(one, other)) / (one.length + other.length);
}

function nearName(name) {
    const lower = name.slice(0, 200).toLowerCase().trim();
    let [near, best] = [null, SIMILAR];
    for (const fact of law.facts) {
        if (fact.names.includes(name.trim())) {
            return fact.id;
        }
        for (const known of [fact.id, ...fact.names]) {
            const ratio = likeness(lower, known.toLowerCase());
            if (ratio >= best && !(ratio === best && near !== null)) {
                [near, best] = [fact.id, ratio];
            }
        }
    }
    return near ?? law.facts.find((fact) => fact.near.some((part) => lower.includes(part)))?.id ?? null;
}

function refusedName(name, value) {
    const near = nearName(name);
    const words = near === null ? law.unknown_name : law.unknown_name_near;
    return refusal("unknown_name", name, value, filled(words, { given: name, near: near ?? "" }));
}

/** Say whether a value is an object of names and values; what a Map holds is none of its own. */
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

function refuseNoObject(given) {
    if (!isObject(given)) {
        const words = quoted(given);
        throw new Refused([
            refusal("unreadable", "", given, {
                zh: `要素应为名称与值的对照（JSON 对象），所给为${words.zh}`,
                en: `the facts are ${words.en}; accepted is an object of names and values`,
            }),
        ]);
    }
}

/** Return the facts as the law computes with them, or throw Refused. */
function readAll(given) {
    refuseNoObject(given);
    const refusals = Object.keys(given)
        .filter((name) => !FACTS.has(name))
        .map((name) => refusedName(name, given[name]));
    return readValues(given, given, refusals);
}

/** Return the facts of values by their ids; `written` are the same as they were given. */
function readValues(given, written, refusals) {
    const facts = {};
    for (const fact of law.facts) {
        const value = readValue(fact, given[fact.id]);
        facts[fact.id] = value === NOT_ACCEPTED ? null : value;
        if (value === NOT_ACCEPTED) {
            refusals.push(refusedValue(fact, written[fact.id]));
        }
    }
    if (refusals.length === 0) {
        refusals.push(...contradictions(facts));
    }
    if (refusals.length > 0) {
        throw new Refused(refusals);
    }
    return facts;
}

function contradictions(facts) {
    return RULES.contradictions(facts, NO_OPTIONS).flatMap((found, at) => {
        const { fact, code, facts: named, words } = law.contradictions[at];
        if (found !== true) {
            return [];
        }
        const values = Object.fromEntries(
            named.map((name) => {
                const value = facts[name];
                const unknown = { zh: "未知", en: "unknown" };
                return [name, value === null ? unknown : wordsOf(FACTS.get(name), value)];
            }),
        );
        return [refusal(code, fact, plainValue(FACTS.get(fact), facts[fact]), filled(words, values))];
    });
}

function plainFacts(facts) {
    return Object.fromEntries(
        law.facts
            .filter((fact) => facts[fact.id] !== null)
            .map((fact) => [fact.id, plainValue(fact, facts[fact.id])]),
    );
}

/** Return facts as plain values, unknown ones left out; throws Refused. */
export function validate(facts) {
    return plainFacts(readAll(facts));
}

// -- names and values as people write them ---------------------------------------------------------

const BRACKETS = new RegExp(law.reading.brackets, "g");
const REMARK = new RegExp(law.reading.remark, "i");
const DECLARATION_AND_ITEM = new RegExp(law.reading.declaration_and_item);
const WRITTEN_HS_CODE = new RegExp(law.reading.written_hs_code);
const SEPARATORS = new RegExp(`[${law.reading.paper_separators}]`);
const FACT_OF_NAME = new Map(
    law.facts.flatMap((fact) => [fact.id, ...fact.names].map((name) => [name, fact.id])),
);
const FACT_OF_NORMALIZED = new Map(
    [...FACT_OF_NAME].map(([name, id]) => [normalizeName(name), id]),
);
const VALUE_OF_WORD = new Map(
    law.facts.map((fact) => [
        fact.id,
        new Map(
            fact.accepted
                .filter(({ value }) => fact.kind !== "code" || !CODE.test(value))
                .flatMap(({ value, words, also }) =>
                    [value, words.zh, ...also].map((word) => [word, value]),
                ),
        ),
    ]),
);

function normalizeName(name) {
    const text = [...name].slice(0, law.reading.longest_name).join("").normalize("NFKC");
    const bare = text.replace(BRACKETS, (found) => {
        const inside = found.slice(1, -1).replace(/[\s\p{C}]/gu, "");
        return inside === "" || REMARK.test(inside) ? "" : found;
    });
    return bare.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Return the id of the fact a name is one of; null where it names no fact. */
export function findFact(name) {
    const found = FACT_OF_NAME.get(name.trim());
    if (found !== undefined || name.length > law.reading.longest_name) {
        return found ?? null;
    }
    return FACT_OF_NORMALIZED.get(normalizeName(name.trim())) ?? null;
}

function wordOf(fact, text) {
    const words = VALUE_OF_WORD.get(fact.id);
    const lower = text.toLowerCase();
    return words.get(text) ?? (lower === law.reading.no_code ? text : (words.get(lower) ?? text));
}

/** Return a value in the words of the law; unchanged where it is none of the others. */
function normalizeValue(fact, given) {
    const longest = fact.kind === "text" ? law.limits.longest_text : law.limits.longest_value;
    if (typeof given === "string" && given.length > longest) {
        return given;
    }
    const value = typeof given === "string" ? given.trim() : given;
    if (value === "" || value === undefined) {
        return null;
    }
    const { yes, no } = law.reading;
    switch (fact.kind) {
        case "papers": {
            const papers = typeof value === "string" ? value.split(SEPARATORS) : value;
            return Array.isArray(papers)
                ? papers
                      .map((one) => (typeof one === "string" ? one.trim() : one))
                      .filter((one) => one !== "")
                      .map((one) => (typeof one === "string" ? wordOf(fact, one) : one))
                : papers;
        }
        case "yes_no": {
            const word = typeof value === "string" ? value.toLowerCase() : value === 0 || value === 1 ? String(value) : null;
            return yes.includes(word) ? true : no.includes(word) ? false : value;
        }
        default:
            return typeof value === "string" ? normalizeText(fact, value) : value;
    }
}

function normalizeText(fact, text) {
    switch (fact.kind) {
        case "word":
        case "code":
            return wordOf(fact, text);
        case "day":
            return text.replace(/^([0-9]{4})([0-9]{2})([0-9]{2})$/, "$1-$2-$3");
        case "entry":
            return text.toUpperCase();
        case "hs": {
            const digits = text.replace(/[. ]/g, "");
            return !WRITTEN_HS_CODE.test(text)
                ? text
                : digits.length < 13 || isBarcode(digits)
                  ? digits
                  : digits.slice(0, 10);
        }
        default:
            return text;
    }
}

function isSame(fact, one, other) {
    if (fact.kind === "quantity") {
        const [first, second] = [one, other].map((value) => asQuantity(value, { above_zero: false }));
        const isReadable = first !== NOT_ACCEPTED && second !== NOT_ACCEPTED;
        return isReadable ? compare(first, second) === 0 : one === other;
    }
    if (fact.kind === "papers" && Array.isArray(one) && Array.isArray(other)) {
        return one.every((paper) => other.includes(paper)) && other.every((paper) => one.includes(paper));
    }
    return fact.kind === "count" ? Number(one) === Number(other) : one === other;
}

/** Part a number of 21 digits into the declaration's number and the item. */
function partDeclarationAndItem(byFact, isListed) {
    const numbers = byFact.get("export_entry") ?? [];
    if (isListed && numbers.some(({ value }) => isListNumber(value))) {
        return;
    }
    for (const number of numbers) {
        const item = DECLARATION_AND_ITEM.test(number.value) ? Number(number.value.slice(-2)) : 0;
        if (item > 0) {
            const given = { name: number.name, written: number.written, value: item };
            byFact.set("export_item", [...(byFact.get("export_item") ?? []), given]);
            number.value = number.value.slice(0, 18);
        }
    }
}

function isListNumber(value) {
    return typeof value === "string" && value[8] === "E";
}

/** Return facts of a row as people write it: names and words in either language; throws Refused. */
export function readFacts(row) {
    refuseNoObject(row);
    const refusals = [];
    const byFact = new Map();
    for (const [name, written] of Object.entries(row)) {
        const id = findFact(name);
        if (id === null) {
            refusals.push(refusedName(name, written));
        } else {
            const value = normalizeValue(FACTS.get(id), written);
            byFact.set(id, [...(byFact.get(id) ?? []), { name, written, value }]);
        }
    }
    const isListed = (byFact.get("supervision_code") ?? []).some(({ value }) => value === "9610");
    partDeclarationAndItem(byFact, isListed);
    const [given, asWritten] = [{}, {}];
    for (const [id, values] of byFact) {
        const fact = FACTS.get(id);
        let filledIn = values.filter(({ value }) => value !== null);
        const listed = filledIn.filter(({ value }) => isListNumber(value));
        filledIn = id === "export_entry" && isListed && listed.length > 0 ? listed : filledIn;
        const [first = values[0], ...others] = filledIn;
        const differing = others.find(({ value }) => !isSame(fact, first.value, value));
        if (differing === undefined) {
            given[id] = first.value;
            asWritten[id] = first.written;
        } else {
            refusals.push(refusedTwice(fact, first, differing));
        }
    }
    return plainFacts(readValues(given, asWritten, refusals));
}

function refusedTwice(fact, one, other) {
    const words = filled(law.conflicting, {
        label: fact.label.zh,
        fact: fact.id,
        one: one.name,
        one_value: quoted(one.written),
        other: other.name,
        other_value: quoted(other.written),
    });
    return refusal("conflicting_names", fact.id, one.written, words);
}

// -- options ---------------------------------------------------------------------------------------

const QUESTIONS = law.questions.map((question) => question.id);
const AT = new Map(QUESTIONS.map((id, at) => [id, at]));
const OPTIONS = ["as_of", "settled", "days_off", "known_on", "lang"];
const NO_OPTIONS = { as_of: null, lenient: [], days_off: new Set(), years: new Set() };

function refuseOption(name, value, zh, en) {
    const { zh: given, en: givenEn } = quoted(value);
    throw new Refused([
        refusal("not_accepted", name, value, {
            zh: `选项 ${name} 为${given}；应为${zh}`,
            en: `${name} is ${givenEn}; accepted is ${en}`,
        }),
    ]);
}

function dayOption(name, value) {
    return value === null || value === undefined ? null : dayOf(name, value);
}

function dayOf(name, value) {
    if (typeof value !== "string" || !isDay(value)) {
        refuseOption(name, value, "日期，如 2026-01-31", "a day such as 2026-01-31");
    }
    return day(value);
}

function settledOption(settled) {
    const accepted = law.questions.filter((question) => question.can_be_settled).map(({ id }) => id);
    if (!isObject(settled)) {
        refuseOption("settled", settled, "口径问题与口径的对照", "an object of question ids and sides");
    }
    for (const [question, side] of Object.entries(settled)) {
        if (!accepted.includes(question)) {
            refuseOption("settled", question, accepted.join("、"), `one of ${accepted.join(", ")}`);
        }
        if (side !== "strict" && side !== "lenient") {
            refuseOption("settled", side, "strict 或 lenient", "'strict' or 'lenient'");
        }
    }
    return Object.fromEntries(Object.entries(settled)); // what it inherits was not looked at
}

function readOptions(given) {
    if (!isObject(given)) {
        refuseOption("options", given, "选项名称与值的对照", "an object of options and values");
    }
    for (const name of Object.keys(given)) {
        if (!OPTIONS.includes(name)) {
            refuseOption(name, given[name], OPTIONS.join("、"), `one of the options ${OPTIONS.join(", ")}`);
        }
    }
    const { lang = null } = given;
    if (lang !== null && lang !== "zh" && lang !== "en") {
        refuseOption("lang", lang, "zh 或 en", "'zh' or 'en'");
    }
    const chosen = (name) => (given[name] === undefined ? law.defaults[name] : given[name]);
    const settled = settledOption(chosen("settled"));
    const listed = chosen("days_off");
    if (listed !== null && !Array.isArray(listed)) {
        refuseOption("days_off", listed, "日期的列表", "a list of days");
    }
    const days = listed === null ? null : new Set(listed.map((one) => dayOf("days_off", one)));
    const daysOff = days ?? new Set();
    const shared = {
        as_of: dayOption("as_of", given.as_of),
        days_off: daysOff,
        years: new Set([...daysOff].map((one) => new Date(one * DAY).getUTCFullYear())),
    };
    const sides = (otherwise) => QUESTIONS.map((id) => (settled[id] ?? otherwise) === "lenient");
    return {
        lang,
        settled: Object.fromEntries(Object.entries(settled).sort(([a], [b]) => (a < b ? -1 : 1))),
        days_off: days === null ? null : [...days].sort((a, b) => a - b).map(iso),
        known_on: dayOption("known_on", chosen("known_on")),
        strict: { ...shared, lenient: sides("strict") },
        lenient: { ...shared, lenient: sides("lenient") },
    };
}

function knownLaw(known_on) {
    if (known_on === null) {
        return RULES.known.at(-1);
    }
    return RULES.known.findLast(({ since }) => since === null || day(since) <= known_on);
}

// -- judging ---------------------------------------------------------------------------------------

const CLAUSES = new Map(law.clauses.map((clause) => [clause.id, clause]));
const STATUSES = new Map(law.statuses.map((status) => [status.id, status]));
const OUTCOMES = new Map(law.outcomes.map((outcome) => [outcome.id, outcome]));
const ANNOUNCEMENTS = new Map(law.announcements.map((one) => [one.id, one]));

/** Judge one line of returned goods; throws Refused. */
export function judge(facts, options = {}) {
    return new Case(readAll(facts), readOptions(options)).answer();
}

class Case {
    constructor(facts, options) {
        this.facts = facts;
        this.options = options;
        this.strict = options.strict;
        this.known = knownLaw(options.known_on);
        this.outcomes = this.known.clauses.map((clause) => this.outcomeOf(clause));
        this.missing = this.known.clauses.map((clause, at) =>
            this.outcomes[at] === "unknown" ? this.missingOf(clause) : [],
        );
        this.last_day = RULES.last_day(facts, this.strict);
        const worst = law.outcomes.find(({ id }) => this.outcomes.includes(id));
        this.status = STATUSES.get(worst.status);
        this.decided_by =
            worst.id === "met" ? null : this.known.clauses[this.outcomes.indexOf(worst.id)].id;
    }

    outcomeOf(clause) {
        const { facts, strict: o } = this;
        const strict = clause.holds(facts, o);
        const isClear = clause.questions.length === 0;
        return RULES.outcome(facts, {
            strict,
            lenient: isClear ? strict : clause.holds(facts, this.options.lenient),
            outstanding: clause.outstanding(facts, o),
            uncovered: clause.uncovered(facts, o),
        });
    }

    missingOf(clause) {
        const [strictly, leniently] = [this.strict, this.options.lenient].map((o) =>
            clause.missing(this.facts, o),
        );
        const names = clause.may_miss.filter((_, at) => strictly[at] || leniently[at]);
        return names.length > 1 ? names.filter((name) => name !== RULES.last_to_ask) : names;
    }

    // Every choice of sides is tried, for the questions of which some reading has two values here.
    varied(clause, questions) {
        const values = clause.readings(this.facts, this.strict);
        const matter = new Set(clause.always);
        clause.looked_at.forEach((question, at) => {
            if (values[2 * at] !== values[2 * at + 1]) {
                matter.add(question);
            }
        });
        return questions.filter((question) => matter.has(question));
    }

    pivotal(questions, valueOf, differ) {
        const choices = Array.from({ length: 1 << questions.length }, (_, choice) => {
            const lenient = [...this.strict.lenient];
            questions.forEach((question, place) => {
                lenient[AT.get(question)] = Boolean(choice & (1 << place));
            });
            return valueOf({ ...this.strict, lenient });
        });
        return questions.filter((_, place) =>
            choices.some(
                (value, choice) =>
                    !(choice & (1 << place)) && differ(value, choices[choice | (1 << place)]),
            ),
        );
    }

    questionsOf(clause) {
        const open = clause.questions.filter((id) => !(id in this.options.settled));
        const holds = (o) => clause.holds(this.facts, o) === true;
        return this.pivotal(this.varied(clause, open), holds, (one, other) => one !== other);
    }

    settledOf(clause) {
        const { settled } = this.options;
        const ofClause = clause.questions.filter((id) => id in settled);
        if (ofClause.length === 0) {
            return [];
        }
        const open = clause.questions.filter((id) => !(id in settled));
        const becomes = (o) =>
            RULES.becomes(this.facts, {
                holds: clause.holds(this.facts, o),
                outstanding: clause.outstanding(this.facts, o),
            });
        return this.pivotal(
            this.varied(clause, [...open, ...ofClause]),
            becomes,
            (one, other) => one !== other,
        ).filter((id) => id in settled);
    }

    get presumed() {
        const asked = new Set(this.missing.flat());
        const holds = RULES.presumed(this.facts, this.strict);
        return law.presumptions.filter(
            (one, at) => holds[at] && !(one.unless_requested && asked.has(one.fact)),
        );
    }

    findings(announcement, presumed) {
        const { lang } = this.options;
        return this.known.clauses.map((clause, at) => {
            const { article, named, words } = CLAUSES.get(clause.id);
            const outcome = this.outcomes[at];
            const rests = presumed.filter(
                (one) =>
                    one.clauses.includes(clause.id) && (outcome !== "failed" || one.can_fail),
            );
            const finding = {
                clause: clause.id,
                article,
                named,
                outcome,
                facts: [...clause.facts],
                missing: this.missing[at],
                questions: outcome === "open" ? this.questionsOf(clause) : [],
                settled: this.settledOf(clause),
                presumed: outcome === "not_covered" ? [] : rests.map(({ fact }) => fact),
            };
            const changed = announcement?.clauses[clause.id] ?? words;
            return lang === null
                ? finding
                : {
                      ...finding,
                      words: changed[lang],
                      outcome_words: OUTCOMES.get(outcome).words[lang],
                  };
        });
    }

    said(lang, words) {
        return lang === null ? {} : words;
    }

    asks() {
        const { lang } = this.options;
        const names = new Set(this.status.way_on ? this.missing.flat() : []);
        return law.facts
            .filter(({ id }) => names.has(id))
            .map(({ id, kind, accepted, question }) => ({
                fact: id,
                kind,
                accepted: accepted.map(({ value, words }) =>
                    lang === null ? { value } : { value, words: words[lang] },
                ),
                ...this.said(lang, { question: question[lang] }),
            }));
    }

    documents() {
        const { lang } = this.options;
        if (!this.status.way_on) {
            return [];
        }
        const values = RULES.documents(this.facts, this.strict);
        return law.documents
            .map(({ id, papers, named, words, basis }, at) => ({
                id,
                papers: [...papers],
                named,
                certainty: values[at],
                held: values[law.documents.length + at],
                ...this.said(lang, { words: words[lang], basis: basis[lang] }),
            }))
            .filter(({ certainty }) => certainty !== null);
    }

    reliefs() {
        const { lang } = this.options;
        const applies = this.status.yes ? RULES.reliefs(this.facts, this.strict) : [];
        return law.reliefs
            .filter((_, at) => applies[at])
            .map(({ tax, effect, words }) => ({ tax, effect, ...this.said(lang, { words: words[lang] }) }));
    }

    actions(documents, open) {
        if (!this.status.way_on) {
            return [];
        }
        const { document, after } = law.obtained_last;
        const outstanding = new Set(
            this.known.clauses.filter((_, at) => this.outcomes[at] === "outstanding").map(({ id }) => id),
        );
        const last = outstanding.has(after) ? [this.obtain(document, this.last_day)] : [];
        const papers = documents
            .filter(({ certainty, held }) => certainty === "required" && held === false)
            .map(({ id }) => this.obtain(id, null))
            .filter(({ id }) => !last.some((one) => one.id === id));
        const questions = law.questions
            .filter(({ id }) => open.includes(id))
            .sort((a, b) => open.indexOf(a.id) - open.indexOf(b.id))
            .map(({ id, action }) => this.action(`ask_customs:${id}`, null, action));
        return [...this.steps(outstanding), ...papers, ...questions, ...last];
    }

    action(id, due, words) {
        const { lang } = this.options;
        return { id, due: iso(due), ...this.said(lang, { words: words[lang] }) };
    }

    obtain(id, due) {
        return this.action(`obtain:${id}`, due, law.documents.find((one) => one.id === id).obtain);
    }

    steps(outstanding) {
        if (outstanding.size === 0) {
            return [];
        }
        const values = RULES.actions(this.facts, this.strict);
        const unit = (this.facts.unit ?? "").split(/\s+/).filter(Boolean).join(" ");
        return law.actions.flatMap((rule, at) => {
            if (!values[at] || !outstanding.has(rule.clause)) {
                return [];
            }
            const number = values[law.actions.length + at];
            const words = filled(rule.words, {
                day: this.last_day === null ? law.last_day_unknown : iso(this.last_day),
                n: number === null ? "" : writtenOut(number),
                unit: { zh: unit, en: unit && ` ${unit}` },
            });
            return [this.action(rule.id, rule.due_on_last_day ? this.last_day : null, words)];
        });
    }

    routes() {
        const { lang } = this.options;
        if (this.status.yes) {
            return [];
        }
        const open = RULES.routes(this.facts, this.strict);
        const failed = new Set(
            this.known.clauses.filter((_, at) => this.outcomes[at] === "failed").map(({ id }) => id),
        );
        let note = law.routes.length;
        return law.routes.flatMap(({ id, words, notes, unless_failed }, at) => {
            const told = [words, ...notes.filter(() => open[note++])];
            return open[at] && !unless_failed.some((clause) => failed.has(clause))
                ? [{ id, ...this.said(lang, { words: joined(told, "；", "; ")[lang] }) }]
                : [];
        });
    }

    daysLeft(announcement) {
        const { as_of } = this.strict;
        const [abroad, inTheZone, end, undeclared] = RULES.clock(this.facts, this.strict);
        const reached = abroad || inTheZone ? as_of : end;
        if (reached === null || this.last_day === null || announcement === null) {
            return null;
        }
        if (as_of !== null && undeclared && reached <= this.last_day) {
            return as_of <= this.last_day ? this.last_day - as_of : null;
        }
        return this.last_day - reached;
    }

    answer() {
        const { options, facts, strict } = this;
        const { lang } = options;
        const announcement = ANNOUNCEMENTS.get(this.known.announcement(facts, strict)) ?? null;
        const presumed = this.presumed;
        const findings = this.findings(announcement, presumed);
        const open = [...new Set(findings.flatMap(({ questions }) => questions))];
        const documents = this.documents();
        const [counted_from, counted_to] = RULES.origins(facts, strict);
        return {
            status: this.status.id,
            announcement: announcement?.id ?? null,
            cites: announcement?.cites ?? null,
            caveat: announcement?.caveat ?? null,
            decided_by: this.decided_by,
            last_day: iso(this.last_day),
            asks: this.asks(),
            findings,
            documents,
            reliefs: this.reliefs(),
            actions: this.actions(documents, open),
            routes: this.routes(),
            assumed: presumed.map(({ fact }) => fact),
            facts: plainFacts(facts),
            as_of: iso(strict.as_of),
            settled: options.settled,
            days_off: options.days_off,
            known_on: iso(options.known_on),
            law_reviewed_on: law.law_reviewed_on,
            version: law.version,
            days_left: this.daysLeft(announcement),
            counted_from,
            counted_to,
            open_questions: open,
            deciding_settlements: [...new Set(findings.flatMap(({ settled }) => settled))],
            ...this.said(lang, {
                status_words: this.status.words[lang],
                status_sentence: this.status.sentence[lang],
            }),
        };
    }
}
