"""Sentences nobody reads twice gladly are found, in scripts with and without spaces."""

from courses.readability import long_sentences


def test_only_sentences_beyond_forty_words_count():
    short, long = "Keep it closed. ", "word " * 41 + ". "
    assert long_sentences(f"<p>{short * 20}</p>") == []
    assert len(long_sentences(f"<p>{short}{long}{short}{long}</p>")) == 2


def test_items_of_a_list_and_chinese_sentences_stand_for_themselves():
    assert long_sentences("<ul>" + "<li>one two three</li>" * 30 + "</ul>") == []
    assert long_sentences("<p>" + "废物应当安全存放。" * 20 + "</p>", "zh") == []
