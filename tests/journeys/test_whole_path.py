"""From an uploaded manual to a certificate a stranger can verify, with and without scripts."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import acts
from tests.journeys.acts import Question, press
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEPT = ("What is the ASVS?", "Assessment and Certification")
NEW_SENTENCE = "Read this chapter with your own application in mind."
QUESTIONS = [
    Question(
        "One right answer",
        "Who certifies applications on behalf of the authors?",
        "The authors certify nobody; whoever claims it does so alone.",
        {"Nobody does": True, "A national office": False, "The vendor": False},
    ),
    Question(
        "Several right answers",
        "Which words does the standard explain?",
        "Application and requirement are explained in its scope.",
        {"Application": True, "Requirement": True, "Customs code": False},
    ),
    Question(
        "A number",
        "How many levels of verification are there?",
        "Levels 1, 2 and 3 build on each other.",
        number="3",
    ),
]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_manual_becomes_a_course_and_a_certificate_that_strangers_can_check(
    site: Site, visit: Callable[..., Page], shared_manuals: Path, script: bool
) -> None:
    way = "with scripts" if script else "without scripts"
    title = f"Verifying applications {way}"
    trainer, learner = (
        f"{who}{'' if script else '-plain'}@example.org" for who in ("tove", "lucia")
    )
    words = ("--email", trainer, "--name", "Tove Berg", "--role", "trainer", "--password-stdin")
    site.command("user", "create", *words, stdin=acts.PASSWORD)

    desk = visit(script=script)
    acts.sign_in(desk, trainer)
    make_a_draft(desk, shared_manuals / "asvs-5.0-en.docx", title)
    edit_and_publish(desk)

    seat = visit(script=script)
    acts.register(seat, "Lucía Fernández", learner)
    acts.confirm(seat, acts.link_in(site.wait_for_letter(f"To: {learner}")))
    learn(seat, title)
    fail_and_pass(seat)
    code = certificate(seat, title)

    stranger = visit(script=script)
    stranger.goto("/verify")
    acts.fill(stranger, code=code.lower().replace("-", " "))
    press(stranger, "Check")
    expect(acts.heading(stranger)).to_have_text("This certificate is valid")
    expect(stranger.locator("main")).to_contain_text("Lucía Fernández")
    expect(stranger.locator("main")).to_contain_text(title)


def make_a_draft(page: Page, manual: Path, title: str) -> None:
    """Upload the manual, decide on its outline, and have the draft made."""
    acts.upload(page, manual, title=title, symbol="ASVS", label="Version 5.0")
    acts.keep_only(page, *KEPT)
    for act, level in (("Promote", "l1"), ("Undo", "l2"), ("Demote", "l3")):
        acts.choose(page, "How to use the ASVS")
        press(page, act)
        expect(acts.row(page, "How to use the ASVS")).to_have_class(re.compile(rf"\b{level}\b"))
    press(page, "Undo")
    expect(page.locator("#outline-count")).to_contain_text("in 2 modules")
    press(page, "The outline is right: go on")
    acts.fill(page, topic="Verification", summary="How applications are verified, and by whom.")
    press(page, "Make the draft course")
    expect(acts.heading(page)).to_have_text(title, timeout=acts.JOB_MILLISECONDS)


def edit_and_publish(page: Page) -> None:
    """Change a title and a text, add a quiz, look at the draft as a learner would, publish it."""
    course = page.url
    edit_the_first_lesson(page)
    page.goto(course)
    page.get_by_role("link", name="Add a lesson or quiz").last.click()
    acts.fill(page, title="What have you learned?")
    page.get_by_label("A quiz").check()
    press(page, "Add")
    for question in QUESTIONS:
        acts.add_question(page, question)
    press(page, "Preview as a learner")
    acts.submit(page, QUESTIONS, right=True, button="See the result")
    expect(acts.heading(page)).to_have_text("You passed with 100%")
    page.goto(course)
    press(page, "Check and publish")
    press(page, "Publish this release")
    expect(page.get_by_text("Release 1", exact=True)).to_be_visible()


def edit_the_first_lesson(page: Page) -> None:
    page.locator(".work-list a").first.click()
    acts.fill(page, title="Why verify?")
    text = page.locator("[name=html]")
    text.fill(f"{NEW_SENTENCE}\n\n{text.input_value()}")
    press(page, "Save and preview")
    expect(acts.heading(page)).to_have_text("Why verify?")
    expect(page.locator("article.prose")).to_contain_text(NEW_SENTENCE)


def learn(page: Page, title: str) -> None:
    """Find the course, enrol, and read up to the quiz."""
    page.goto("/courses/")
    acts.fill(page, text=title.split()[-2] + " verifying")
    press(page, "Find")
    page.get_by_role("link", name=title).click()
    press(page, "Enrol and start")
    expect(acts.heading(page)).to_have_text("Why verify?")
    expect(page.locator("article.prose")).to_contain_text(NEW_SENTENCE)
    assert acts.read_to_the_quiz(page) > 1


def fail_and_pass(page: Page) -> None:
    """Take the quiz twice."""
    press(page, "Start the quiz")
    acts.submit(page, QUESTIONS, right=False)
    expect(acts.heading(page)).to_have_text("Not passed: 0%")
    expect(page.locator("main")).to_contain_text(QUESTIONS[0].why)
    press(page, "Try again")
    acts.submit(page, QUESTIONS, right=True)
    expect(acts.heading(page)).to_have_text("You passed with 100%")


def certificate(page: Page, title: str) -> str:
    """Open the certificate from the course, wait until it is drawn; return its code."""
    expect(page.get_by_text("You have completed the course.")).to_be_visible()
    press(page, "Back to the course")
    press(page, "Your certificate")
    link = page.get_by_role("link", name="Download the certificate (PDF)")
    expect(link).to_be_visible(timeout=acts.JOB_MILLISECONDS)
    with page.expect_download() as download:
        link.click()
    content = Path(download.value.path()).read_bytes()
    printed = words_of_pdf(content)
    code = re.search(r"\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b", printed)
    assert code, printed
    assert "Lucía Fernández" in printed
    assert title in printed
    return code.group()


def words_of_pdf(content: bytes) -> str:
    """Return the words on all pages of a PDF."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())
