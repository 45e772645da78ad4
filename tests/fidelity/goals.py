"""The goals of the import, and which of them a document misses."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.fidelity.figures import Figures, Share

F1 = {"docx": 0.93, "odt": 0.98, "epub": 0.98, "html": 0.98, "markdown": 0.98}
F1_PDF = {"marks": 0.98, "tagged-marks": 0.98, "tagged": 0.92, "plain": 0.85}
MEAN_F1 = {"docx": 0.97, "tagged": 0.95, "plain": 0.93}
PARENTS = {"docx": 0.95, "plain": 0.90}
KEPT = 0.995
CELLS = 0.97
RUNNING = 0.01
MEGABYTES = 300
PAGES_A_SECOND = 20
WORDS_A_SECOND = 50_000
# Shorter documents tell how long a process takes to start, not how fast a reader is.
ENOUGH_PAGES, ENOUGH_WORDS = 30, 20_000


@dataclass(frozen=True)
class Goal:
    """A goal: its name, and a check that returns None where it does not apply."""

    name: str
    met: Callable[[Figures], bool | None]


def group(found: Figures) -> str:
    """Return the group whose goals hold: the format, or what a PDF has to go by."""
    return found.kind if found.format == "pdf" else found.format


def f1(found: Figures) -> bool | None:
    least = F1_PDF[found.kind] if found.format == "pdf" else F1[found.format]
    return None if found.f1 is None else found.f1 >= least


def parents(found: Figures) -> bool | None:
    least = PARENTS.get(group(found))
    return None if found.parents is None or least is None else found.parents >= least


def whole(share: Share | None) -> bool | None:
    return None if share is None else share[0] == share[1]


def outside_pdf(share: Share | None, found: Figures) -> bool | None:
    """What a PDF need not have kept apart is asked of the other formats only."""
    return None if found.format == "pdf" else whole(share)


def cells(found: Figures) -> bool | None:
    return None if found.cells is None else found.cells >= CELLS


def speed(found: Figures) -> bool | None:
    if found.format == "pdf":
        enough = found.pages >= ENOUGH_PAGES
        return found.pages / found.seconds >= PAGES_A_SECOND if enough else None
    enough = found.words >= ENOUGH_WORDS
    return found.words / found.seconds >= WORDS_A_SECOND if enough else None


def kept(found: Figures) -> bool | None:
    return None if found.kept is None else found.kept >= KEPT


GOALS = (
    Goal("outline", f1),
    Goal("parents", parents),
    Goal("text", kept),
    Goal("tables", lambda found: whole(found.tables)),
    Goal("cells", cells),
    Goal("merged", lambda found: outside_pdf(found.merged, found)),
    Goal("notes", lambda found: outside_pdf(found.notes, found)),
    Goal("images", lambda found: outside_pdf(found.images, found)),
    Goal("alt", lambda found: outside_pdf(found.alts, found)),
    Goal("numbers", lambda found: outside_pdf(found.numbers, found)),
    Goal("contents", lambda found: found.contents == 0),
    Goal("running", lambda found: found.running <= RUNNING),
    Goal("complete", lambda found: found.complete),
    Goal("speed", speed),
    Goal("memory", lambda found: found.megabytes <= MEGABYTES),
    Goal("same twice", lambda found: found.same),
)


def missed(found: Figures) -> list[str]:
    """Return the names of the goals a document misses."""
    if found.refused:
        return [f"refused: {found.refused}"]
    return [goal.name for goal in GOALS if goal.met(found) is False]


def means(rows: list[Figures]) -> list[tuple[str, float, float, int]]:
    """Return for each group its mean F1, the goal for it (0 for none) and how many there are."""
    result = []
    for name in dict.fromkeys(map(group, rows)):
        scores = [row.f1 or 0.0 for row in rows if group(row) == name and row.f1 is not None]
        if scores:
            result.append((name, sum(scores) / len(scores), MEAN_F1.get(name, 0.0), len(scores)))
    return result
