"""Pages and texts of old codings are read as they were meant, declared or not."""

import pytest

from elearn.library.readers.child import check
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.model import text_of

TEXTS = {
    "windows-1251": "Операторы хранят бочки с отходами на поддонах и ведут учёт всех отходов.",
    "koi8-r": "Операторы хранят бочки с отходами на поддонах и ведут учет всех отходов.",
    "windows-1256": "يحتفظ المشغلون بسجلات جميع النفايات التي يستلمونها، وبراميلها على منصات.",
    "gb18030": "经营者应将盛装废物的桶放置在托盘上，并保存其接收的全部废物的记录。",
    "big5": "經營者應將盛裝廢物的桶放置在托盤上，並保存其接收的全部廢物的記錄。",
    "windows-1252": "Les opérateurs conservent les fûts de déchets sur des palettes étiquetées.",
    "utf-8": "Операторы хранят бочки с отходами; 经营者应将盛装废物的桶放置在托盘上。",
}


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("coding", TEXTS)
def test_a_page_is_read_in_its_coding_declared_or_not(read_text_of, coding, declared):
    text = TEXTS[coding]
    said = f"<meta http-equiv='Content-Type' content='text/html; charset={coding}'>"
    page = f"<html><head>{said if declared else ''}</head><body><p>{text}</p></body></html>"
    assert [text_of(b) for b in read_text_of(page.encode(coding)).blocks] == [text]


def test_utf_8_goes_before_a_declaration_that_was_true_once(read_text_of):
    page = f"<html><head><meta charset='koi8-r'></head><body><p>{TEXTS['utf-8']}</p></body></html>"
    assert text_of(read_text_of(page).blocks[0]) == TEXTS["utf-8"]


def test_a_single_damaged_letter_does_not_change_the_coding(read_text_of):
    text = TEXTS["gb18030"] * 10
    page = f"<html><head><meta charset='gb2312'></head><body><p>{text}".encode("gb18030")
    assert text_of(read_text_of(page + b"\xff</p></body></html>").blocks[0]).startswith(text)


@pytest.mark.parametrize("coding", ["windows-1251", "windows-1256", "gb18030"])
def test_markdown_of_an_old_coding_is_read_too(read_text_of, coding):
    doc = read_text_of(f"# {TEXTS[coding]}\n\n{TEXTS[coding]}\n".encode(coding), name="a.md")
    assert [(b.kind, text_of(b)) for b in doc.blocks] == [
        ("heading", TEXTS[coding]),
        ("para", TEXTS[coding]),
    ]


def test_bytes_that_make_no_text_in_any_coding_are_refused(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(bytes(range(1, 256)) * 40)
    with pytest.raises(Unreadable) as refused:
        check(path)
    assert refused.value.code == "unsupported"
