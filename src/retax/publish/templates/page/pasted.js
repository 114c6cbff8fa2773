// -- what was pasted: a grid of cells, its headings and its rows -----------------------------------

const LOOKED_THROUGH = 20;
const ENOUGH_NAMES = 2;

const isBlankRow = (cells) => cells.every((cell) => cell.trim() === "");

function namesIn(cells) {
    return new Set(cells.map((cell) => findFact(cell)).filter((id) => id !== null)).size;
}

/** Return the place of the row of headings; of two that name as much, the lower; null for none. */
function headingsAt(grid) {
    const named = grid.slice(0, LOOKED_THROUGH).map(namesIn);
    let place = named.indexOf(Math.max(0, ...named));
    while (named[place + 1] === named[place]) {
        place += 1;
    }
    const filledIn = (grid[place] ?? []).filter((cell) => cell.trim() !== "").length;
    const isEnough = named[place] > 0 && named[place] >= Math.min(ENOUGH_NAMES, filledIn);
    return isEnough ? place : null;
}

/** Say whether what a row holds is names of facts, for the most part. */
function isRowOfHeadings(cells) {
    const named = namesIn(cells);
    return named >= ENOUGH_NAMES && 2 * named > cells.filter((cell) => cell.trim() !== "").length;
}

/** Return the place of other headings, of a table of its own, above or below those taken, or null. */
function otherHeadingsAt(grid, place) {
    const isOther = (cells) => isRowOfHeadings(cells) && namesOthers(cells, grid[place]);
    const above = grid.slice(0, place).findIndex(
        (cells, at) =>
            isRowOfHeadings(cells) && grid.slice(at + 1, place).some((row) => tellsAFact(cells, row)),
    );
    const own = new Set(grid[place].map((cell) => cell.trim()));
    const mayBe = (cell) => cell.trim() !== "" && (NAMES_AS_KNOWN.has(cell.trim()) || own.has(cell.trim()));
    const below = grid.findIndex((cells, at) => at > place && cells.some(mayBe) && isOther(cells));
    return above >= 0 ? above : below >= 0 ? below : null;
}

const NAMES_AS_KNOWN = new Set(law.facts.flatMap(({ id, names }) => [id, ...names]));

/** Say whether a row names other facts than the headings; in another language they are the same. */
function namesOthers(cells, headings) {
    const named = cells.map((cell) => findFact(cell));
    return named.some((fact, place) => fact !== null && fact !== findFact(headings[place] ?? ""));
}

/** Say whether a cell of a row is a value of the fact its heading names, which no text is. */
function tellsAFact(headings, cells) {
    return headings.some((heading, place) => {
        const fact = FACTS.get(findFact(heading));
        const cell = cells[place] ?? "";
        if (fact === undefined || fact.kind === "text" || cell.trim() === "") {
            return false;
        }
        const { value, remark, refused } = readCell(fact, cell);
        return remark !== undefined || refused !== undefined || isAccepted(fact.id, value);
    });
}

function isAccepted(id, value) {
    try {
        readFacts({ [id]: value });
        return true;
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        return false;
    }
}

/** A column: its heading, the fact it names, or the one it comes near, which is to be chosen. */
function columnOf(heading, place, headings) {
    const name = heading.trim();
    const fact = name === "" ? null : findFact(name);
    const near = name === "" || isEarlierAnswer(name, headings) ? null : findNearFact(name);
    return { place, name, fact, near, isChosen: false };
}

/** Return the row above the headings; a row of one cell is a title, and no groups. */
function groupsAbove(grid, place) {
    const above = (grid[place - 1] ?? []).map((cell) => cell.trim());
    return above.filter((cell) => cell !== "").length > 1 ? above : [];
}

/** Return a column that names nothing by itself with its group, where that tells a fact. */
function underItsGroup(column, group) {
    const fact = FACTS.get(findFact(group)) ?? FACTS.get(findNearFact(group));
    const isOfItsOwn = column.fact !== null || column.near !== null;
    return isOfItsOwn || group === "" || fact === undefined || fact.kind === "text"
        ? column
        : { ...column, name: `${group} ${column.name}`.trim(), near: fact.id };
}

/** Say that a heading is one of the answers that were copied beside the rows before. */
function isEarlierAnswer(name, headings) {
    const isOf = ({ zh, en }, heading) => heading === zh || heading === en;
    return (
        headings.some((heading) => isOf(ANSWER_HEADINGS.result, heading.trim())) &&
        Object.values(ANSWER_HEADINGS).some((words) => isOf(words, name))
    );
}

