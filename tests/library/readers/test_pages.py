"""HTML pages and Markdown texts keep their text, structure, notes and links."""

import base64

import pytest

from elearn.library.readers.model import plain, text_of
from elearn.library.readers.model_html import Renderer
from elearn.library.readers.outline import outline_of
from tests.library.readers.conftest import png

PAGE = """<!doctype html><html lang="fr"><head><title>Manuel</title><meta name="author" content="X">
<style>p{}</style></head><body>
<header><nav><a href="/">Accueil</a><h2>Menu</h2></nav></header>
<main><h1 id="top">Gestion des déchets</h1><p>Un <b>déchet</b>   dangereux<sup>1</sup>.</p>
<aside><h2>Publicité</h2></aside><script>alert(1)</script>
<h2>Portée<a class="headerlink" href="#x">¶</a></h2>
<ol start="3" type="a"><li>huiles<ul><li>moteur</li></ul></li><li value="7">pneus</li></ol>
<table><caption>Codes</caption><thead><tr><th>Code<th>Nom</thead>
<tr><td rowspan=2>Y8<td>huile</tr><tr><td>fioul</td></tr></table>
<dl><dt>GER</dt><dd>gestion écologiquement rationnelle</dd></dl>
<pre><code class="language-py">a = 1
b</code></pre><blockquote><p>Cité.</p></blockquote>
<p>Voir <a href="#top">plus haut</a>, <a href="https://example.org/?a=1&amp;b=2">ici</a>,
<a href="javascript:alert(1)">là</a>, <a href="/local">local</a>.<br>Fin</p></main>
<footer>© Quelqu’un</footer></body></html>"""


def test_a_page_is_read_from_its_main_column(read_text_of):
    doc = read_text_of(PAGE)
    assert outline_of(doc) == [(1, "Gestion des déchets"), (2, "Portée")]
    assert (doc.meta["title"], doc.meta["language"], doc.meta["author"]) == ("Manuel", "fr", "X")
    said = " ".join(text_of(block) for block in doc.blocks)
    for word in ("Accueil", "Publicité", "alert(1)", "Quelqu", "¶"):
        assert word not in said
    assert doc.report.complete
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_every_kind_of_block_of_a_page_is_carried(read_text_of):
    doc = read_text_of(PAGE)
    kinds = [block.kind for block in doc.blocks]
    assert kinds == ["heading", "para", "heading", "list", "table", "list", "code", "quote", "para"]
    render = Renderer(lang="fr")
    html = [render.block(block) for block in doc.blocks]
    assert html[1] == "<p>Un <strong>déchet</strong> dangereux<sup>1</sup>.</p>"
    assert html[3] == (
        '<ol class="labelled"><li><span class="number">c.</span> huiles'
        "<ul><li>moteur</li></ul></li>"
        '<li><span class="number">g.</span> pneus</li></ol>'
    )
    assert '<td rowspan="2">Y8</td>' in html[4]
    assert '<th scope="col">Code</th>' in html[4]
    assert html[5] == "<dl><dt>GER</dt><dd>gestion écologiquement rationnelle</dd></dl>"
    assert html[6] == "<pre><code>a = 1\nb</code></pre>"
    assert html[8] == (
        '<p>Voir plus haut, <a href="https://example.org/?a=1&amp;b=2">ici</a>, '
        "là, local.<br>Fin</p>"
    )


def test_a_reference_inside_a_page_points_to_its_block(read_text_of):
    doc = read_text_of(PAGE)
    target = next(run.xref for run in doc.blocks[-1].runs if run.text == "plus haut")
    assert target == doc.blocks[0].id


