"""Why a file cannot be read: a stable code, and one sentence that says what to do."""

CODES = (
    "unsupported",
    "old-doc",
    "macro",
    "password",
    "too-big",
    "damaged",
    "bomb",
    "unsafe-archive",
    "dtd",
    "no-text",
    "timeout",
    "scanned",
    "cancelled",
)


class Unreadable(Exception):
    """The file is refused. `code` is stable, `sentence` is for the person, `detail` for the log.

    Inside the readers the sentence is empty; `child.read_document` and `child.check` fill it in.
    """

    def __init__(self, code: str, sentence: object = "", detail: str = "") -> None:
        super().__init__(code, str(detail))
        self.code = code
        self._sentence = sentence
        self.detail = detail

    @property
    def sentence(self) -> str:
        """The sentence for the person, in the language of the moment."""
        return str(self._sentence)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code
