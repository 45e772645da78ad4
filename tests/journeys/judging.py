"""Judging a page: is it wider than its window, and does it bar anybody?"""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page

from tests.journeys.rounds import kind_of

AXE = (Path(__file__).parents[1] / "data" / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}"""
WIDTH = "[document.scrollingElement.scrollWidth, innerWidth]"
SCRIPTED = "matchMedia('(scripting: enabled)').matches"


@dataclass
class Judge:
    """Looks at each page of a journey; asks once of each kind of page whether all can use it."""

    app: Flask
    judged: set[str] = field(default_factory=set)

    def look(self, page: Page) -> None:
        width, room = page.evaluate(WIDTH)
        assert width <= room, f"{page.url}: {width} px in a window of {room}"
        kind = kind_of(self.app, page.url)
        if kind is None or kind in self.judged or not page.evaluate(SCRIPTED):
            return
        self.judged.add(kind)
        page.evaluate(AXE)
        faults = page.evaluate(FAULTS)
        assert not faults, f"{page.url}: {faults}"
