"""Layouts and components, drawn with plausible contents and read as a browser would."""

import gzip
import importlib.util
from pathlib import Path

import pytest

from tests.pages import Pages, check_page, words

_spec = importlib.util.spec_from_file_location("gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)

ROOT = Path(__file__).parents[2]
MOST_BYTES_OF_THE_FIRST_PAGE = 50_000


def pages(language="en", direction="ltr", signed_in=True) -> Pages:
    return Pages(gallery.create_gallery(language, direction, signed_in))


@pytest.mark.parametrize("name", [name for name in gallery.names() if name != "letter"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_layout_is_a_sound_page(name, direction):
    answer = pages("ar" if direction == "rtl" else "en", direction).get(f"/{name}")
    assert answer.page.getroottree().getroot().get("dir") == direction
    sheet = "site.rtl." if direction == "rtl" else "site."
    assert sheet in answer.page.xpath("//link[@rel='stylesheet']/@href")[0]


def test_a_visitor_is_offered_to_sign_in_and_no_sign_out():
    answer = pages(signed_in=False).get("/home")
    assert [words(a) for a in answer.all("//div[@class='tools']/a")] == ["Sign in", "Register"]
    assert answer.all("//form[@action='/sign-out']") == []


def test_a_person_signs_out_by_a_form():
    answer = pages().get("/home")
    assert [words(b) for b in answer.all("//form[@action='/sign-out']//button")] == ["Sign out"]


def test_the_first_page_with_its_styles_and_script_is_light():
    client = pages(signed_in=False)
    answer = client.get("/home")
    parts = answer.all("//link/@href | //script/@src")
    bodies = []
    for part in parts:
        with client.client.get(part) as response:
            bodies.append(response.get_data())
    compressed = [len(gzip.compress(body)) for body in [*bodies, answer.text.encode()]]
    assert len(parts) == 3
    assert sum(compressed) <= MOST_BYTES_OF_THE_FIRST_PAGE / 2


def test_a_wrong_form_lists_its_problems_and_leads_to_the_fields():
    answer = pages().get("/form?wrong=1")
    links = answer.all("//div[@class='problems']//a")
    assert [(words(a), a.get("href")) for a in links] == [
        ("Enter your name.", "#name"),
        ("Enter your e-mail address.", "#email"),
        ("Choose a password.", "#password"),
        ("Not a valid choice.", "#country"),
        ("Say whom you work for.", "#kind-0"),
        ("Agree to the terms.", "#terms"),
    ]


def test_a_wrong_field_says_so_to_assistive_technology():
    answer = pages().get("/form?wrong=1")
    (name,) = answer.all("//input[@id='name']")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby") == "name-hint name-error"
    described = [words(answer.all(f"//*[@id='{one}']")[0]) for one in ("name-hint", "name-error")]
    assert described == ["As it should stand on certificates.", "Enter your name."]


def test_a_right_field_is_not_called_wrong():
    answer = pages().get("/form")
    (name,) = answer.all("//input[@id='name']")
    assert name.get("aria-invalid") is None
    assert name.get("aria-describedby") == "name-hint"
    assert name.get("autocomplete") == "name"
    assert answer.all("//*[@class='problems']") == []


def test_a_group_of_choices_is_named_by_its_legend():
    answer = pages().get("/form?wrong=1")
    groups = answer.all("//fieldset")
    assert [words(group.find("legend")) for group in groups] == [
        "You work for",
        "Topics (optional)",
    ]
    assert groups[0].get("aria-describedby") == "kind-error"
    assert len(groups[0].xpath(".//input[@type='radio']")) == 3


def test_a_form_with_a_file_is_sent_as_one():
    (form,) = pages().get("/form").all("//form[@novalidate]")
    assert form.get("enctype") == "multipart/form-data"


def test_cells_of_a_table_repeat_their_heads_for_narrow_screens():
    answer = pages().get("/desk")
    labels = answer.all("(//tbody/tr)[1]/td/@data-label")
    assert labels == ["State", "Paragraphs", "Uploaded"]
    assert [words(cell) for cell in answer.all("//tbody/tr/th")][2] == "old-guide.doc"


def test_paging_keeps_the_filters_and_drops_the_old_page():
    answer = pages().get("/catalogue?topic=a%26b&page=2&topic=c")
    assert answer.all("//nav[@class='paging']/a/@href") == [
        "/catalogue?topic=a%26b&topic=c&page=1",
        "/catalogue?topic=a%26b&topic=c&page=3",
    ]


def test_a_locked_thing_says_why_and_what_to_do():
    (note,) = pages().get("/course").all("//div[contains(@class, 'is-locked')]")
    assert words(note) == "Finish the module “Who does what” first. Go to the module"


def test_the_contents_say_states_in_words():
    steps = [words(item) for item in pages().get("/lesson").all("//nav[@id='contents']//li")]
    assert steps == [
        "What makes waste hazardous, Done",
        "Check yourself, Done",
        "Competent authorities and focal points, Started",
        "The generator’s duties, Not started",
        "Final test, LockedOpens when module 2 is done",
    ]


@pytest.mark.parametrize(
    ("status", "heading"),
    [(403, "This is not open to you"), (418, "This did not work"), (500, "Something went wrong")],
)
def test_the_error_page_says_what_happened_and_how_to_refer_to_it(status, heading):
    answer = pages().get(f"/error?status={status}")
    assert answer.heading == heading
    assert "7f3a-21bc" in answer.main
    assert ("What you saved before is kept" in answer.main) == (status == 500)
    assert words(answer.all("//main//a")[0]) == "Go to the module"


def test_a_letter_repeats_its_address_in_words():
    text = pages().client.get("/letter").get_data(as_text=True)
    address = "https://learn.example.org/confirm/0123456789abcdef0123456789abcdef"
    assert text.count(address) == 2
    assert "<title>Confirm your e-mail address</title>" in text


def test_a_page_cannot_be_titled_other_than_its_heading():
    answer = pages().get("/course")
    title = words(answer.page.find(".//title"))
    assert title == f"{answer.heading} – ESM Learn"


def test_the_checker_itself_refuses_a_title_that_differs():
    app = gallery.create_gallery()
    text = pages().get("/home").text.replace("<title>Learn", "<title>Read")
    with pytest.raises(AssertionError, match="title"):
        check_page(app, "/home", text)