def test_notes_of_a_page_leave_the_text_and_keep_their_marks(read_text_of):
    page = (
        "<p>One<sup><a href='#fn1' role='doc-noteref'>1</a></sup> two</p>"
        "<section role='doc-endnotes'><ol><li id='fn1'><p>The note. "
        "<a href='#r' role='doc-backlink'>↩</a></p></li></ol></section>"
    )
    doc = read_text_of(page)
    [note] = doc.notes.values()
    assert (note.label, text_of(note.blocks[0])) == ("1", "The note.")
    assert len(doc.blocks) == 1
    block = doc.blocks[0]
    assert Renderer(doc.media, doc.notes).block(block, notes=True) == (
        f'<p>One<sup><a href="#{block.id}-fn1">1</a></sup> two</p><div class="notes">'
        f'<div class="note" id="{block.id}-fn1"><p><sup>1</sup> The note.</p></div></div>'
    )


def test_pictures_in_the_page_are_taken_and_outside_ones_listed(read_text_of):
    data = base64.b64encode(png()).decode()
    page = (
        f'<figure><img src="data:image/png;base64,{data}" alt="A drum">'
        "<figcaption>Drum</figcaption></figure>"
        '<p>x <img src="https://example.org/a.png" alt="far"></p>'
    )
    doc = read_text_of(page)
    figure = doc.blocks[0]
    assert (figure.kind, figure.alt, text_of(figure)) == ("figure", "A drum", "Drum")
    assert [d["reason"] for d in doc.report.dropped] == ["outside-picture"]


def test_a_layout_table_with_headings_is_taken_apart(read_text_of):
    doc = read_text_of("<table><tr><td><h2>A</h2><p>b</p></td><td><h2>C</h2>d</td></tr></table>")
    assert [b.kind for b in doc.blocks] == ["heading", "para", "heading", "para"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "windows-1251"])
def test_a_page_is_decoded_as_it_declares(read_text_of, coding):
    page = f'<html><head><meta charset="{coding}"></head><body><p>Опасные отходы</p></body></html>'
    doc = read_text_of(page.encode(coding))
    assert text_of(doc.blocks[0]) == "Опасные отходы"


MARKDOWN = """---
title: "ESM in short"
Language: en
symbol: ESM/1
---

# Waste {#waste}

1\\. Paragraph one says *what* counts[^a].

## Duties

- first
  1. inner
- second

| Code | Name |
|------|------|
| Y31  | lead |

> A case.

```sh
[^a]: not a note
```

**ESM** - sound management

[^a]: The note with **bold**.
"""


def test_markdown_keeps_text_tables_lists_notes_and_front_matter(read_text_of):
    doc = read_text_of(MARKDOWN)
    assert {k: doc.meta[k] for k in ("title", "language", "symbol", "format")} == {
        "title": "ESM in short",
        "language": "en",
        "symbol": "ESM/1",
        "format": "markdown",
    }
    assert outline_of(doc) == [(1, "Waste"), (2, "Duties")]
    kinds = [block.kind for block in doc.blocks]
    assert kinds == ["heading", "para", "heading", "list", "table", "quote", "code", "para"]
    assert text_of(doc.blocks[1]) == "1. Paragraph one says what counts."
    assert doc.blocks[6].text == "[^a]: not a note"
    [note] = doc.notes.values()
    assert text_of(note.blocks[0]) == "The note with bold."
    assert doc.blocks[4].rows[0].header


def test_scripts_in_markdown_are_dropped(read_text_of):
    doc = read_text_of("# A\n\n<script>alert(1)</script>\n\nx <img src=x onerror=alert(1)> y\n")
    html = "".join(Renderer().block(block) for block in doc.blocks)
    assert html == "<h2>A</h2><p>x y</p>"


def test_a_contents_list_of_links_is_dropped(read_text_of):
    doc = read_text_of("# Contents\n\n- [One](#one)\n- [Two](#two)\n\n# One\n\nx\n\n# Two\n\ny\n")
    assert outline_of(doc) == [(1, "One"), (1, "Two")]
    assert {d["reason"] for d in doc.report.dropped} == {"contents"}


def test_headings_inside_quotations_are_lines_of_text(read_text_of):
    doc = read_text_of("# A\n\n> ## Case\n>\n> text\n\n# B\n")
    assert outline_of(doc) == [(1, "A"), (1, "B")]
    assert text_of(doc.blocks[1]) == "Case text"


