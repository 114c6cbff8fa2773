// -- what the page says by itself; all of the law comes from the module ----------------------------

const WORDS = {
    title: { zh: "跨境电商出口退运免税判断", en: "Returned cross-border e-commerce exports: free of import tax?" },
    private: {
        zh: "不连接网络：所填、所贴的内容只在本页内处理，不会发送到任何地方；关闭页面即清除。",
        en: "No network: what you enter or paste is handled in this page and sent nowhere; closing the page clears it.",
    },
    other_language: { zh: "English", en: "中文" },
    as_of: { zh: "判断基准日", en: "As of" },
    as_of_hint: {
        zh: "默认为今天（中国），可改。没有退运记录的货物，按这一天尚未退运处理；清空则作为待补资料询问。",
        en: "Today in China unless you change it. Goods of which no return is known count as not back on this day; without a day that is asked for.",
    },
    one_case: { zh: "逐题判断", en: "One case" },
    table: { zh: "表格批量", en: "A table" },
    checked: {
        zh: "法规核查至 {day}，此后公布的公告不在内。retax {version}",
        en: "Law reviewed on {day}; announcements published later are not in here. retax {version}",
    },

    // one case
    question: { zh: "问题", en: "Question" },
    to_ask: { zh: "还有 {n} 项待问", en: "{n} still to ask" },
    change: { zh: "修改", en: "Change" },
    change_of: { zh: "修改：{label}", en: "Change: {label}" },
    next: { zh: "下一题", en: "Next" },
    dont_know: { zh: "不清楚", en: "Don't know" },
    cancel: { zh: "取消", en: "Cancel" },
    back: { zh: "上一题", en: "Back" },
    accepted: { zh: "应填：{must_be}", en: "Accepted: {must_be}" },
    another_code: { zh: "其他代码", en: "Another code" },
    if_unknown: { zh: "不清楚的：{presumed}，并列入推定", en: "If you don't know: {presumed}, and the verdict says so" },
    nothing_to_ask: { zh: "没有需要再问的要素", en: "Nothing more to ask" },
    passed_over: {
        zh: "有 {n} 项答为“不清楚”，因此不能得出结论。可在“已填内容”中补充。",
        en: "{n} answered with “don't know”: the verdict cannot be reached without them. Fill them in under “What you stated”.",
    },
    state_another: { zh: "补充其他要素", en: "State another fact" },
    choose_fact: { zh: "请选择要素", en: "Choose a fact" },
    presumed_facts: { zh: "目前按推定处理的", en: "presumed so far" },
    other_facts: { zh: "其他要素", en: "other facts" },
    stated: { zh: "已填内容", en: "What you stated" },
    nothing_stated: { zh: "尚未填写", en: "nothing yet" },
    start_over: { zh: "重新开始", en: "Start over" },

    // the verdict
    verdict: { zh: "结论", en: "Result" },
    so_far: { zh: "目前结论", en: "Result so far" },
    with_presumed: { zh: "{status}（含 {n} 项推定）", en: "{status} ({n} facts presumed)" },
    law: { zh: "依据", en: "Basis" },
    reference: { zh: "业务编号", en: "Reference" },
    last_day: { zh: "期限届满日", en: "Last day" },
    days_left: { zh: "距届满日 {n} 天", en: "{n} days left" },
    last_day_is_today: { zh: "届满日当天", en: "on the last day" },
    days_late: { zh: "超期 {n} 天", en: "{n} days late" },
    decides: { zh: "判定依据", en: "What decides" },
    all_met: { zh: "{n} 项条件按所填内容均符合", en: "each of the {n} conditions is met as stated" },
    all_met_presumed: {
        zh: "{n} 项条件按所填内容及推定均符合，其中 {presumed} 项系推定",
        en: "each of the {n} conditions is met as stated or presumed, {presumed} of them presumed",
    },
    settled: {
        zh: "「{questions}」按发布时设定的口径处理",
        en: "“{questions}” as it was settled when this page was published",
    },
    presumed: { zh: "所依据的推定", en: "Presumed" },
    not_stated: { zh: "未说明，{presumed}", en: "not stated, {presumed}" },
    asks: { zh: "待补资料", en: "Facts needed" },
    readings: { zh: "待核口径（两种理解）", en: "Open questions: two readings" },
    strictly: { zh: "从严", en: "Strictly" },
    leniently: { zh: "从宽", en: "Leniently" },
    grounds: { zh: "理由", en: "Grounds" },
    actions: { zh: "待办事项", en: "To do" },
    due: { zh: "截止 {day}", en: "due {day}" },
    reliefs: { zh: "税款", en: "Taxes" },
    papers: { zh: "应备单证", en: "Papers" },
    routes: { zh: "其他可能途径", en: "Other routes" },
    no_route: { zh: "未见其他可能途径", en: "none is known" },
    clauses: { zh: "逐条判定", en: "Clause by clause" },
    missing: { zh: "待补", en: "to be stated" },
    caveat: { zh: "注", en: "Note" },
    copy_text: { zh: "复制文字", en: "Copy as text" },
    copy_json: { zh: "复制 JSON", en: "Copy as JSON" },
    print: { zh: "打印", en: "Print" },
    copied: { zh: "已复制", en: "Copied" },
    copy_yourself: {
        zh: "浏览器不允许自动复制。请在下框中全选后复制。",
        en: "The browser does not let the page copy. Select all in the box below and copy it.",
    },
    to_copy: { zh: "待复制的内容", en: "What to copy" },

    // a table
    paste_label: { zh: "从 Excel 粘贴（含列名行）", en: "Paste from Excel, with the row of headings" },
    paste_hint: {
        zh: "列名可用中文或英文，如 {examples}。一行是一个出口单证的一项商品、一次退运。粘贴即替换框内原有内容。",
        en: "Headings in Chinese or English, such as {examples}. A row is one item of an export paper, one return. Pasting replaces what is in the box.",
    },
    judge: { zh: "判断", en: "Judge" },
    clear: { zh: "清空", en: "Clear" },
    no_headings: {
        zh: "前 {n} 行中没有可识别的列名行；应有一行列名，如 {examples}",
        en: "None of the first {n} rows holds headings; accepted is a row of names such as {examples}",
    },
    swallowed: {
        zh: "第 {row} 行有一个引号，其后的整行都落入同一单元格；请删去该引号，或成对写作 \"\"",
        en: "Row {row} has a quotation mark that takes the rows after it into one cell; delete it, or write it twice (\"\")",
    },
    several_tables: {
        zh: "第 {one} 行和第 {other} 行都是列名，其下各为一张表，列的次序可能不同；请分别粘贴",
        en: "Rows {one} and {other} both hold headings, each of a table of its own, whose columns may stand in another order; paste them one after the other",
    },
    heading_twice: {
        zh: "列名「{heading}」出现了不止一次；每个列名只能有一列",
        en: "The heading “{heading}” stands above more than one column; accepted is one of each",
    },
    no_rows: { zh: "列名下没有数据行", en: "There are no rows below the headings" },
    near: {
        zh: "以下列名与要素相近，但不能确定。请逐一选定后再判断：不读取的列不参与判断，其要素按未填处理。",
        en: "These headings come near the name of a fact without being one. Choose for each before judging: a column that is not read counts as not stated.",
    },
    near_of: { zh: "列「{heading}」", en: "Column “{heading}”" },
    choose: { zh: "请选择", en: "Choose" },
    is_fact: { zh: "就是“{label}”", en: "It is “{label}”" },
    is_own: { zh: "自用列，不读取", en: "A column of my own, not to be read" },
    read: { zh: "已读取的列", en: "Columns read" },
    unread: { zh: "未读取的列（不参与判断，请核对列名有无写错）", en: "Columns not read (look for misspelt names)" },
    above: { zh: "列名以上的 {n} 行未读取", en: "{n} rows above the headings were not read" },
    none: { zh: "无", en: "none" },
    rows_judged: { zh: "共 {n} 行", en: "{n} rows" },
    not_shown: {
        zh: "只显示前 {n} 行；复制的内容含全部各行",
        en: "The first {n} rows are shown; copying takes all of them",
    },
    line_by_line: {
        zh: "本页逐行判断，不合计同一出口单证项下各行的退运数量；这样的行在“读取提示”中注明。需要合计的，请用 retax check。",
        en: "Rows are judged one by one: what several rows return of one export line is not added up, and such rows are remarked. retax check adds them up.",
    },
    presumed_column: {
        zh: "结论含推定的，各项推定列于“所依据的推定”。",
        en: "Where a result rests on presumed facts, they are in the column “Assumptions”.",
    },
    same_line: {
        zh: "与第 {rows} 行为同一出口单证项号（未填项号的，可能为同一项），退运数量未合计",
        en: "the same export line as row {rows} (or perhaps, where no item is told); their quantities are not added up",
    },
    not_added_up: { zh: "{status}（数量未合计）", en: "{status} (quantities not added up)" },
    copy_answers: { zh: "复制结论列（贴到原表右侧）", en: "Copy the answers (paste beside your rows)" },
    copy_table: { zh: "复制整表", en: "Copy the whole table" },
    unreadable: { zh: "无法读取", en: "cannot be read" },
    more_cells: {
        zh: "本行有 {cells} 列，多于列名的 {headings} 列",
        en: "the row has {cells} cells, more than the {headings} headings",
    },
    result_table: { zh: "判断结果", en: "Results" },

    // cells that need a word
    sheet_error: { zh: "{label}为表格的错误值 {value}；请更正该单元格", en: "{label} is the spreadsheet error {value}; correct the cell" },
    digits_lost: {
        zh: "{label}存成了数字（{value}），第15位以后的数字已丢失；请将该列设为文本格式，对照原单证重新录入",
        en: "{label} was stored as a number ({value}) and its digits after the fifteenth are lost; format the column as text and enter the number again from the paper",
    },
    left_out: {
        zh: "{label}存成了数字（{value}），第15位以后的数字已丢失，未予采用",
        en: "{label} was stored as a number ({value}) and its digits after the fifteenth are lost; it was left out",
    },
    ends_in_noughts: {
        zh: "{label}为{value}，末三位均为0，可能曾存成数字而丢失；请对照原单证核对",
        en: "{label} is {value}; its last three digits are 0 and may have been lost in a number: compare it with the paper",
    },
    decimals: {
        zh: "{label}存成了带小数的数字（{value}），首位或末尾的0可能已丢失；请将该列设为文本格式后重新录入",
        en: "{label} was stored as a number with decimals ({value}) and may have lost zeros at either end; format the column as text and enter the code again",
    },
    day_number: {
        zh: "{label}为 {value}，是表格的日期序号（通常相当于 {day}）；请将单元格设为日期格式，或直接填日期",
        en: "{label} is {value}, the number by which a spreadsheet keeps a day ({day}, as a rule); format the cell as a date, or write the day",
    },
    time_zone: {
        zh: "{label}为{value}，带有时区，在中国是哪一天无法确定；请填北京时间的日期，如 2026-01-31",
        en: "{label} is {value}, with a time zone: which day it was in China is unclear; give the day in China time, such as 2026-01-31",
    },
    time_cut: {
        zh: "{label}为{value}，时刻已舍去（按北京时间）：{mended}",
        en: "{label} is {value}; the time of day (China time) was cut off: {mended}",
    },
};

