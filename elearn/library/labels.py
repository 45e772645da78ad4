"""Words people read for the codes the library stores."""

from flask_babel import lazy_gettext as _l

TOOL_KIND_LABELS = {
    "manual": _l("Practical manual"),
    "fact-sheet": _l("Fact sheet"),
    "guide": _l("Guide"),
    "checklist": _l("Checklist"),
    "framework": _l("Framework"),
    "technical-guideline": _l("Technical guideline"),
    "other": _l("Other"),
}
STATUS_LABELS = {
    "draft": _l("Draft"),
    "in-consultation": _l("In consultation"),
    "in-pilot": _l("In pilot"),
    "adopted": _l("Adopted"),
    "superseded": _l("Superseded"),
}
STATE_LABELS = {
    "waiting": _l("Waiting to be read"),
    "reading": _l("Being read"),
    "review": _l("Ready for review"),
    "done": _l("Course made"),
    "refused": _l("Refused"),
    "failed": _l("Failed"),
    "cancelled": _l("Stopped"),
}
STATE_SHAPES = {
    "waiting": "waiting",
    "reading": "waiting",
    "review": "attention",
    "done": "done",
    "refused": "error",
    "failed": "error",
    "cancelled": "note",
}
STEP_LABELS = {
    "check": _l("Looking the file over"),
    "read": _l("Reading the document"),
    "done": _l("Keeping what was read"),
}
# What the style of a paragraph can mean.
MEANING_LABELS = {
    **{str(level): _l("Heading, level %(level)s", level=level) for level in range(1, 10)},
    "body": _l("Text, never a heading"),
    "title": _l("Title of the document"),
    "subtitle": _l("Subtitle"),
    "caption": _l("Caption"),
    "quote": _l("Quotation"),
    "code": _l("Listing"),
    "toc": _l("Line of a contents list"),
}
# What the report of a reading calls things.
REPORT_LABELS = {
    "characters": _l("Characters"),
    "paragraphs": _l("Paragraphs"),
    "tables": _l("Tables"),
    "images": _l("Pictures"),
    "notes": _l("Notes"),
    "references": _l("References to notes"),
    "headings": _l("Headings"),
    "lists": _l("Lists"),
    "figures": _l("Pictures standing alone"),
    "boxes": _l("Boxes"),
    "listings": _l("Listings"),
    "quotations": _l("Quotations"),
    "tables-for-layout": _l("Tables used for layout: their text was kept"),
    "tables-as-boxes": _l("Tables of one cell: kept as boxes"),
    "comment": _l("Comment in the margin"),
    "contents": _l("Contents list: the course has its own"),
    "decoration": _l("Decoration without content"),
    "deleted-revision": _l("Text deleted in a tracked change"),
    "hidden": _l("Hidden text"),
    "missing-picture": _l("Picture missing from the file"),
    "outside-picture": _l("Picture on another site: never fetched"),
    "cover": _l("Cover of the book"),
    "unsafe-link": _l("A link that is not safe to follow: its text was kept"),
    "page-not-read": _l("A page of the archive beside the index: not read"),
    "too-many-pictures": _l("More pictures than can be kept"),
    "note-without-reference": _l("Note that nothing refers to"),
    "running-head": _l("Running head or foot of the page"),
    "page-furniture": _l("Menus and other parts around the text"),
    "chart": _l("A chart: put a picture or a table in its place"),
    "diagram": _l("A diagram: its words were kept as text"),
    "embedded-object": _l("An embedded object: only its picture can be shown"),
    "embedded-file": _l("An embedded file was left out"),
    "embedded-document": _l("An embedded document was left out"),
    "heading-style-as-body": _l("A heading style used for running text: taken as text"),
    "heading-too-long": _l("A very long heading: is it one?"),
    "revisions-kept": _l("Insertions of tracked changes were kept"),
    "outside-reference": _l("A reference to another site: never fetched"),
    "missing-part": _l("A chapter the book names and does not hold"),
    "broken-reference": _l("A cross-reference that leads nowhere"),
    "no-alternative-text": _l("A picture without a description"),
    "picture-to-replace": _l("A picture in a format that cannot be shown: replace it"),
    "picture-too-large": _l("A picture that is too large: replace it"),
    "picture-unreadable": _l("A picture that could not be read: replace it"),
    "name-disagrees": _l("The name of the file promises another format than it has"),
}
