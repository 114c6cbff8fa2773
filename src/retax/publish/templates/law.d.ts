// The types of the published law.

export type Day = string; // 2026-01-31
export type Lang = "zh" | "en";
export type Side = "strict" | "lenient";
/*{types}*/

export interface Words { zh: string; en: string }

/** What is known of one line of goods; what is left out, null or blank is unknown. */
export interface Facts {
/*{facts}*/
}

/** What is left out counts as it was published: `law.defaults`. */
export interface Options {
    as_of?: Day | null;
    settled?: { [question in QuestionId]?: Side };
    days_off?: Day[] | null;
    known_on?: Day | null;
    lang?: Lang | null;
}

export interface Ask {
    fact: FactId;
    kind: Kind;
    accepted: { value: string; words?: string }[];
    question?: string;
}

export interface Finding {
    clause: ClauseId;
    article: number;
    named: boolean;
    outcome: Outcome;
    facts: FactId[];
    missing: FactId[];
    questions: QuestionId[];
    settled: QuestionId[];
    presumed: FactId[];
    words?: string;
    outcome_words?: string;
}

export interface Document {
    id: string;
    papers: string[];
    named: boolean;
    certainty: Certainty;
    held: boolean | null;
    words?: string;
    basis?: string;
}

export interface Relief { tax: string; effect: string; words?: string }
export interface Action { id: string; due: Day | null; words?: string }
export interface Route { id: string; words?: string }

/** The answer: the keys of `Verdict.to_dict()` and some more. Sentences are there with `lang`. */
export interface Answer {
    status: Status;
    announcement: string | null;
    cites: Words | null;
    caveat: Words | null;
    decided_by: ClauseId | null;
    last_day: Day | null;
    asks: Ask[];
    findings: Finding[];
    documents: Document[];
    reliefs: Relief[];
    actions: Action[];
    routes: Route[];
    assumed: FactId[];
    facts: Facts;
    as_of: Day | null;
    settled: { [question in QuestionId]?: Side };
    days_off: Day[] | null;
    known_on: Day | null;
    law_reviewed_on: Day;
    version: string;
    days_left: number | null;
    counted_from: FactId | null;
    counted_to: FactId | null;
    open_questions: QuestionId[];
    deciding_settlements: QuestionId[];
    status_words?: string;
    status_sentence?: string;
}

export interface Refusal {
    code: "unknown_name" | "unreadable" | "not_accepted" | "contradiction" | "conflicting_names";
    field: string;
    value: unknown;
    zh: string;
    en: string;
}

export class Refused extends Error {
    refusals: Refusal[];
}

/** A fact: what it is called, what it accepts and how it is asked for. */
export interface FactEntry {
    id: FactId;
    kind: Kind;
    label: Words;
    names: string[];
    near: string[];
    question: Words;
    accepted: { value: string; words: Words; also: string[] }[];
    must_be: Words;
}

/** All that the law says in words. */
export const law: {
    version: string;
    law_reviewed_on: Day;
    defaults: { settled: { [question in QuestionId]?: Side }; days_off: Day[] | null; known_on: Day | null };
    facts: FactEntry[];
    announcements: {
        id: string;
        issued: Day;
        published: Day;
        first_day: Day;
        last_day: Day;
        cites: Words;
        caveat: Words | null;
        clauses: { [clause: string]: Words };
    }[];
    clauses: { id: ClauseId; article: number; article_words: Words; named: boolean; words: Words }[];
    questions: {
        id: QuestionId;
        asks: Words;
        strict: Words;
        lenient: Words;
        grounds: Words;
        can_be_settled: boolean;
        action: Words;
    }[];
    documents: { id: string; papers: string[]; basis: Words; named: boolean; words: Words; obtain: Words | null }[];
    reliefs: { tax: string; effect: string; words: Words }[];
    actions: { id: string; clause: ClauseId; words: Words; due_on_last_day: boolean }[];
    routes: { id: string; words: Words; notes: Words[]; unless_failed: ClauseId[] }[];
    presumptions: { fact: FactId; words: Words; clauses: ClauseId[]; can_fail: boolean }[];
    statuses: { id: Status; words: Words; sentence: Words }[];
    outcomes: { id: Outcome; words: Words; status: Status }[];
    certainties: { id: Certainty; words: Words }[];
    contradictions: { fact: FactId; code: string; facts: FactId[]; words: Words }[];
};

/** Judge one line of returned goods; throws Refused. */
export function judge(facts: Facts, options?: Options): Answer;

/** Return facts as plain values, unknown ones left out; throws Refused. */
export function validate(facts: Facts): Facts;

/**
 * Return facts of a row as people write it (names in either language, 滞销 or unsold, 20260131, 是
 * or Y, HS codes with dots, numbers of 21 digits) as plain values; throws Refused.
 */
export function readFacts(row: { [name: string]: unknown }): Facts;

/** Return the id of the fact a heading names; null where it names none. */
export function findFact(name: string): FactId | null;
