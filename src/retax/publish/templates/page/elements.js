// -- elements --------------------------------------------------------------------------------------

/** Return an element; `on…` are listeners, false and null leave an attribute out. */
function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            made.addEventListener(name.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            made.setAttribute(name, value === true ? "" : value);
        }
    }
    made.append(...children.flat().filter((child) => child !== null));
    return made;
}

function button(name, onclick, attributes = {}) {
    return element("button", { type: "button", onclick, ...attributes }, name);
}

/** Say something to those who hear the page. */
function announce(text) {
    document.getElementById("news").textContent = text;
}
