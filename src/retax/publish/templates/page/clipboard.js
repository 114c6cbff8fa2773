// -- the clipboard ---------------------------------------------------------------------------------

/**
 * Copy a text, and a table as HTML beside it; where the browser does not let it, show the text in
 * the box to be copied by hand.
 */
async function copy(box, text, html = null) {
    box.replaceChildren();
    if (await isCopied(text, html)) {
        announce(say("copied"));
        box.append(element("p", { class: "done" }, say("copied")));
        return;
    }
    const area = element("textarea", { id: "copy-area", rows: 8, readonly: true });
    area.value = text;
    box.append(
        element("p", {}, say("copy_yourself")),
        element("label", { for: "copy-area" }, say("to_copy")),
        area,
    );
    area.focus();
    area.select();
}

/**
 * The command comes first: it works in a page opened as a file, and leaves alone in a table what
 * keeps its digits a text.
 */
async function isCopied(text, html) {
    if (isCopiedByCommand(text, html)) {
        return true;
    }
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

function isCopiedByCommand(text, html) {
    let isPut = false;
    const put = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", text);
        if (html !== null) {
            event.clipboardData.setData("text/html", html);
        }
        isPut = true;
    };
    document.addEventListener("copy", put, { once: true });
    const isDone = document.execCommand("copy");
    document.removeEventListener("copy", put);
    return isDone && isPut;
}
