// -- cells of a spreadsheet: what it does to days, codes and numbers is mended ---------------------

const SHEET_ERROR = /^#(CALC!|DIV\/0!|GETTING_DATA|N\/A|NAME\?|NULL!|NUM!|REF!|SPILL!|VALUE!)$/;
const AS_FORMULA = /^="(.*)"$/s;
const SCIENTIFIC = /^\d(\.\d+)?[eE]\+\d{2,3}$/;
const MAY_HAVE_BEEN_A_NUMBER = /^\d{15}000$/;
const HS_WAS_A_NUMBER = /^\d{1,3}\.\d+$/;
const IN_THOUSANDS = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const DAY_NUMBER = /^\d{5,6}(\.\d+)?$/;
const WRITTEN_DAY =
    /^(?:(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)|(\d{4})(\d{2})(\d{2}))(?:(\s*T\s*|\s*)((?:(?:上午|下午|AM|PM)\s*)?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:\s*(?:AM|PM))?|(?:[01]?\d|2[0-3])时[0-5]?\d分(?:[0-5]?\d秒)?|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)\s*(Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)?)?$/i;
const MIDNIGHT = /^[0:.,]+$/;
const BEFORE_THE_FIRST_DAY = Date.UTC(1899, 11, 30);
const ONE_DAY = 86_400_000;

/** Return the value of a cell for a fact, with a remark or why it is refused. */
function readCell(fact, text) {
    const cell = text.trim();
    if (SHEET_ERROR.test(cell)) {
        return { refused: ["sheet_error", cell] };
    }
    const mend = MENDS[fact.kind];
    return mend === undefined ? { value: cell } : mend(cell);
}

/** Return a sentence of a cell in words. */
function cellInWords(fact, [name, value, more]) {
    return say(name, { label: inLanguage(fact.label), value, day: more, mended: more });
}

function toHalfWidth(cell) {
    const text = cell.normalize("NFKC").trim();
    const found = AS_FORMULA.exec(text);
    const bare = (found === null ? text.replace(/^'/, "") : found[1]).trim();
    return /^\d+\.0$/.test(bare) ? bare.slice(0, -2) : bare;
}

function mendText(cell) {
    if (SCIENTIFIC.test(cell)) {
        return { value: "", remark: ["left_out", cell] };
    }
    const found = AS_FORMULA.exec(cell);
    return { value: found === null ? cell.replace(/^'(?=[=+\-@])/, "") : found[1] };
}

function mendEntry(cell) {
    const value = toHalfWidth(cell);
    if (SCIENTIFIC.test(value)) {
        return { refused: ["digits_lost", value] };
    }
    return MAY_HAVE_BEEN_A_NUMBER.test(value) ? { value, remark: ["ends_in_noughts", value] } : { value };
}

function mendHsCode(cell) {
    const value = toHalfWidth(cell);
    return HS_WAS_A_NUMBER.test(value) ? { refused: ["decimals", value] } : { value };
}

function mendQuantity(cell) {
    const value = toHalfWidth(cell);
    return { value: IN_THOUSANDS.test(value) ? value.replaceAll(",", "") : value };
}

function mendDay(cell) {
    const text = toHalfWidth(cell);
    if (DAY_NUMBER.test(text)) {
        return dayNumber(cell, Number(text));
    }
    const found = WRITTEN_DAY.exec(text);
    if (found === null) {
        return { value: cell };
    }
    const [, y1, , m1, d1, m2, d2, y3, m3, d3, parting, clock, zone] = found;
    const isParted = parting !== "" || y3 !== undefined || text.includes("日");
    if (clock !== undefined && !isParted) {
        return { value: cell };
    }
    if (zone !== undefined) {
        return { refused: ["time_zone", cell] };
    }
    const two = (part) => part.padStart(2, "0");
    const value = `${y1 ?? y3}-${two(m1 ?? m2 ?? m3)}-${two(d1 ?? d2 ?? d3)}`;
    const isCut = clock !== undefined && !MIDNIGHT.test(clock);
    return isCut ? { value, remark: ["time_cut", cell, value] } : { value };
}

/** Refuse the number by which a spreadsheet keeps a day. */
function dayNumber(cell, number) {
    const day = new Date(BEFORE_THE_FIRST_DAY + Math.floor(number) * ONE_DAY).toISOString().slice(0, 10);
    const { earliest_date: first, latest_date: last } = law.limits;
    return first <= day && day <= last ? { refused: ["day_number", cell, day] } : { value: cell };
}

const asHalfWidth = (cell) => ({ value: toHalfWidth(cell) });

const MENDS = {
    text: mendText,
    entry: mendEntry,
    code: asHalfWidth,
    hs: mendHsCode,
    day: mendDay,
    yes_no: asHalfWidth,
    quantity: mendQuantity,
    count: asHalfWidth,
};
