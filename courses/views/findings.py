"""Findings of the publish check as pages show them: sentences, and links to the passages."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from courses.checks import Finding
from courses.views.desk_wording import ANY, part_addresses

MOST_PLACES = 5


def shown(findings: Iterable[Finding], slug: str, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return findings with where each part is edited, and each passage read.

    `kinds` says of each step by its public id whether it is a lesson or a quiz.
    """
    addresses = part_addresses(slug)
    preview = url_for("courses_desk_releases.preview", slug=slug, step_id=ANY)
    return [
        {
            "weight": finding.weight,
            "sentence": finding.sentence,
            "title": finding.title,
            "url": addresses[kinds[finding.step]].replace(ANY, finding.step)
            if finding.step
            else "",
            "places": [
                {
                    "url": preview.replace(ANY, finding.step or "")
                    + (f"#{place.anchor}" if place.anchor else ""),
                    "quote": place.quote,
                    "target": place.target,
                }
                for place in finding.places[:MOST_PLACES]
            ],
            "more": max(0, len(finding.places) - MOST_PLACES),
        }
        for finding in findings
    ]
