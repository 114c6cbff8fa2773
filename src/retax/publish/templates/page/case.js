// -- the case that is asked about ------------------------------------------------------------------

/** The day in China. */
function today() {
    return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The day as of which one asks, of both parts of the page; blank for none. */
const asked = { as_of: today() };

/** The facts stated, in the order stated; those passed over; the one that is changed. */
const theCase = { facts: {}, order: [], passed: new Set(), changing: null };

function optionsOf() {
    const day = asked.as_of === "" ? {} : { as_of: asked.as_of };
    return { ...day, lang: language.now };
}

function answerOfCase() {
    return judge(theCase.facts, optionsOf());
}

/**
 * Return the facts still to ask for, in the order of the law: those the judgement asks for, and
 * those it presumes only because it is made as of a day.
 */
function stillToAsk(answer) {
    const without = judge(theCase.facts).asks.map(({ fact }) => fact);
    const open = new Set([
        ...answer.asks.map(({ fact }) => fact),
        ...without.filter((id) => answer.assumed.includes(id)),
    ]);
    return law.facts.map(({ id }) => id).filter((id) => open.has(id) && !theCase.passed.has(id));
}

/** Take a value for a fact, as it is written; throws Refused. */
function state(id, written) {
    const facts = readFacts({ ...theCase.facts, [id]: written });
    judge(facts, optionsOf());
    theCase.facts = facts;
    theCase.order = [...theCase.order.filter((one) => one !== id), id];
    theCase.passed.delete(id);
    theCase.changing = null;
}

function passOver(id) {
    forget(id);
    theCase.order.push(id);
    theCase.passed.add(id);
}

function forget(id) {
    delete theCase.facts[id];
    theCase.order = theCase.order.filter((one) => one !== id);
    theCase.passed.delete(id);
    theCase.changing = null;
}

function startOver() {
    Object.assign(theCase, { facts: {}, order: [], passed: new Set(), changing: null });
}
