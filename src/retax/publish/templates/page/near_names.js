// -- headings that come near the name of a fact without being one ----------------------------------

/** By what a name comes near to another. */
const NEAR = /*{near}*/ null;

const IN_BRACKETS = new RegExp(law.reading.brackets, "g");
const NEAR_WORD = new RegExp(NEAR.word, "g");
const NEAR_CHINESE = new RegExp(NEAR.chinese);
const READ_BY_A_CLAUSE = law.facts.filter(({ kind }) => kind !== "text");

/** Return the id of the fact a name comes near to; null where to none, or where it names one. */
function findNearFact(name) {
    if (name.length > law.reading.longest_name || findFact(name) !== null) {
        return null;
    }
    const normalized = normalizeName(name);
    return normalized === "" ? null : (nearByPart(name) ?? mostAlike(name, normalized));
}

function nearByPart(name) {
    const bare = findFact(name.normalize("NFKC").replace(IN_BRACKETS, ""));
    if (bare !== null && FACTS.get(bare).kind !== "text") {
        return bare;
    }
    const rest = NEAR.other_things.reduce((text, other) => text.replaceAll(other, ""), normalizeName(name));
    let [longest, found] = [0, null];
    for (const { id, near } of law.facts) {
        for (const part of near.filter((one) => rest.includes(one) && one.length > longest)) {
            [longest, found] = [part.length, id];
        }
    }
    return found;
}

function mostAlike(name, normalized) {
    if (normalized.length < NEAR.shortest_alike) {
        return null;
    }
    const one = compared(name);
    let [most, found] = [0, null];
    for (const [known, id] of KNOWN_NAMES) {
        const ratio = nameLikeness(one, known);
        if (ratio >= NEAR.alike && ratio > most) {
            [most, found] = [ratio, id];
        }
    }
    return found;
}

/** Return a name as it is compared: in Chinese without the words that say what sort it is of. */
function compared(name) {
    let normalized = normalizeName(name);
    if (!NEAR_CHINESE.test(normalized)) {
        const found = name.slice(0, law.reading.longest_name).normalize("NFKC").match(NEAR_WORD) ?? [];
        const words = found.map((word) => word.toLowerCase());
        return { normalized, sorts: [], rest: "", words: words.map((word) => NEAR.same_in_english[word] ?? word) };
    }
    for (const [word, same] of NEAR.same_in_chinese) {
        normalized = normalized.replaceAll(word, same);
    }
    let [sorts, rest] = [[], normalized];
    for (const [word, of] of Object.entries(NEAR.sorts)) {
        if (rest.includes(word)) {
            sorts = [...sorts, ...of];
            rest = rest.replaceAll(word, "");
        }
    }
    return { normalized, sorts, rest, words: [] };
}

const KNOWN_NAMES = READ_BY_A_CLAUSE.flatMap(({ id, names }) =>
    [id, ...names].map((name) => [compared(name), id]),
);

function nameLikeness(one, other) {
    if (one.words.length > 0 !== other.words.length > 0) {
        return 0;
    }
    if (one.words.length > 0) {
        return likenessInEnglish(one.words, other.words);
    }
    const isOfOtherSort =
        one.sorts.length > 0 && other.sorts.length > 0 && !one.sorts.some((sort) => other.sorts.includes(sort));
    if (isOfOtherSort) {
        return 0;
    }
    const whole = likeness(other.normalized, one.normalized);
    const isAlike = whole >= NEAR.alike && restsAlike(one.rest, other.rest) >= NEAR.rests_alike;
    return isAlike ? whole : 0;
}

function restsAlike(one, other) {
    return one === "" && other === "" ? 1 : likeness(other, one);
}

function likenessInEnglish(name, known) {
    if ([...name].sort().join(" ") === [...known].sort().join(" ")) {
        return 1;
    }
    const ratio = likeness(known.join(""), name.join(""));
    if (name.length === known.length) {
        return name.every((word, at) => areAlike(word, known[at])) ? ratio : 0;
    }
    const [shorter, longer] = name.length < known.length ? [name, known] : [known, name];
    const isNothing = shorter.every((word) => NEAR.telling_nothing.includes(word));
    if (isNothing || !shorter.every((word) => longer.includes(word))) {
        return 0;
    }
    if (longer === known) {
        return ratio;
    }
    const more = longer.filter((word) => !shorter.includes(word));
    const isSame = more.every((word) => NEAR.telling_nothing.includes(word) || /^\d+$/.test(word));
    return isSame ? Math.max(ratio, NEAR.alike) : 0;
}

function areAlike(one, other) {
    if (Math.min(one.length, other.length) < NEAR.shortest_word_alike) {
        return one.replace(/s$/, "") === other.replace(/s$/, "");
    }
    return likeness(other, one) >= NEAR.words_alike;
}