def test_a_heading_of_several_lines_is_one_heading(read_text_of):
    doc = read_text_of("<h2>Waste<div>and its <b>kinds</b></div></h2><p>x</p>")
    assert outline_of(doc) == [(1, "Waste and its kinds")]


def test_notes_as_word_processors_write_them_are_notes_and_nothing_else_is(read_text_of):
    page = (
        '<h1>A</h1><p>One<a class="sdfootnoteanc" name="s1anc" href="#s1sym"><sup>1</sup></a>.</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="s1sym" href="#s1anc">1</a>Text</p>'
        "<p>More of it.</p></div>"
    )
    doc = read_text_of(page)
    [note] = doc.notes.values()
    assert (note.label, [text_of(b) for b in note.blocks]) == ("1", ["Text", "More of it."])
    assert [text_of(b) for b in doc.blocks] == ["A", "One."]


def test_numbers_of_headings_set_in_lists_are_kept(read_text_of):
    page = (
        '<ol type="I"><li><h1>Rules</h1></li></ol><p>x</p>'
        '<ol type="I"><ol type="A" start="2"><li><h2>Scope</h2></li></ol></ol><p>y</p>'
    )
    headings = [b for b in read_text_of(page).blocks if b.kind == "heading"]
    assert [(b.label, b.title, b.level) for b in headings] == [
        ("I.", "Rules", 1),
        ("B.", "Scope", 2),
    ]


def test_a_list_that_goes_on_after_a_heading_numbers_paragraphs(read_text_of):
    page = (
        "<h1>A</h1><ol><li>one</li><li>two</li></ol><h1>B</h1><ol start='3'><li>three</li></ol>"
        "<h1>C</h1><ol><li>a list</li></ol>"
    )
    doc = read_text_of(page)
    assert [(b.label, text_of(b)) for b in doc.blocks if b.kind == "para"] == [
        ("1.", "one"),
        ("2.", "two"),
        ("3.", "three"),
    ]
    assert [b.kind for b in doc.blocks][-1] == "list"


def test_letters_of_lists_are_told_by_style_too(read_text_of):
    [made] = read_text_of('<ol style="list-style-type: lower-alpha"><li>x</li></ol>').blocks
    assert (made.format, made.items[0].label) == ("lower-letter", "a.")


def test_titles_of_notes_and_warnings_begin_no_section(read_text_of):
    page = (
        '<h1>Rules</h1><p>Text.</p><div class="warning"><h3 class="title">Warning</h3><p>Hot.</p>'
        '</div><div class="admonition note"><p class="admonition-title">Note</p><p>Cold.</p></div>'
        '<ol><li>one<div class="tip"><h3>Tip</h3><p>Inside.</p></div></li><li>two</li></ol>'
    )
    doc = read_text_of(page)
    assert [b.kind for b in doc.blocks] == ["heading", "para", "box", "box", "list"]
    assert [b.title for b in doc.blocks if b.kind == "box"] == ["Warning", "Note"]
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_chapters_that_are_all_called_titles_are_headings(read_text_of):
    chapters = "".join(f'<h1 class="title">Chapter {n}</h1><p>Text.</p>' for n in (1, 2))
    assert [b.kind for b in read_text_of(chapters).blocks] == ["heading", "para"] * 2
    assert read_text_of('<h1 class="title">Manual</h1><h1>A</h1><p>x</p>').blocks[0].role == "title"


def test_lists_of_the_pages_below_are_contents(read_text_of):
    inner = '<ul><li><a href="b.html">B</a></li></ul>'
    page = f'<h1>A</h1><div class="toctree-wrapper">{inner}</div><p>x</p>'
    assert [b.kind for b in read_text_of(page).blocks] == ["heading", "para"]


