"""What people do in a browser, step by step, named as they would name it."""

import email
import email.policy
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PASSWORD = "three calm herons wading"
DEMO_PASSWORD = "handle-with-care"
# Reading a manual and drawing a certificate are jobs: the page looks again by itself.
JOB_MILLISECONDS = 90_000


def press(page: Page, name: str) -> None:
    """Press the first button or link of the main part with exactly this name."""
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    button.or_(main.get_by_role("link", name=name, exact=True)).first.click()


def fill(page: Page, **fields: str) -> None:
    """Write into fields, by the names they are sent under (`choice_1_text` for choice-1-text)."""
    for name, value in fields.items():
        page.locator(f"main [name={name.replace('_', '-')}]").fill(value)


def heading(page: Page) -> Locator:
    return page.locator("h1")


def sign_in(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.locator("[name=email]").fill(address)
    page.locator("[name=password]").fill(password)
    press(page, "Sign in")
    expect(page.get_by_text("Sign out")).to_be_attached()


def speak(page: Page, language: str) -> None:
    """Choose the language of the pages in the menu."""
    page.goto("/about")
    page.locator("header summary").first.click()
    page.locator(f"header button[name=to][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


# The trainer


def upload(page: Page, file: Path, **details: str) -> None:
    """Upload a document and wait until it has been read."""
    page.goto("/desk/imports/")
    press(page, "Upload a document")
    page.locator("[name=file]").set_input_files(file)
    fill(page, **details)
    press(page, "Upload and read")
    check = page.get_by_role("link", name="Check the outline", exact=True)
    expect(check).to_be_visible(timeout=JOB_MILLISECONDS)
    check.click()


def row(page: Page, title: str) -> Locator:
    """The row of a heading in the outline review; the first when several have this title."""
    return page.locator("li", has=page.get_by_text(title, exact=True)).first


def choose(page: Page, *titles: str) -> None:
    """Choose these headings and no others."""
    for box in page.locator("main [name=h]:checked").all():
        box.uncheck()
    for title in titles:
        row(page, title).locator("[name=h]").check()


def keep_only(page: Page, *titles: str) -> None:
    """Leave out all chapters of the document but these."""
    for line in page.locator("main ol.review-list > li.l1").all():
        box = line.locator("[name=h]")
        box.set_checked(line.locator("label").inner_text() not in titles)
    press(page, "Leave out")
    expect(page.locator("main li.is-left-out").first).to_be_visible()
    expect(page.locator("main [name=h]:checked")).to_have_count(0)


@dataclass(frozen=True)
class Question:
    """A question as a trainer writes it: choices with the right ones, or a number."""

    kind: str
    prompt: str
    why: str
    choices: dict[str, bool] = field(default_factory=dict)
    number: str = ""


def add_question(page: Page, question: Question) -> None:
    """Add a question on the page of a quiz."""
    press(page, question.kind)
    fill(page, prompt=question.prompt, feedback=question.why)
    for number, (text, right) in enumerate(question.choices.items(), start=1):
        fill(page, **{f"choice_{number}_text": text})
        page.locator(f"#choice-correct-{number}").set_checked(right)
    if question.number:
        fill(page, value=question.number)
    press(page, "Add the question")
    expect(page.get_by_role("link", name=question.prompt)).to_be_visible()


# The learner


def begin(page: Page, course: str) -> None:
    """Enrol on a course of the catalogue and open its first lesson."""
    page.goto("/courses/")
    page.get_by_role("link", name=course, exact=True).click()
    press(page, "Enrol and start")


def back(page: Page) -> None:
    """Go from a lesson to the page of its course."""
    page.locator(".focus-bar .back").click()


def start_quiz(page: Page, title: str) -> None:
    """Open a quiz from the page of its course, and start an attempt or go on with it."""
    main = page.locator("main")
    main.get_by_role("link", name=title, exact=True).click()
    name = re.compile(r"^(Start the quiz|Try again|Continue attempt \d+)$")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).click()


def register(page: Page, name: str, address: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Create an account").first.click()
    fill(page, name=name, email=address, password=PASSWORD)
    page.get_by_label("I have read the privacy notice").check()
    press(page, "Create account")
    expect(heading(page)).to_have_text("Look at your mail")


def link_in(letter: str) -> str:
    """Return the only address in a letter."""
    message = email.message_from_string(letter, policy=email.policy.default)
    body = message.get_body(("plain",))  # type: ignore[attr-defined]
    found = re.findall(r"https?://\S+", body.get_content())
    assert len(set(found)) == 1, found
    return str(found[0])


def confirm(page: Page, link: str) -> None:
    page.goto(link)
    fill(page, password=PASSWORD)
    press(page, "Confirm and sign in")
    expect(page.get_by_text("Sign out")).to_be_attached()


def read_to_the_quiz(page: Page) -> int:
    """Read lesson after lesson, from an open one to the quiz; return how many were read."""
    read = 0
    start = page.get_by_role("button", name="Start the quiz")
    further = page.get_by_role("button", name="Mark as read and continue")
    while True:
        # A page just opened shows neither for a moment.
        expect(start.or_(further).first).to_be_visible()
        if start.is_visible():
            return read
        before = page.url
        press(page, "Mark as read and continue")
        assert page.url != before
        read += 1


def question(page: Page, prompt: str) -> Locator:
    return page.locator("section.question", has=page.get_by_text(prompt, exact=True))


def answer(page: Page, asked: Question, *, right: bool) -> None:
    """Answer a question of an attempt as its author meant it, or otherwise."""
    place = question(page, asked.prompt)
    if asked.number:
        place.get_by_role("textbox").fill(asked.number if right else f"{asked.number}9")
    for text, correct in asked.choices.items():
        if correct == right:
            place.get_by_label(text, exact=True).check()


def submit(
    page: Page,
    questions: list[Question],
    *,
    right: bool,
    button: str = "Submit and see the result",
) -> None:
    """Answer all questions and submit."""
    for asked in questions:
        answer(page, asked, right=right)
    press(page, button)
