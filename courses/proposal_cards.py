"""A proposal as pages and programs show it: its texts, their differences, what was decided."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from courses import update_queries
from courses.accepting import fingerprint
from courses.block_acts import anchor_of, name_of, same, without_number
from courses.desk_queries import AnyRow
from courses.update_models import Proposal
from elearn.core.html import plain
from elearn.library.word_diff import diff_html


def cards(rows: Iterable[AnyRow], language: str) -> list[dict[str, Any]]:
    """Return the proposals of a page, each beside what its lesson says now."""
    found = list(rows)
    steps = {row[0].step_id for row in found if row[0].step_id is not None}
    texts = update_queries.blocks_in(steps)
    return [card(row, live_html(row[0], texts), language) for row in found]


def live_html(proposal: Proposal, texts: Mapping[int, list[dict[str, Any]]]) -> str | None:
    """Return what the lesson says now of the paragraphs, or None when they are not there."""
    blocks = texts.get(proposal.step_id or 0, [])
    names = [proposal.key]
    if proposal.kind == "new":
        names = [name for block in proposal.blocks if (name := name_of(block))]
    found = [
        str(block["html"]) for block in blocks if (name_of(block) or anchor_of(block)) in names
    ]
    return "\n".join(found) if found else None


def card(row: AnyRow, live: str | None, language: str) -> dict[str, Any]:
    """Return what is shown of one proposal."""
    proposal: Proposal = row[0]
    before, after = said_in(proposal.before_html), said_in(proposal.after_html)
    edited = proposal.current_html if proposal.state != "open" else edited_now(proposal, live)
    return {
        "id": proposal.public_id,
        "kind": proposal.kind,
        "heading": proposal.block_kind == "heading",
        "where": proposal.title if proposal.kind == "new" and proposal.module_id else "",
        "weight": proposal.weight,
        "state": proposal.state,
        "section": proposal.section,
        "step": row.step,
        "lesson": row.step_title or row.module_title or "",
        "group": proposal.step_id or f"m{proposal.module_id}",
        "label": numbers(proposal),
        "before": before,
        "after": after,
        "diff": diff_html(before, after, language),
        "words": before != after,
        "moved": proposal.moved and proposal.kind != "moved",
        "edited": proposal.edited or edited is not None,
        "mine": said_in(edited) if edited else "",
        "mine_diff": diff_html(before, said_in(edited), language) if edited else "",
        "seen": fingerprint(live) if live is not None else "",
        "now": said_now(proposal, live),
        "own": own_text(proposal, live),
        "text": live if live is not None else proposal.after_html,
        "may_edit": proposal.kind in ("changed", "removed", "new"),
        "chosen": said_in(proposal.chosen_html or ""),
        "decided_by": row.decided_by,
        "decided_at": proposal.decided_at,
        "released": proposal.release_id is not None,
    }


def edited_now(proposal: Proposal, live: str | None) -> str | None:
    """Return the trainer's text of the paragraph, if it is not that of the manual."""
    if live is None or proposal.kind not in ("changed", "removed"):
        return None
    if proposal.block_kind == "heading":
        return None if plain(live) == plain(proposal.before_html) else live
    return None if same(live, proposal.before_html) else live


def said_now(proposal: Proposal, live: str | None) -> str:
    """Return what the course says now, in plain words; nothing when it is not in the course."""
    if live is None and proposal.block_kind == "heading" and proposal.kind != "removed":
        return plain(proposal.chosen_html or proposal.before_html)
    return said_in(live or "")


def said_in(html: str) -> str:
    """Return what a paragraph says in plain words; its number stands beside it."""
    return plain(without_number(html))


def own_text(proposal: Proposal, live: str | None) -> bool:
    """Tell whether the course has a text that is neither that of the manual nor what was chosen."""
    if live is None or proposal.kind not in ("changed", "removed"):
        return False
    known = (proposal.before_html, proposal.after_html, proposal.chosen_html or "")
    return not any(plain(live) == plain(html) for html in known)


def numbers(proposal: Proposal) -> str:
    """Return the printed number, or the old one and the new one."""
    before, after = proposal.before_label, proposal.after_label
    if before and after and before != after:
        return str(_("%(before)s, now %(after)s", before=before, after=after))
    return after or before