def test_pages_a_word_processor_saved_lose_nothing_of_its_styles(read_text_of):
    note = "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>{}</p></div>"
    page = (
        "<html><body><div class=WordSection1><p class=MsoTitle>Manual</p>"
        '<p class=MsoToc1><a href="#a">Rules 1</a></p><h1><a name=a>Rules</a></h1>'
        '<p class=MsoNormal>Text<a href="#_ftn1" name="_ftnref1"><span class='
        "MsoFootnoteReference>[1]</span></a>.<o:p></o:p></p><table><tr><td>a</td><td>b</td></tr>"
        "</table><p class=MsoCaption>Codes</p></div>"
        + note.format('<a href="#_ftnref1" name="_ftn1">[1]</a> Its text.')
    )
    doc = read_text_of(page)
    assert [b.kind for b in doc.blocks] == ["para", "heading", "para", "table"]
    assert (doc.blocks[0].role, doc.meta["title"]) == ("title", "Manual")
    assert plain(doc.blocks[3].caption) == "Codes"
    assert [text_of(b) for n in doc.notes.values() for b in n.blocks] == ["Its text."]
    assert [e["reason"] for e in doc.report.dropped] == ["contents"]


def test_a_line_in_another_script_runs_its_own_way(read_text_of):
    arabic = "تنشأ النفايات الخطرة في كل مكان ويجب أن تخزن بطريقة سليمة بيئيا. " * 3
    doc = read_text_of(f"{arabic}\n\nBasel Convention on hazardous wastes\n\nISO 14001\n")
    assert [b.dir for b in doc.blocks] == ["rtl", "ltr", "rtl"]
    doc = read_text_of(f"The text is in English and it is long enough to tell.\n\n{arabic}")
    assert [(b.lang, b.dir) for b in doc.blocks][1] == ("ar", "rtl")


def test_a_raised_number_that_leads_to_a_section_is_no_note(read_text_of):
    page = (
        '<h1>A</h1><p>See part<sup><a href="#s2">2</a></sup>.</p>'
        '<div id="s2"><p>2</p><h2>Scope</h2><p>Text.</p></div>'
    )
    doc = read_text_of(page)
    assert not doc.notes
    assert [b.title for b in doc.blocks if b.kind == "heading"] == ["A", "Scope"]


def test_terms_with_their_meanings_below_are_a_list_of_terms(read_text_of):
    text = (
        "# Glossary\n\n**Drum**\n:   a steel barrel\n    of *two hundred* litres\n\n"
        "Label\n\n: a sign on a drum\n: a name\n\nAfter.\n\n```\nx\n: y\n```\n"
    )
    _, terms, after, code = read_text_of(text).blocks
    assert [item.label for item in terms.items] == ["Drum", "Label"]
    assert [[text_of(b) for b in item.blocks] for item in terms.items] == [
        ["a steel barrel of two hundred litres"],
        ["a sign on a drum", "a name"],
    ]
    assert (text_of(after), code.text) == ("After.", "x\n: y")


def test_a_note_set_as_a_quotation_is_a_box(read_text_of):
    [box, quote] = read_text_of("> [!WARNING]\n> Hot.\n\ntext\n\n> Said.\n").blocks[::2]
    assert (box.kind, box.title, text_of(box.blocks[0])) == ("box", "Warning", "Hot.")
    assert quote.kind == "quote"


def test_the_text_decides_what_language_a_page_is_in_not_the_declaration(read_text_of):
    russian = "Операторы хранят бочки с отходами на поддонах и ведут учёт."
    chinese = (
        "经营者应将盛装废物的桶放在 Basel Convention 规定的托盘上，并使用 ESM Learn 软件记录。"
    )
    found = [
        read_text_of(f'<html lang="en"><body><h1>A</h1><p>{text}</p></body></html>').meta[
            "language"
        ]
        for text in (russian, chinese)
    ]
    assert found == ["ru", "zh"]
    words = "Os operadores guardam os tambores de resíduos."
    page = f'<html lang="pt-BR"><body><p>{words}</p></body></html>'
    assert read_text_of(page).meta["language"] == "pt-BR"
