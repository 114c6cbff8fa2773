// -- one question at a time ------------------------------------------------------------------------

/** Show the question that is next, or that there is none. */
function showQuestion(answer) {
    const open = stillToAsk(answer);
    const id = theCase.changing ?? open[0] ?? null;
    const card = id === null ? noQuestion() : questionCard(FACTS.get(id), open);
    document.getElementById("question").replaceChildren(card);
    document.getElementById("all-stated").replaceChildren(statedFacts(), anotherFact(answer));
}

function questionCard(fact, open) {
    const isChanged = theCase.changing !== null;
    const hint = presumedHint(fact.id);
    const refusal = element("p", { id: "refusal", class: "refusal", role: "alert" });
    return element(
        "section",
        { class: "card", "aria-labelledby": "asked" },
        element("p", { class: "progress" }, progressInWords(fact, open.length)),
        element("h2", { id: "asked", tabindex: "-1", "data-fact": fact.id }, inLanguage(fact.question)),
        inputsOf(fact),
        refusal,
        element(
            "div",
            { class: "buttons" },
            button(say("dont_know"), () => answered(() => passOver(fact.id)), {
                id: "dont-know",
                ...(hint === null ? {} : { "aria-describedby": "if-unknown" }),
            }),
            isChanged ? button(say("cancel"), () => answered(() => { theCase.changing = null; })) : backButton(),
        ),
        hint === null ? null : element("p", { id: "if-unknown", class: "hint" }, hint),
    );
}

/** Say how many questions are left, or that one out of turn is answered. */
function progressInWords({ id, label }, n) {
    if (theCase.changing === null) {
        return say("to_ask", { n });
    }
    const isStated = id in theCase.facts || theCase.passed.has(id);
    return isStated ? say("change_of", { label: inLanguage(label) }) : say("state_another");
}

/** Say what a fact counts as while it is unknown, where it counts as something. */
function presumedHint(id) {
    const { [id]: _, ...others } = theCase.facts;
    const presumed = presumedInWords(judge(others, optionsOf())).get(id);
    return presumed === undefined ? null : say("if_unknown", { presumed });
}

function backButton() {
    const last = theCase.order.at(-1);
    return last === undefined ? null : button(say("back"), () => changing(last));
}

function changing(id) {
    theCase.changing = id;
    showCase();
    focusQuestion();
}

/** Do what an answer does, show what follows from it and go to the next question. */
function answered(does) {
    try {
        does();
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        document.getElementById("refusal").textContent = parted(error.refusals.map(inLanguage));
        return;
    }
    showCase();
    announceVerdict();
    focusQuestion();
}

/** Go to the question, or to the verdict where there is none left. */
function focusQuestion() {
    const asked = document.getElementById("asked");
    (asked.dataset.fact === undefined ? document.getElementById("verdict-title") : asked).focus();
}

// -- how a fact is answered ------------------------------------------------------------------------

function inputsOf(fact) {
    switch (fact.kind) {
        case "word":
        case "yes_no":
            return choices(fact);
        case "code":
            return element("div", {}, choices(fact), typed(fact, say("another_code")));
        case "papers":
            return papers(fact);
        default:
            return typed(fact, inLanguage(fact.label));
    }
}

function choices(fact) {
    const now = String(theCase.facts[fact.id]);
    const one = ({ value, words }) => {
        const isCode = fact.kind === "code" && /\d/.test(value);
        const name = isCode ? `${value} ${inLanguage(words)}` : inLanguage(words);
        return button(name, () => answered(() => state(fact.id, value)), {
            class: "choice",
            "data-value": value,
            "aria-pressed": fact.id in theCase.facts ? String(value === now) : null,
        });
    };
    return element(
        "div",
        { class: "choices", role: "group", "aria-labelledby": "asked" },
        fact.accepted.map(one),
    );
}