/** The headings of the answers, which retax knows again in a workbook. */
const ANSWER_HEADINGS = {
    result: { zh: "结论", en: "Result" },
    last_day: { zh: "期限届满日", en: "Last day" },
    days_left: { zh: "剩余天数", en: "Days left" },
    decided: { zh: "判定依据", en: "What decided" },
    actions: { zh: "待办事项", en: "To do" },
    row: { zh: "原行号", en: "Row" },
    asks: { zh: "待补资料", en: "Facts needed" },
    readings: { zh: "待核口径", en: "Open questions" },
    papers: { zh: "应备单证", en: "Papers" },
    routes: { zh: "其他可能途径", en: "Other routes" },
    remarks: { zh: "读取提示", en: "Mended in reading" },
    assumed: { zh: "所依据的推定", en: "Assumptions" },
    law: { zh: "适用公告", en: "Law" },
};

/** What every opinion says alike. */
const NOTE = /*{note}*/ null;

const language = { now: "zh" };

/** Return words in the language of the page. */
function inLanguage(words) {
    return words[language.now];
}

/** Return a sentence of the page, its places filled. */
function say(name, values = {}) {
    return filled(WORDS[name], values);
}

function filled(words, values) {
    return inLanguage(words).replace(/\{(\w+)\}/g, (_, place) => String(values[place]));
}

function listed(items) {
    return items.join(language.now === "zh" ? "、" : ", ");
}

function joined(items) {
    return items.join(language.now === "zh" ? "，" : ", ");
}

function parted(items) {
    return items.join(language.now === "zh" ? "；" : "; ");
}

function colon() {
    return language.now === "zh" ? "：" : ": ";
}

function inBrackets(text) {
    return language.now === "zh" ? `（${text}）` : ` (${text})`;
}
