"""The page in Chromium, as people use it: clicks, keys, pasted rows, and what it sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 120_000
"""Milliseconds: a machine busy with others is no fault of the page."""

NOON_IN_CHINA = "2026-11-29T12:00:00+08:00"


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium; the test is skipped where it, or Playwright, is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class PageInBrowser:
    """The page, opened from a file.

    ``requests``: what the browser asked for. ``errors``: what it had to say against the page.
    """

    def __init__(self, browser: Any, file: Path, width: int, now: str) -> None:
        self.tab = browser.new_page(viewport={"width": width, "height": 860})
        self.tab.set_default_timeout(PATIENCE)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", lambda message: self.errors.append(message.text))
        self.tab.clock.set_fixed_time(now)
        self.tab.goto(file.as_uri())

    # -- one case ------------------------------------------------------------------------------

    @property
    def asked(self) -> str | None:
        """The fact that is asked for."""
        found: str | None = self.tab.locator("#asked").get_attribute("data-fact")
        return found

    @property
    def status(self) -> str:
        """The status shown."""
        return str(self.tab.locator("#status").get_attribute("data-status"))

    def answer(self, value: str | None) -> None:
        """Answer the question; None: not known."""
        choice = self.tab.locator(f"#question button[data-value='{value}']")
        if value is None:
            self.tab.click("#dont-know")
        elif choice.count():
            choice.click()
        else:
            self.tab.fill("#answer", value)
            self.tab.click("#question button[type=submit]")

    def answer_all(self, facts: Mapping[str, str]) -> list[str]:
        """Answer until nothing is asked; return the facts asked for in order."""
        asked: list[str] = []
        while (fact := self.asked) is not None:
            assert fact not in asked
            asked.append(fact)
            self.answer(facts.get(fact))
        return asked

    def state(self, fact: str, value: str) -> None:
        """State a fact that is not asked for."""
        self.tab.select_option("#another", fact)
        self.answer(value)

    def text(self, selector: str) -> str:
        """Return the text shown in a part."""
        return str(self.tab.inner_text(selector))

    # -- a table -------------------------------------------------------------------------------

    def judge_rows(self, text: str) -> None:
        """Put rows into the table and have them judged."""
        self.tab.click("#tab-table")
        self.tab.fill("#pasted", text)
        self.tab.click("#judge")

    def rows(self) -> list[dict[str, str]]:
        """Return the judged rows: their status, and the text of every other column by its id."""
        read = """rows => rows.map(row => Object.fromEntries([
            ["status", row.dataset.status], ["row", row.dataset.row],
            ...[...row.querySelectorAll("td[class^=of-]")].map(
                cell => [cell.className.slice(3), cell.textContent])]))"""
        found: list[dict[str, str]] = self.tab.eval_on_selector_all("#results tbody tr", read)
        return found

    def copy(self, button: str) -> None:
        """Press a button that copies and wait until it says that it did."""
        self.tab.click(button)
        self.tab.wait_for_selector(".to-copy .done")

    def pasted_back(self) -> tuple[str, str]:
        """Return what the clipboard holds, as a text and as HTML."""
        self.tab.evaluate(
            """() => addEventListener("paste", event => {
                const { clipboardData: data } = event;
                window.held = ["text/plain", "text/html"].map(of => data.getData(of));
            }, { once: true })"""
        )
        self.tab.focus("#pasted" if self.tab.is_visible("#pasted") else "#as-of")
        self.tab.keyboard.press("Control+V")
        text, html = self.tab.evaluate("window.held")
        return str(text), str(html)