function typed(fact, name) {
    const isDay = fact.kind === "day";
    const input = element("input", {
        id: "answer",
        type: isDay ? "date" : "text",
        min: isDay ? law.limits.earliest_date : null,
        max: isDay ? law.limits.latest_date : null,
        inputmode: { quantity: "decimal", count: "numeric", code: "numeric" }[fact.kind] ?? null,
        autocomplete: "off",
        "aria-describedby": "must-be",
    });
    const now = theCase.facts[fact.id];
    const isListed = fact.accepted.some(({ value }) => value === now);
    input.value = now === undefined || isListed ? "" : String(now);
    const submit = (event) => {
        event.preventDefault();
        answered(() => (isBlank(input) ? refuseBlank(fact) : state(fact.id, input.value)));
    };
    return element(
        "form",
        { class: "typed", onsubmit: submit, novalidate: true },
        element("label", { for: "answer" }, name),
        input,
        element("button", { type: "submit", class: "primary" }, say("next")),
        element("p", { id: "must-be", class: "hint" }, say("accepted", { must_be: inLanguage(fact.must_be) })),
    );
}

function isBlank(input) {
    return input.value.trim() === "";
}

/** Refuse an empty answer: silence is the other button. */
function refuseBlank(fact) {
    throw new Refused([
        {
            zh: `应填${fact.must_be.zh}；不知道的，请按“${WORDS.dont_know.zh}”`,
            en: `accepted is ${fact.must_be.en}; if you don't know, press “${WORDS.dont_know.en}”`,
        },
    ]);
}

function papers(fact) {
    const held = theCase.facts[fact.id] ?? [];
    const boxes = fact.accepted.map(({ value, words }) => {
        const box = element("input", { type: "checkbox", id: `paper-${value}`, value });
        box.checked = held.includes(value);
        return [box, element("label", { for: `paper-${value}` }, inLanguage(words))];
    });
    const submit = (event) => {
        event.preventDefault();
        const ticked = boxes.map(([box]) => box).filter((box) => box.checked);
        answered(() => state(fact.id, ticked.map((box) => box.value)));
    };
    return element(
        "form",
        { class: "papers", onsubmit: submit },
        element(
            "div",
            { role: "group", "aria-labelledby": "asked" },
            boxes.map((pair) => element("div", { class: "paper" }, pair)),
        ),
        element("button", { type: "submit", class: "primary" }, say("next")),
    );
}

// -- what is stated --------------------------------------------------------------------------------

function noQuestion() {
    const n = theCase.passed.size;
    const isLacking = judge(theCase.facts, optionsOf()).asks.length > 0;
    return element(
        "section",
        { class: "card", "aria-labelledby": "asked" },
        element("h2", { id: "asked", tabindex: "-1" }, say("nothing_to_ask")),
        isLacking ? element("p", {}, say("passed_over", { n })) : null,
        element("div", { class: "buttons" }, backButton()),
    );
}

function statedFacts() {
    const stated = law.facts.filter(({ id }) => id in theCase.facts || theCase.passed.has(id));
    const rows = stated.map(({ id, label }) => {
        const value = theCase.passed.has(id) ? say("dont_know") : valueInWords(id, theCase.facts[id]);
        const name = say("change_of", { label: inLanguage(label) });
        return element(
            "div",
            { class: "stated" },
            element("dt", {}, inLanguage(label)),
            element("dd", {}, value, button(say("change"), () => changing(id), { class: "small", "aria-label": name })),
        );
    });
    return element(
        "section",
        { class: "card", "aria-labelledby": "stated" },
        element("h2", { id: "stated" }, say("stated")),
        rows.length === 0 ? element("p", {}, say("nothing_stated")) : element("dl", {}, rows),
        rows.length === 0
            ? null
            : element("div", { class: "buttons" }, button(say("start_over"), () => answered(startOver))),
    );
}

/** Let any other fact be stated, those presumed so far first. */
function anotherFact(answer) {
    const open = law.facts.map(({ id }) => id).filter((id) => !(id in theCase.facts));
    const presumed = open.filter((id) => answer.assumed.includes(id));
    const others = open.filter((id) => !answer.assumed.includes(id));
    const group = (name, ids) =>
        element("optgroup", { label: say(name) }, ids.map((id) => element("option", { value: id }, labelOf(id))));
    const chosen = (event) => {
        if (event.target.value !== "") {
            changing(event.target.value);
        }
    };
    return element(
        "section",
        { class: "card another" },
        element("label", { for: "another" }, say("state_another")),
        element(
            "select",
            { id: "another", onchange: chosen },
            element("option", { value: "" }, say("choose_fact")),
            group("presumed_facts", presumed),
            group("other_facts", others),
        ),
    );
}
