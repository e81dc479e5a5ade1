"""What a browser notices on a page that a response alone does not show."""

from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Noticed:
    """Console messages, page errors and refused resources since the page was opened."""

    messages: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> "Noticed":
        """Start to notice what a page says."""
        page.on("console", lambda message: self.messages.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.messages.append(f"failed: {request.url}"))
        return self


def axe_violations(page: Page) -> list[str]:
    """Return one line for each WCAG 2.2 A/AA or best-practice finding on the page as it stands."""
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {one['help']} at {node['target']} {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"][:4]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Say whether the page itself is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
