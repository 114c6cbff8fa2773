// -- the table on the screen and back to the spreadsheet -------------------------------------------

const MOST_SHOWN = 500;
const pasted = { text: "", read: null, rows: [] };

const ANSWERS = {
    row: ({ number }) => String(number),
    result: resultOfRow,
    last_day: ofAnswer((answer) => (answer.announcement === null ? "" : (answer.last_day ?? ""))),
    days_left: ofAnswer(({ days_left }) => (days_left === null ? "" : String(days_left))),
    decided: ({ answer, refused }) =>
        parted(answer === undefined ? saidOf(refused) : decidingLines(answer).map(lineInOne)),
    actions: ofAnswer(({ actions }) => parted(actions.map(({ words }) => words))),
    asks: ofAnswer(({ asks }) =>
        parted(asks.map(({ fact, question }) => `${labelOf(fact)}${colon()}${question}`)),
    ),
    readings: ofAnswer(({ open_questions }) => parted(open_questions.map(sidesInOne))),
    papers: ofAnswer(({ documents }) => parted(documents.map(paperInWords))),
    routes: ofAnswer(({ routes }) => parted(routes.map(({ words }) => words))),
    remarks: ({ remarks }) => parted(saidOf(remarks)),
    assumed: ofAnswer((answer) => parted(presumedLines(answer))),
    law: ofAnswer(({ cites, caveat }) => parted([cites, caveat].filter((one) => one !== null).map(inLanguage))),
};

function ofAnswer(says) {
    return ({ answer }) => (answer === undefined ? "" : says(answer));
}

function resultOfRow({ answer, isShared }) {
    if (answer === undefined) {
        return say("unreadable");
    }
    const status = statusInWords(answer);
    return isShared && STATUSES.get(answer.status).yes ? say("not_added_up", { status }) : status;
}

function lineInOne({ badge, text, values = [] }) {
    const said = values.map(([label, value]) => `${label}${colon()}${value}`);
    const line = badge === undefined ? text : `${badge}｜${text}`;
    return said.length === 0 ? line : `${line}${colon()}${joined(said)}`;
}

function sidesInOne(id) {
    const { asks, strict, lenient } = QUESTIONS.get(id);
    const sides = [["strictly", strict], ["leniently", lenient]].map(
        ([name, words]) => `${say(name)}${colon()}${inLanguage(words)}`,
    );
    return `${inLanguage(asks)}${inBrackets(parted(sides))}`;
}

// -- judging ---------------------------------------------------------------------------------------

/** Read what is in the box and judge it, where no heading is left to be chosen. */
function readTable() {
    pasted.text = document.getElementById("pasted").value;
    pasted.read = pasted.text.trim() === "" ? null : readPasted(pasted.text);
    judgeTable();
    const { read } = pasted;
    announce(read === null ? "" : (read.refused ?? (pasted.rows.length > 0 ? summaryInWords() : say("near"))));
}

function judgeTable() {
    const { read } = pasted;
    const isReady = read !== null && read.refused === undefined && undecided(read).length === 0;
    pasted.rows = isReady ? judgedRows(read) : [];
    showResults();
}

function undecided({ columns }) {
    return columns.filter(({ near, isChosen }) => near !== null && !isChosen);
}

function judgedRows({ columns, rows, grid, place }) {
    const named = namesOf(columns);
    const judged = rows.map((row) => judgeRow(row, named, optionsOf(), grid[place].length));
    remarkSameLines(judged);
    return judged;
}

function summaryInWords() {
    const counted = new Map();
    for (const row of pasted.rows) {
        const words = row.answer === undefined ? say("unreadable") : inLanguage(STATUSES.get(row.answer.status).words);
        counted.set(words, (counted.get(words) ?? 0) + 1);
    }
    const counts = [...counted].map(([words, n]) => `${words} ${n}`);
    return `${say("rows_judged", { n: pasted.rows.length })}${colon()}${listed(counts)}`;
}

// -- on the screen ---------------------------------------------------------------------------------

function showTable() {
    const area = element("textarea", {
        id: "pasted",
        rows: 8,
        wrap: "off",
        spellcheck: "false",
        "aria-describedby": "paste-hint",
        onpaste: takePasted,
    });
    area.value = pasted.text;
    document.getElementById("paste").replaceChildren(
        element("label", { for: "pasted" }, say("paste_label")),
        element("p", { id: "paste-hint", class: "hint" }, say("paste_hint", { examples: exampleHeadings() })),
        area,
        element(
            "div",
            { class: "buttons" },
            button(say("judge"), readTable, { class: "primary", id: "judge" }),
            button(say("clear"), clearTable, { id: "clear" }),
        ),
    );
    if (pasted.read !== null && pasted.read.refused !== undefined) {
        pasted.read = readPasted(pasted.text);
    }
    judgeTable();
}

/** Take what is pasted for the whole of the table: browsers are slow to insert many lines. */
function takePasted(event) {
    event.preventDefault();
    event.target.value = event.clipboardData.getData("text/plain");
    readTable();
}

function clearTable() {
    Object.assign(pasted, { text: "", read: null, rows: [] });
    showTable();
    document.getElementById("pasted").focus();
}

function showResults() {
    const results = document.getElementById("results");
    const { read } = pasted;
    if (read === null) {
        results.replaceChildren();
    } else if (read.refused !== undefined) {
        results.replaceChildren(element("p", { class: "refusal", id: "table-refusal" }, read.refused));
    } else {
        results.replaceChildren(...choicesOfColumns(read), ...judgedTable());
        results.append(aboutColumns(read));
    }
}