/** Return what was pasted, or the sentence why it cannot be read. */
function readPasted(text) {
    const { records, separator } = recordsOf(text);
    const grid = records.map(({ cells }) => cells);
    const place = headingsAt(grid);
    if (place === null) {
        return { refused: say("no_headings", { n: LOOKED_THROUGH, examples: exampleHeadings() }) };
    }
    const broken = records.findIndex(
        (record, at) => at > place && holdsOthers(record, grid[place].length, separator),
    );
    if (broken > place) {
        return { refused: say("swallowed", { row: broken + 1 }) };
    }
    const other = otherHeadingsAt(grid, place);
    if (other !== null) {
        return { refused: say("several_tables", { one: place + 1, other: other + 1 }) };
    }
    const groups = groupsAbove(grid, place);
    const columns = grid[place].map(columnOf).map((column, at) => underItsGroup(column, groups[at] ?? ""));
    const twice = columns.find(
        ({ name }, at) => name !== "" && columns.findIndex((one) => one.name === name) !== at,
    );
    if (twice !== undefined) {
        return { refused: say("heading_twice", { heading: twice.name }) };
    }
    const rows = grid
        .map((cells, at) => ({ number: at + 1, cells }))
        .slice(place + 1)
        .filter(({ cells }) => !isBlankRow(cells));
    if (rows.length === 0) {
        return { refused: say("no_rows") };
    }
    const above = grid.slice(0, place).filter((cells) => !isBlankRow(cells)).length;
    return { grid, place, columns, rows, above };
}

function exampleHeadings() {
    const [code, day] = ["supervision_code", "declared_on"].map((id) => FACTS.get(id));
    return language.now === "zh" ? listed([code.label.zh, day.label.zh]) : listed([code.id, day.id]);
}

// -- rows judged -----------------------------------------------------------------------------------

/** Return the names under which each column is read: its own, or another of the fact chosen. */
function namesOf(columns) {
    const taken = new Set(columns.map(({ name }) => name));
    return columns
        .filter(({ fact }) => fact !== null)
        .map(({ place, name, fact, isChosen }) => {
            const { id, names } = FACTS.get(fact);
            const known = isChosen ? [id, ...names].find((one) => !taken.has(one)) : name;
            taken.add(known);
            return { place, name: known, fact: FACTS.get(fact) };
        });
}

/** Return the row with its answer, or with the sentences why there is none. */
function judgeRow({ number, cells }, columns, options, width) {
    const [given, remarks, refused] = [{}, [], []];
    if (cells.slice(width).some((cell) => cell.trim() !== "")) {
        const said = [say, ["more_cells", { cells: cells.length, headings: width }]];
        return { number, cells, remarks, refused: [said] };
    }
    for (const { place, name, fact } of columns) {
        const read = readCell(fact, cells[place] ?? "");
        given[name] = read.value ?? "";
        if (read.remark !== undefined) {
            remarks.push([cellInWords, [fact, read.remark]]);
        }
        if (read.refused !== undefined) {
            refused.push([cellInWords, [fact, read.refused]]);
        }
    }
    if (refused.length > 0) {
        return { number, cells, remarks, refused };
    }
    try {
        return { number, cells, remarks, refused, answer: judge(readFacts(given), options) };
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        return { number, cells, remarks, refused: error.refusals.map((one) => [inLanguage, [one]]) };
    }
}

const saidOf = (sentences) => sentences.map(([speak, values]) => speak(...values));

/** Say whether two items of a paper may be one: of one that is not told nobody knows. */
function mayBeOne(item, other) {
    return item === null || other === null || item === other;
}

/** Remark rows that may be of one export line: their quantities would have to be added up. */
function remarkSameLines(rows) {
    const papers = new Map();
    for (const row of rows) {
        const { export_entry: entry, export_item: item = null } = row.answer?.facts ?? {};
        if (entry !== undefined) {
            papers.set(entry, [...(papers.get(entry) ?? []), { row, item }]);
        }
    }
    for (const ofPaper of papers.values()) {
        for (const { row, item } of ofPaper) {
            const others = ofPaper.filter((other) => other.row !== row && mayBeOne(item, other.item));
            if (others.length > 0) {
                const shown = others.slice(0, 5).map((other) => other.row.number);
                row.isShared = true;
                row.remarks.push([(rows_) => say("same_line", { rows: listed(rows_) }), [shown]]);
            }
        }
    }
}
