"""Chapters typed as lines, and transcripts of three forms, become what is kept."""

import pytest

from elearn.webinars.kept import chapters, transcripts
from elearn.webinars.kept.chapters import Mark


def test_lines_become_chapters_in_the_order_of_time():
    marks, problems = chapters.read(
        "12:30 What the law says\n\n0:00 Welcome\r\n1:02:03 - Questions"
    )
    assert problems == []
    assert marks == [
        Mark(0, "Welcome"),
        Mark(750, "What the law says"),
        Mark(3723, "Questions"),
    ]
    assert chapters.written(marks) == "0:00 Welcome\n12:30 What the law says\n1:02:03 Questions"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Welcome", "Begin the line with a time"),
        ("12.30 Welcome", "Begin the line with a time"),
        ("12:61 Welcome", "There is no such time"),
        ("1:75:00 Welcome", "There is no such time"),
        ("12:30", "Give the chapter a title"),
        ("12:30 " + "a" * 301, "300 characters"),
        ("0:10 Again", "Another chapter begins"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(app, line, why):
    marks, problems = chapters.read(f"0:10 First\n{line}")
    assert marks == [Mark(10, "First")]
    with app.test_request_context():
        assert [(at, why in str(said)) for at, said in problems] == [(2, True)]


def test_chapters_are_numbers_with_two_hundred_at_most():
    lines = "\n".join(f"{minute}:00 Part" for minute in range(201))
    assert chapters.read(lines)[1][0].line == 201
    assert chapters.read("0:00 الترحيب")[0] == [Mark(0, "الترحيب")]


def test_the_address_of_a_time_replaces_what_stood_behind_the_sign():
    assert chapters.at("https://v.example.org/a?b=1#x", 75) == "https://v.example.org/a?b=1#t=75"


VTT = """WEBVTT

NOTE made by hand

intro
00:00:01.000 --> 00:00:04.000 align:start
<v Host>Welcome to the <b>tour</b>.

00:00:04.000 --> 00:00:09.500
<v Host>Waste &amp; law come first.

01:00:10.000 --> 01:00:12.000
<v Second speaker>Thank you.
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:04,000\r\nWelcome.\r\n\r\n"
    "2\r\n00:01:01,000 --> 00:01:02,000\r\nLaw.\r\n"
)


def test_webvtt_and_subrip_become_paragraphs_with_times():
    assert transcripts.kept(VTT) == (
        "[0:01] Host: Welcome to the tour. Waste & law come first.\n\n"
        "[1:00:10] Second speaker: Thank you."
    )
    assert transcripts.kept(SRT) == "[0:01] Welcome.\n\n[1:01] Law."


def test_what_is_kept_is_kept_again_as_it_is():
    for text in (VTT, SRT, "One.\n \nTwo,\ngoes on.\n\n\n"):
        kept = transcripts.kept(text)
        assert transcripts.kept(kept) == kept
    assert [one.words for one in transcripts.paragraphs("One.\n\n[1:05] Two.")] == ["One.", "Two."]
    assert [one.clock for one in transcripts.paragraphs("One.\n\n[1:05] Two.")] == ["", "1:05"]


def test_rolling_captions_say_nothing_twice():
    said = "".join(
        f"0:{at:02}:00.0 --> 0:{at:02}:01.0\n{words}\n\n"
        for at, words in ((0, "We begin"), (1, "We begin"), (1, "with the law."))
    )
    assert transcripts.kept(said) == "[0:00] We begin with the law."


def test_files_of_any_coding_are_read_and_pictures_refused():
    assert transcripts.read_file("Привет.".encode("utf-16")) == "Привет."
    assert transcripts.read_file("\ufeffأهلا".encode()) == "أهلا"
    with pytest.raises(ValueError, match="not a text"):
        transcripts.read_file(b"\x89PNG\x00\x00")
