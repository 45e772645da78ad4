"""A guess whether a change matters: signs and spelling do not, duties and numbers do. Pure.

The guess is a proposal to the trainer, who has the last word.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from elearn.library.identity import normalised
from elearn.library.word_diff import Step, word_diff

# A text with fewer words changed than this is taken as edited for its wording.
FEW_WORDS = 3
ALIKE = 0.75
# Words that bind or refuse, in six languages.
_WORDS = """
    shall must may should required requires prohibited forbidden not never no only unless except
    doit doivent devra devront peut interdit obligatoire ne pas jamais sauf
    debe deben deberá deberán puede prohibido obligatorio no nunca salvo
    должен должна должно должны обязан обязаны запрещается запрещено может не никогда кроме
    يجب ينبغي يجوز يحظر ممنوع لا ليس إلا دون"""
BINDING = frozenset(_WORDS.split())
BINDING_CHINESE = re.compile("[应须必可禁不未仅]|除非")
NUMBER = re.compile(r"\d")
REFERENCE = re.compile(
    r"(?i)\b(?:paragraphs?|paras?\.?|sections?|annex(?:es)?|figures?|tables?|chapters?|page)\s*$"
)


def weigh(before: str, after: str, language: str) -> str:
    """Return "editorial" or "material" for two texts of one paragraph."""
    if normalised(before) == normalised(after):
        return "editorial"
    steps = word_diff(before, after, language)
    changed = [text for kind, text in steps if kind != "equal"]
    if any(matters(steps, place) for place in range(len(steps))):
        return "material"
    gone = [word for kind, text in steps if kind == "delete" for word in text.split()]
    came = [word for kind, text in steps if kind == "insert" for word in text.split()]
    if len(gone) == len(came) and all(map(spelled_alike, gone, came)):
        return "editorial"
    few = max(len(gone), len(came)) < FEW_WORDS and sum(map(len, changed)) < 40
    return "editorial" if few else "material"


def matters(steps: Sequence[Step], place: int) -> bool:
    """Tell whether a step changes a number, a duty or a refusal."""
    kind, text = steps[place]
    if kind == "equal":
        return False
    if any(normalised(word) in BINDING for word in text.split()):
        return True
    if BINDING_CHINESE.search(text):
        return True
    if NUMBER.search(text):
        before = "".join(said for step, said in steps[:place] if step == "equal")
        return not REFERENCE.search(before.rstrip())
    return False


def spelled_alike(one: str, other: str) -> bool:
    """Tell whether two words are one word spelled in two ways."""
    first, second = normalised(one), normalised(other)
    return first == second or SequenceMatcher(None, first, second).ratio() >= ALIKE
