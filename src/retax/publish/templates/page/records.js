// -- a pasted text parted into rows of cells ---------------------------------------------------------

// In a text parted by tabs, as spreadsheets copy it, a quotation mark is a character of its cell,
// unless the cell is in quotation marks as a whole: 12" is a size.

const LINE_END = /\r\n|\r|\n/;
const MOST_LINES = 100; // in a cell of a text parted by tabs
const IN_QUOTATION_MARKS = /^"((?:[^"]|"")*)"$/;

/** Return the rows of a text, each with its cells, and what parts them. */
function recordsOf(text) {
    const separator = ["\t", ",", ";"].find((one) => text.includes(one)) ?? "\t";
    const records = separator === "\t" ? recordsOfTabs(text.split(LINE_END)) : recordsOfCsv(text, separator);
    const isEnd = records.length > 1 && records.at(-1).cells.every((cell) => cell === "");
    return { records: isEnd ? records.slice(0, -1) : records, separator };
}

function recordsOfTabs(lines) {
    const records = [];
    for (let at = 0; at < lines.length; at += 1) {
        let cells = lines[at].split("\t");
        const end = endOfQuotation(lines, at);
        if (end > at) {
            const [last, ...others] = lines[end].split("\t");
            const within = lines.slice(at + 1, end);
            cells = [...cells.slice(0, -1), [cells.at(-1), ...within, last].join("\n"), ...others];
            at = end;
        }
        records.push({ cells: cells.map(unquoted) });
    }
    return records;
}

/** Return the line in which the last cell of a line ends: a later one where it is in quotation marks. */
function endOfQuotation(lines, at) {
    let cell = lines[at].split("\t").at(-1);
    if (!cell.startsWith('"')) {
        return at;
    }
    for (let end = at; end < Math.min(lines.length, at + MOST_LINES); end += 1) {
        cell += end === at ? "" : `\n${lines[end].split("\t", 1)[0]}`;
        if (IN_QUOTATION_MARKS.test(cell)) {
            return end;
        }
        if (end > at && lines[end].includes("\t")) {
            break;
        }
    }
    return at;
}

function unquoted(cell) {
    const found = IN_QUOTATION_MARKS.exec(cell);
    return found === null ? cell : found[1].replaceAll('""', '"');
}

function recordsOfCsv(text, separator) {
    const records = [];
    let [record, cell, isQuoted, isClosed] = [{ cells: [] }, "", false, false];
    const endCell = () => {
        record.cells.push(cell);
        [cell, isClosed] = ["", false];
    };
    for (let at = 0; at < text.length; at += 1) {
        const sign = text[at];
        if (isQuoted && sign === '"' && text[at + 1] === '"') {
            cell += sign;
            at += 1;
        } else if (sign === '"' && (isQuoted || (cell === "" && !isClosed))) {
            isClosed = isQuoted;
            isQuoted = !isQuoted;
        } else if (isQuoted) {
            cell += sign;
        } else if (sign === separator) {
            endCell();
        } else if (sign === "\n") {
            endCell();
            records.push(record);
            record = { cells: [] };
        } else if (sign !== "\r") {
            record.isLoose ||= isClosed; // text after a closing mark: it is no closing mark
            cell += sign;
        }
    }
    record.isOpen = isQuoted;
    endCell();
    return [...records, record];
}

/** Say whether a row holds others in a cell, between two quotation marks. */
function holdsOthers({ cells, isLoose, isOpen }, width, separator) {
    if (separator === "\t") {
        return cells.length < width && cells.at(-1).startsWith('"');
    }
    const isSpread = cells.some((cell) => cell.includes("\n"));
    return isOpen || (isSpread && (isLoose || cells.some((cell) => isOfRows(cell, width - 1, separator))));
}

function isOfRows(cell, separators, separator) {
    const counted = cell.split("\n").map((line) => line.split(separator).length - 1);
    const others = counted.length - 1;
    if (others === 0 || separators === 0) {
        return false;
    }
    // The ends of two rows make one between them, if the marks stand in the same column.
    const all = counted.reduce((sum, one) => sum + one, 0);
    return counted.slice(1, -1).some((one) => one >= separators) || all >= others * separators;
}
