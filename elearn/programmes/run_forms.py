"""HTML input of runs: dates in a zone, the way in, and what is planned."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from courses.forms import needed_title
from elearn.accounts import countries, zones
from elearn.accounts.forms import grouped, options
from elearn.core.forms import Form
from elearn.core.i18n import NAMES, reader_language
from elearn.programmes.forms import LONGEST_NOTE, PLACES_RANGE, choices, several
from elearn.programmes.labels import AWARDS, DOORS, GROUPS, PARTNER_ROLES
from elearn.programmes.models import Programme, Run
from elearn.programmes.running import RunDetails

MOST_PLANNED = 100_000
PLANNED_RANGE = NumberRange(
    0, MOST_PLANNED, message=_l("Write a number between 0 and %(most)d.", most=MOST_PLANNED)
)
DAY_NEEDED = InputRequired(_l("Give the day."))
AS_TYPED = (
    "title",
    "summary",
    "starts_on",
    "ends_on",
    "zone",
    "venue",
    "partner_role",
    "door",
    "budget_note",
)
NUMBERS = ("learners", "women", "sessions", "minutes")
PLANNED_GROUPS = tuple(code for code in GROUPS if code)


def planned(label: Any) -> IntegerField:
    """Return a field for a number that is planned."""
    return IntegerField(label, [Optional(), PLANNED_RANGE])


class RunForm(Form):
    """What is settled for a run."""

    title = StringField(
        _l("Title"), needed_title, description=_l("Such as the programme, the place and the year.")
    )
    summary = TextAreaField(_l("What people should know"), [Length(max=LONGEST_NOTE)])
    starts_on = DateField(_l("First day"), [DAY_NEEDED])
    ends_on = DateField(
        _l("Last day"), [DAY_NEEDED], description=_l("Its courses are due at the end of this day.")
    )
    zone = SelectField(_l("Time zone"), description=_l("Days and times of this training."))
    languages = several(_l("Languages"), options(NAMES.items()))
    country = SelectField(_l("Country or territory"))
    venue = StringField(_l("Venue"), [Length(max=300)])
    partner = SelectField(
        _l("Partner"),
        description=_l("It sees this training, and accepts its report at the end."),
    )
    partner_role = SelectField(_l("What the partner does"), choices=choices(PARTNER_ROLES))
    places = IntegerField(_l("Places"), [PLACES_RANGE])
    door = RadioField(_l("Who can ask for a place"), choices=choices(DOORS), default="open")
    code = StringField(
        _l("Code"),
        [Length(max=20)],
        description=_l("Letters and digits; capitals, spaces and hyphens do not matter."),
    )
    opens_at = DateTimeLocalField(
        _l("Places can be asked for from"), [Optional()], format="%Y-%m-%dT%H:%M"
    )
    closes_at = DateTimeLocalField(
        _l("Places can be asked for until"), [Optional()], format="%Y-%m-%dT%H:%M"
    )
    attendance_percent = IntegerField(
        _l("Attendance needed, in percent"),
        [InputRequired(_l("Write 0 when none is needed.")), NumberRange(0, 100)],
        default=0,
        description=_l("Of the minutes of all sessions that count. 0 asks for none."),
    )
    awards = RadioField(_l("When certificates are issued"), choices=choices(AWARDS))
    plan_learners = planned(_l("Learners"))
    plan_women = planned(_l("Women among them"))
    plan_sessions = planned(_l("Sessions"))
    plan_minutes = planned(_l("Minutes of sessions"))
    plan_african = planned(GROUPS["african"])
    plan_asia_pacific = planned(GROUPS["asia-pacific"])
    plan_eastern_european = planned(GROUPS["eastern-european"])
    plan_grulac = planned(GROUPS["grulac"])
    plan_weog = planned(GROUPS["weog"])
    budget_note = TextAreaField(_l("Note on the budget"), [Length(max=LONGEST_NOTE)])

    def offer(self, organisations: list[tuple[str, str]]) -> "RunForm":
        """Let the form choose among zones, countries and these organisations."""
        none = SelectChoice("", _l("None"))
        self.zone.choices = grouped(zones.choices())
        self.country.choices = [
            SelectChoice("", _l("Not stated")),
            *grouped(countries.choices(reader_language())),
        ]
        self.partner.choices = [none, *options(organisations)]
        return self

    def fix(self, run: Run) -> "RunForm":
        """Leave out what was fixed when the run was approved."""
        if run.state != "proposed":
            for name in [name for name in self._fields if name.startswith("plan_")]:
                del self[name]
            del self.attendance_percent, self.awards
        return self

    def details(self, organisation_ids: dict[str, int], run: Run | None = None) -> RunDetails:
        """Return what was typed, as the operation takes it; what is left out stays as it was."""
        zone = ZoneInfo(self.zone.data)
        typed: dict[str, Any] = {name: self[name].data or "" for name in AS_TYPED}
        if run is not None and "awards" not in self:
            fixed: dict[str, Any] = {
                name: getattr(run, name) for name in ("attendance_percent", "awards", "plan")
            }
        else:
            fixed = {
                "attendance_percent": self.attendance_percent.data,
                "awards": self.awards.data,
                "plan": self.plan(),
            }
        return RunDetails(
            **typed,
            **fixed,
            languages=tuple(self.languages.data or ()),
            country=self.country.data or None,
            partner_id=organisation_ids.get(self.partner.data),
            code=(self.code.data or "") if self.door.data == "code" else "",
            opens_at=in_zone(self.opens_at.data, zone),
            closes_at=in_zone(self.closes_at.data, zone),
            places=self.places.data,
        )

    def plan(self) -> dict[str, Any]:
        """Return the numbers that are planned; groups for which none are planned are left out."""
        groups = {code: self[_group_field(code)].data or 0 for code in PLANNED_GROUPS}
        return {name: self[f"plan_{name}"].data or 0 for name in NUMBERS} | {
            "groups": {code: people for code, people in groups.items() if people}
        }

    @classmethod
    def proposing(cls, programme: Programme, zone: str) -> "RunForm":
        """Return the form for a run of the programme, with what the programme says of it.

        `zone` is that of whoever plans it, the likeliest one.
        """
        said = {"title": programme.title, "places": programme.places, "zone": zone}
        return cls(data=said | {"languages": [programme.language], "awards": "at-once"})

    @classmethod
    def showing(cls, run: Run, partner: str) -> "RunForm":
        """Return the form filled with what is settled for the run; `partner` is its public id."""
        zone = ZoneInfo(run.zone)
        names = (*AS_TYPED, "languages", "places", "attendance_percent", "awards")
        said = {name: getattr(run, name) for name in names}
        said |= {"country": run.country or "", "code": run.code or "", "partner": partner}
        for name in ("opens_at", "closes_at"):
            moment = getattr(run, name)
            said[name] = moment.astimezone(zone) if moment else None
        plan = run.plan
        said |= {f"plan_{name}": plan.get(name) for name in NUMBERS}
        said |= {_group_field(code): plan.get("groups", {}).get(code) for code in PLANNED_GROUPS}
        return cls(data=said)


def _group_field(code: str) -> str:
    return "plan_" + code.replace("-", "_")


def in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return a moment typed in a zone, in UTC."""
    return moment.replace(tzinfo=zone).astimezone(UTC) if moment else None
