"""The number a paragraph is printed with, and the level of the list it was counted by."""

from dataclasses import dataclass


@dataclass(slots=True)
class Level:
    """One level of a list definition. Indents are in twentieths of a point."""

    ilvl: int
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    indent: int | None = None
    hanging: int = 0
    font: str = ""


@dataclass(slots=True)
class Number:
    """The number a paragraph got: as printed, as a value, and where it belongs."""

    label: str
    value: int
    num_id: str
    abstract: str
    level: Level

    @property
    def bullet(self) -> bool:
        return self.level.format == "bullet"
