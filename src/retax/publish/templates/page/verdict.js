// -- the verdict on the screen ---------------------------------------------------------------------

function showVerdict(answer) {
    const isOpen = stillToAsk(answer).length > 0;
    const box = element("div", { class: "to-copy" });
    document.getElementById("verdict").replaceChildren(
        element("h2", { id: "verdict-title", tabindex: "-1" }, say(isOpen ? "so_far" : "verdict")),
        element(
            "div",
            { class: `status ${answer.status}`, id: "status", "data-status": answer.status },
            element("p", { class: "badge" }, statusInWords(answer)),
            element("p", {}, answer.status_sentence),
        ),
        element(
            "dl",
            { class: "head" },
            headOf(answer).map(([name, text]) =>
                element("div", {}, element("dt", {}, say(name)), element("dd", {}, text)),
            ),
        ),
        element(
            "div",
            { class: "buttons" },
            button(say("copy_text"), () => copy(box, answerAsText(answer)), { id: "copy-text" }),
            button(say("copy_json"), () => copy(box, JSON.stringify(answer, null, 2)), { id: "copy-json" }),
            button(say("print"), () => window.print(), { id: "print" }),
        ),
        box,
        ...partsOf(answer, isOpen),
        element("div", { class: "foot" }, footOf(answer).map((text) => element("p", {}, text))),
    );
}

/** Return the parts of the verdict; while facts are asked for, the clauses alone, to be opened. */
function partsOf(answer, isOpen) {
    const sections = sectionsOf(answer);
    if (!isOpen || answer.asks.length === 0) {
        return sections.map(sectionElement);
    }
    const { id, lines } = sections.at(-1);
    const clauses = element("ul", {}, lines.map(lineElement));
    return [element("details", { id: `of-${id}`, class: "part" }, element("summary", {}, say(id)), clauses)];
}

function sectionElement({ id, lines }) {
    return element(
        "section",
        { id: `of-${id}`, class: "part", "aria-labelledby": `title-${id}` },
        element("h3", { id: `title-${id}` }, say(id)),
        element("ul", {}, lines.map(lineElement)),
    );
}

function lineElement({ outcome, badge, text, values = [] }) {
    const mark = badge === undefined ? [] : [element("span", { class: `outcome ${outcome}` }, badge), " "];
    const list = element(
        "dl",
        {},
        values.map(([label, value]) =>
            element("div", {}, element("dt", {}, label), element("dd", {}, value)),
        ),
    );
    return element("li", {}, mark, text, values.length === 0 ? null : list);
}

function showCase() {
    const answer = answerOfCase();
    showQuestion(answer);
    showVerdict(answer);
}

function announceVerdict() {
    const answer = answerOfCase();
    const name = say(stillToAsk(answer).length > 0 ? "so_far" : "verdict");
    announce(`${name}${colon()}${statusInWords(answer)}`);
}
