// -- the page --------------------------------------------------------------------------------------

const TABS = ["one_case", "table"];
const shown = { tab: TABS[0] };

/** Build the page in the language that is chosen. */
function showPage() {
    document.documentElement.lang = language.now === "zh" ? "zh-Hans" : "en";
    document.title = say("title");
    const page = document.getElementById("page");
    page.replaceChildren(
        element(
            "header",
            {},
            element("h1", {}, say("title")),
            button(say("other_language"), switchLanguage, {
                id: "language",
                class: "small",
                lang: language.now === "zh" ? "en" : "zh-Hans",
            }),
            element("p", { class: "hint" }, say("private")),
            asOfField(),
        ),
        element(
            "main",
            {},
            element("div", { class: "tabs", role: "tablist", onkeydown: walkTabs }, TABS.map(tab)),
            element("p", { id: "news", class: "heard", role: "status", "aria-live": "polite" }),
            panel(
                "one_case",
                element("div", { id: "question" }),
                element("div", { id: "verdict" }),
                element("div", { id: "all-stated" }),
            ),
            panel("table", element("div", { id: "paste", class: "card" }), element("div", { id: "results" })),
        ),
        element("footer", {}, say("checked", { day: law.law_reviewed_on, version: law.version })),
    );
    showCase();
    showTable();
    page.hidden = false;
    document.getElementById("unsupported").hidden = true;
}

function switchLanguage() {
    language.now = language.now === "zh" ? "en" : "zh";
    showPage();
    document.getElementById("language").focus();
}

function asOfField() {
    const input = element("input", {
        id: "as-of",
        type: "date",
        "aria-describedby": "as-of-hint",
        onchange: () => {
            asked.as_of = input.value;
            showCase();
            judgeTable();
            announceVerdict();
        },
    });
    input.value = asked.as_of;
    return element(
        "div",
        { class: "as-of" },
        element("label", { for: "as-of" }, say("as_of")),
        input,
        element("p", { id: "as-of-hint", class: "hint" }, say("as_of_hint")),
    );
}

// -- the two parts ---------------------------------------------------------------------------------

function tab(name) {
    const isShown = name === shown.tab;
    return button(say(name), () => showTab(name), {
        role: "tab",
        id: `tab-${name}`,
        "aria-selected": String(isShown),
        "aria-controls": `panel-${name}`,
        tabindex: isShown ? "0" : "-1",
    });
}

function panel(name, ...children) {
    const isHidden = name !== shown.tab;
    return element(
        "div",
        { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: isHidden },
        children,
    );
}

function showTab(name) {
    shown.tab = name;
    for (const one of TABS) {
        const isShown = one === name;
        const of = document.getElementById(`tab-${one}`);
        of.setAttribute("aria-selected", String(isShown));
        of.tabIndex = isShown ? 0 : -1;
        document.getElementById(`panel-${one}`).hidden = !isShown;
    }
}

function walkTabs(event) {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        const other = TABS[(TABS.indexOf(shown.tab) + 1) % TABS.length];
        showTab(other);
        document.getElementById(`tab-${other}`).focus();
    }
}

showPage();
