"""The forms the product comes with, in English; other languages are copies made at the desk.

The questions of the survey and of the follow-up are those training evaluations ask at their first,
third and fourth level (reaction, behaviour, results); the checklist is an example for facilities.
"""

from dataclasses import dataclass

from elearn.surveys.fields import MOST_ACTIONS, FieldSpec

END_OF_COURSE = "end-of-course"
FOLLOW_UP = "follow-up"
AFTER_WEBINAR = "after-webinar"
CHECKLIST = "facility-checklist"
# A yes to this field of a survey lets us ask later what became of it.
MAY_WE_ASK = "may-we-ask-later"
# The question of a survey whose answers are compared between courses and trainings.
OVERALL, OVERALL_TOP = "overall", 5


@dataclass(frozen=True)
class Seed:
    """A form to install."""

    key: str
    kind: str
    title: str
    introduction: str
    fields: tuple[FieldSpec, ...]


def _scale(key: str, label: str) -> FieldSpec:
    ends = {"low": "I disagree", "high": "I agree", "most": 5}
    return FieldSpec(key, "scale", label, options=ends)


def _choice(key: str, label: str, *options: tuple[str, str], required: bool = False) -> FieldSpec:
    listed = [{"value": value, "label": words} for value, words in options]
    return FieldSpec(key, "choice", label, options=listed, required=required)


SURVEY = Seed(
    END_OF_COURSE,
    "survey",
    "What did you think of this course?",
    "It takes three minutes and helps us to make the course better. The trainers see what was"
    " answered, never who answered it.",
    (
        _scale("relevant", "The course is relevant to my work."),
        _scale("objectives-met", "The course did what its objectives promised."),
        _scale("level", "The level was right for me."),
        _scale("clear", "The material was clear."),
        _scale("language", "I could work well with the language of the course."),
        _scale("connection", "My connection was good enough for the course."),
        _scale("will-use", "I will use what I learned."),
        FieldSpec(
            OVERALL,
            "scale",
            "All in all, how good was this course?",
            required=True,
            options={"low": "Poor", "high": "Very good", "most": OVERALL_TOP},
        ),
        FieldSpec("differently", "text", "What will you do differently from now on?"),
        FieldSpec("missing", "text", "What was missing?"),
        FieldSpec(
            "actions",
            "actions",
            "What will you do?",
            "Up to three things at work. They go into your list of actions, where only you see"
            " them with your name.",
            options={"most": MOST_ACTIONS},
        ),
        FieldSpec(
            MAY_WE_ASK,
            "yesno",
            "May we ask you in 3, 6 and 12 months what became of it?",
            "By a short letter with a link. You can stop these letters at any time.",
        ),
    ),
)

WEBINAR = Seed(
    AFTER_WEBINAR,
    "survey",
    "How was this webinar?",
    "It takes two minutes and helps us to make the next one better. The organisers see what was"
    " answered, never who answered it.",
    (
        _scale("relevant", "The webinar is relevant to my work."),
        _scale("clear", "The speakers were clear."),
        _scale("language", "I could follow the language of the webinar well."),
        _scale("connection", "My connection was good enough for the webinar."),
        _scale("will-use", "I will use what I learned."),
        FieldSpec(
            OVERALL,
            "scale",
            "All in all, how good was this webinar?",
            required=True,
            options={"low": "Poor", "high": "Very good", "most": OVERALL_TOP},
        ),
        FieldSpec("missing", "text", "What was missing?"),
        FieldSpec("next", "text", "What should the next webinar be about?"),
    ),
)

LATER = Seed(
    FOLLOW_UP,
    "follow-up",
    "What became of what you learned?",
    "Some months ago you finished a training. Tell us what you could use, and what stood in the"
    " way. It takes three minutes.",
    (
        _choice(
            "used",
            "Have you used what you learned at work?",
            ("yes", "Yes"),
            ("partly", "Partly"),
            ("no", "No"),
            required=True,
        ),
        FieldSpec(
            "example",
            "text",
            "Give an example.",
            condition={"field": "used", "any": ["yes", "partly"]},
        ),
        FieldSpec(
            "hindered",
            "choices",
            "What stood in the way?",
            condition={"field": "used", "any": ["partly", "no"]},
            options=[
                {"value": "time", "label": "No time for it"},
                {"value": "money", "label": "No money or equipment"},
                {"value": "support", "label": "No support from my superiors"},
                {"value": "law", "label": "Laws or permits do not allow it"},
                {"value": "work-changed", "label": "My work changed"},
                {"value": "not-fitting", "label": "What I learned does not fit my work"},
                {"value": "else", "label": "Something else"},
            ],
        ),
        FieldSpec(
            "hindered-how",
            "text",
            "What was it?",
            condition={"field": "hindered", "any": ["else"]},
        ),
        FieldSpec("trained", "number", "How many other people have you trained since?"),
        FieldSpec(
            "change",
            "choices",
            "Has something changed where you work because of it?",
            options=[
                {"value": "law", "label": "A law or rule"},
                {"value": "permit", "label": "A permit"},
                {"value": "practice", "label": "How we work"},
            ],
        ),
        FieldSpec(
            "change-how",
            "text",
            "Describe the change.",
            condition={"field": "change", "any": ["law", "permit", "practice"]},
        ),
    ),
)

_STAND = (("met", "Yes"), ("partly", "Partly"), ("not-met", "No"), ("not-applicable", "Not here"))
_FACILITY = (
    ("permit", "A valid permit covers every waste and operation on site."),
    ("risks", "The risks of every task have been assessed."),
    ("protection", "Protective equipment is free, worn and replaced."),
    ("children", "Children are kept out of all waste work."),
    ("floors", "Storage and work areas have sealed floors that hold spills."),
    ("loads", "Each load is inspected, weighed and classified when it arrives."),
    ("apart", "Wastes that react with each other are kept apart and labelled."),
    ("receivers", "Those who receive our waste are checked before it is sent."),
    ("training", "Every worker is trained at the start and each year, and it is written down."),
    ("emergency", "There is an emergency plan, and it was tried out."),
)

FACILITY = Seed(
    CHECKLIST,
    "checklist",
    "A first look at a facility",
    "Ten questions to look at the facility where you work. This is an exercise: it judges nobody,"
    " and no authority sees it.",
    (
        *(_choice(key, label, *_STAND, required=True) for key, label in _FACILITY),
        FieldSpec("first", "text", "What would you put right first?"),
    ),
)

SEEDS = (SURVEY, LATER, FACILITY, WEBINAR)
