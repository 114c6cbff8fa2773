// What hinders people who cannot see, point or tell colours apart; an empty list where nothing does.
() => {
    const found = [];
    const isShown = (of) => of.checkVisibility({ visibilityProperty: true });
    const nameOf = (of) => {
        const labels = [...(of.labels ?? [])].map((label) => label.textContent);
        const by = (of.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
        const told = by.map((id) => document.getElementById(id)?.textContent ?? "");
        const own = of.matches("button, summary, a") ? [of.textContent] : [];
        return [of.getAttribute("aria-label") ?? "", ...told, ...labels, ...own].join("").trim();
    };
    const all = [...document.body.querySelectorAll("*")].filter(isShown);
    const controls = all.filter((of) => of.matches("button, input, select, textarea, summary, [tabindex='0'], [role]"));
    for (const of of controls) {
        if (nameOf(of) === "" && !of.matches("[role=tablist], [role=status], [role=alert]")) {
            found.push(`no name: ${of.outerHTML.slice(0, 80)}`);
        }
    }
    for (const of of all.filter((one) => one.matches("button, input, select"))) {
        const { width, height } = of.getBoundingClientRect();
        if (Math.min(width, height) < (of.type === "checkbox" ? 20 : 24)) {
            found.push(`small: ${of.outerHTML.slice(0, 80)}`);
        }
    }
    for (const of of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls], label[for]")) {
        for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
            for (const id of (of.getAttribute(name) ?? "").split(" ").filter(Boolean)) {
                if (document.getElementById(id) === null) {
                    found.push(`${name}=${id} leads nowhere`);
                }
            }
        }
    }
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    found.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is there twice`));
    const levels = all.filter((of) => /^H[1-6]$/.test(of.tagName)).map((of) => Number(of.tagName[1]));
    if (levels[0] !== 1 || levels.some((level, at) => at > 0 && level > levels[at - 1] + 1)) {
        found.push(`headings: ${levels}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) {
        found.push(`wider than the window: ${document.documentElement.scrollWidth}`);
    }
    const colour = (text) => text.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) =>
        [r, g, b]
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (of) => {
        for (let one = of; one !== null; one = one.parentElement) {
            const [r, g, b, a = 1] = colour(getComputedStyle(one).backgroundColor);
            if (a > 0) {
                return [r, g, b];
            }
        }
        return [255, 255, 255];
    };
    const seen = new Set();
    for (const of of all) {
        const hasText = [...of.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
        if (!hasText && !of.matches("input, select, textarea")) {
            continue;
        }
        const style = getComputedStyle(of);
        const [one, other] = [light(colour(style.color)), light(ground(of))].sort((a, b) => b - a);
        const ratio = (one + 0.05) / (other + 0.05);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (isLarge ? 3 : 4.5)) {
            seen.add(`contrast ${ratio.toFixed(2)}: ${of.tagName}.${of.className}`);
        }
    }
    return [...found, ...seen];
}