/** Ask of each heading that comes near a fact whether it is that fact. */
function choicesOfColumns({ columns }) {
    const near = columns.filter((column) => column.near !== null);
    if (near.length === 0) {
        return [];
    }
    const one = (column) => {
        const id = `near-${column.place}`;
        const options = [
            ["", say("choose")],
            ["fact", say("is_fact", { label: labelOf(column.near) })],
            ["own", say("is_own")],
        ].map(([value, words]) => element("option", { value }, words));
        const select = element("select", { id, onchange: () => choose(column, select.value) }, options);
        select.value = column.isChosen ? (column.fact === null ? "own" : "fact") : "";
        return element(
            "div",
            { class: "near" },
            element("label", { for: id }, say("near_of", { heading: column.name })),
            select,
        );
    };
    return [
        element(
            "div",
            { class: "card", role: "group", "aria-labelledby": "near-title" },
            element("p", { id: "near-title" }, say("near")),
            near.map(one),
        ),
    ];
}

function choose(column, value) {
    column.isChosen = value !== "";
    column.fact = value === "fact" ? column.near : null;
    judgeTable();
    document.getElementById(`near-${column.place}`).focus();
    announce(pasted.rows.length > 0 ? summaryInWords() : "");
}

/** Say which columns were read, and which were not. */
function aboutColumns({ columns, above }) {
    const named = columns.filter(({ name }) => name !== "");
    const read = named.filter(({ fact }) => fact !== null).map(readAs);
    const unread = named.filter(({ fact, near, isChosen }) => fact === null && (near === null || isChosen));
    const row = (name, items) =>
        element("div", {}, element("dt", {}, say(name)), element("dd", { id: `columns-${name}` }, items.length > 0 ? listed(items) : say("none")));
    return element(
        "section",
        { class: "columns" },
        element("dl", {}, row("unread", unread.map(({ name }) => name)), row("read", read)),
        above > 0 ? element("p", {}, say("above", { n: above })) : null,
    );
}

function readAs({ name, fact }) {
    const label = labelOf(fact);
    return name === label ? name : `${name} → ${label}`;
}

function judgedTable() {
    if (pasted.rows.length === 0) {
        return [];
    }
    const names = Object.keys(ANSWERS);
    const box = element("div", { class: "to-copy" });
    const isLeftOut = pasted.rows.length > MOST_SHOWN;
    const row = (judged) =>
        element(
            "tr",
            { "data-status": judged.answer?.status ?? "unreadable", "data-row": judged.number },
            names.map((name) => {
                const attributes = name === "result" ? { class: judged.answer?.status ?? "unreadable" } : { class: `of-${name}` };
                const text = ANSWERS[name](judged);
                return name === "row"
                    ? element("th", { scope: "row" }, text, " ", element("span", { class: "first" }, firstCell(judged)))
                    : element("td", attributes, text);
            }),
        );
    const head = element("tr", {}, names.map((name) => element("th", { scope: "col" }, inLanguage(ANSWER_HEADINGS[name]))));
    return [
        element("h2", { id: "results-title" }, say("result_table")),
        element("p", { id: "summary" }, summaryInWords()),
        element("p", { class: "hint" }, say("presumed_column"), " ", say("line_by_line")),
        element(
            "div",
            { class: "buttons" },
            button(say("copy_answers"), () => copyRows(box, answersOf), { id: "copy-answers", class: "primary" }),
            button(say("copy_table"), () => copyRows(box, wholeRow), { id: "copy-table" }),
            button(say("print"), () => window.print()),
        ),
        box,
        isLeftOut ? element("p", {}, say("not_shown", { n: MOST_SHOWN })) : null,
        element(
            "div",
            { class: "scrolled", tabindex: "0", role: "region", "aria-labelledby": "results-title" },
            element("table", {}, element("thead", {}, head), element("tbody", {}, pasted.rows.slice(0, MOST_SHOWN).map(row))),
        ),
        element("p", { class: "hint" }, inLanguage(NOTE.responsibility)),
    ].filter((part) => part !== null);
}

/** Return the first cell that has a text, by which one knows the row again. */
function firstCell({ cells }) {
    return (cells.find((cell) => cell.trim() !== "") ?? "").trim().slice(0, 24);
}

// -- back to the spreadsheet -----------------------------------------------------------------------

/** Copy a line for each line that was pasted, so that both stand beside each other. */
function copyRows(box, rowOf) {
    const { grid, place } = pasted.read;
    const judged = new Map(pasted.rows.map((row) => [row.number, row]));
    const lines = grid.map((cells, at) => rowOf(cells, at === place ? "headings" : judged.get(at + 1)));
    const html = lines.map((cells) => `<tr>${cells.map(cellAsHtml).join("")}</tr>`).join("");
    return copy(box, lines.map((cells) => cells.map(cellAsText).join("\t")).join("\n"), `<table>${html}</table>`);
}

function answersOf(_, row) {
    const names = Object.keys(ANSWERS);
    if (row === "headings") {
        return names.map((name) => inLanguage(ANSWER_HEADINGS[name]));
    }
    return row === undefined ? names.map(() => "") : names.map((name) => ANSWERS[name](row));
}

function wholeRow(cells, row) {
    const { length } = pasted.read.columns;
    const own = Array.from({ length }, (_, at) => cells[at] ?? "");
    return [...own, ...answersOf(cells, row)];
}

/** Return a cell for a spreadsheet: digits that it would shorten stay a text, nothing is a formula. */
function cellAsText(cell) {
    if (/^0\d+$|^\d{12,}$/.test(cell)) {
        return `="${cell}"`;
    }
    const safe = /^[=+\-@]/.test(cell) && !/^-\d+(\.\d+)?$|^="[^"]*"$/.test(cell) ? `'${cell}` : cell;
    return /[\t\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cellAsHtml(cell) {
    const text = cell.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll("\n", "<br>");
    return `<td style="mso-number-format:'\\@'">${text}</td>`;
}
