"""Which drafts a list shows: by state, by rule, by module, with how many there are of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from quizzes.draft_cards import RULES as RULE_LABELS
from quizzes.draft_cards import STATES
from quizzes.drafting.draft import RULES
from quizzes.queries import AnyRow


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; empty means any."""

    state: str = "open"
    rule: str = ""
    module: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Chosen":
        """Read it from an address or a form; what nobody knows is as if it were not there."""
        state, rule = fields.get("state", "open"), fields.get("rule", "")
        module = fields.get("module", "")
        return cls(
            state if state in STATES else "open",
            rule if rule in RULES else "",
            module if module.isalnum() and len(module) <= 12 else "",
        )

    def values(self) -> dict[str, str]:
        """Return what an address has to say of it."""
        usual = Chosen()
        return {name: value for name, value in vars(self).items() if value != vars(usual)[name]}


def filters(slug: str, counts: Iterable[AnyRow], chosen: Chosen) -> list[dict[str, Any]]:
    """Return rows of links: states, then rules and modules of that state, with their counts."""
    rows = list(counts)
    here = url_for("quizzes_desk_drafts.index", slug=slug)
    of_state = [row for row in rows if row.state == chosen.state]
    modules = {row.module: row.module_title for row in of_state if row.module}
    return [
        group(here, _("State"), "state", STATES, rows, chosen),
        group(
            here, _("Where it comes from"), "rule", {"": _("Any")} | RULE_LABELS, of_state, chosen
        ),
        group(here, _("Module"), "module", {"": _("Any")} | modules, of_state, chosen),
    ]


def group(
    here: str,
    label: str,
    name: str,
    choices: Mapping[str, Any],
    rows: list[AnyRow],
    chosen: Chosen,
) -> dict[str, Any]:
    """Return one row of links; a choice without drafts is left out, but for the one chosen."""
    links = []
    for value, text in choices.items():
        count = sum(row.drafts for row in rows if value in ("", getattr(row, name)))
        current = getattr(chosen, name) == value
        if count or current or name == "state":
            # A list of another state begins with all its drafts.
            kept = {} if name == "state" else chosen.values()
            kept = {key: text for key, text in kept.items() if key != name}
            if value and not (name == "state" and value == "open"):
                kept[name] = value
            query = "&".join(f"{key}={word}" for key, word in kept.items())
            links.append(
                {
                    "label": text,
                    "count": count,
                    "url": f"{here}?{query}" if query else here,
                    "current": current,
                }
            )
    return {"label": label, "links": links}
