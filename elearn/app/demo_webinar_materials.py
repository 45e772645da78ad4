"""What is kept of the demonstration's first webinar: a talk with its words, two questions."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elearn.app import demo_webinars
from elearn.core.transaction import write
from elearn.webinars.kept import (
    chapters,
    material_queries,
    materials,
    question_queries,
    questions,
    transcripts,
)
from elearn.webinars.kept.materials import Described
from elearn.webinars.models import Webinar

CONTENT = Path(__file__).parent / "demo_content" / "webinar_materials.toml"


def written() -> dict[str, Any]:
    """Return what is kept, as it is written down."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def bring() -> Iterator[str]:
    """Add what is missing; yield after each act. The site itself is who acts."""
    content = written()
    webinar = demo_webinars.webinar_of(demo_webinars.written()["webinar"][0])
    assert webinar is not None
    if not material_queries.materials_of(webinar.id, unpublished=True):
        words = transcripts.kept(content["transcript"])
        with write():
            _publish(webinar, content, words)
        yield "recording"
    if not question_queries.answered(webinar.id):
        with write():
            _ask(webinar, content["question"])
        yield "questions"


def _publish(webinar: Webinar, content: dict[str, Any], words: str) -> None:
    names = ("title", "language", "address", "size", "minutes")
    said = Described(kind="recording", **{name: content[name] for name in names})
    made = materials.add(webinar.id, said, None).public_id
    materials.put_chapters(webinar.id, made, chapters.read(content["chapters"])[0], None)
    materials.put_transcript(webinar.id, made, words, None)
    materials.publish(webinar.id, made, None)


def _ask(webinar: Webinar, asked: list[dict[str, str]]) -> None:
    session = demo_webinars.sessions_of(webinar)[0]
    questions.add(webinar, session, [one["text"] for one in asked], None)
    for question in question_queries.questions_of(session.id):
        for one in asked:
            if one["text"] == question.text and "answer" in one:
                questions.answer(webinar, question, one["answer"], None, None)
