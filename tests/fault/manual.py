"""A manual of some size, written by the machine: the same number gives the same text."""

CHAPTERS = 10
PARAGRAPHS = 14
WORDS = (
    "Keep the drum closed, upright and on a tray, away from drains and from everything that may"
    " burn; write down when it came, from whom, what is in it and where it goes"
)


def manual(number: int) -> bytes:
    """Return a manual in Markdown with chapters, numbered paragraphs, tables and a glossary."""
    lines = [
        "---",
        f"title: Handling waste stream {number}",
        f"symbol: TEST/FAULT/{number}",
        "edition: First edition",
        "language: en",
        "acknowledgement: Written for the tests of ESM Learn.",
        "---",
    ]
    count = 0
    for chapter in range(1, CHAPTERS + 1):
        lines += ["", f"# Chapter {chapter} on waste stream {number}"]
        for part in range(PARAGRAPHS):
            if part % 5 == 0:
                lines += ["", f"## Part {part // 5 + 1} of chapter {chapter}"]
            count += 1
            lines += ["", f"{count}\\. {WORDS}, rule {count} of stream {number}."]
        lines += ["", "| Code | Waste |", "| --- | --- |"]
        lines += [f"| Y{row} | Waste {row} of chapter {chapter} |" for row in range(1, 8)]
    lines += ["", "# Glossary"]
    for term in range(1, 21):
        lines += ["", f"**Term {term}** - what people mean by term {term} of stream {number}"]
    return "\n".join(lines).encode()
