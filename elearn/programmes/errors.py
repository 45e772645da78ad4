"""What can go wrong with programmes, runs and places, in sentences a person can act on."""

from flask_babel import lazy_gettext as _l

from elearn.core.errors import Conflict, Forbidden, Invalid, NotFound


class ProgrammeNotFound(NotFound):
    """There is no such programme, or not for this person."""

    def __init__(self) -> None:
        super().__init__(
            _l("There is no programme here. It may have moved, or you may not have access to it.")
        )


class RunNotFound(NotFound):
    """There is no such training, or not for this person."""

    def __init__(self) -> None:
        super().__init__(
            _l("There is no training here. It may have moved, or you may not have access to it.")
        )


class PartNotFound(NotFound):
    """The programme has no such part."""

    def __init__(self) -> None:
        super().__init__(_l("This programme has no such part. Somebody may have removed it."))


class PlaceNotFound(NotFound):
    """Nobody has this place in the training."""

    def __init__(self) -> None:
        super().__init__(_l("This training has no such place."))


class NotYoursToRun(Forbidden):
    """A partner sees its trainings; others manage them."""

    def __init__(self) -> None:
        super().__init__(
            _l("You see this training as its partner. Only its trainers can change it.")
        )


class NotYoursToApprove(Forbidden):
    """The approval of a run is not the act of whoever planned it."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "A training is approved by an administrator, or by a trainer of the organisation"
                " the programme belongs to. Ask one of them; what you planned is kept."
            )
        )


class NotYoursToAccept(Forbidden):
    """The report is accepted by the partner."""

    def __init__(self) -> None:
        super().__init__(_l("Only the partner of this training, or an administrator, may do this."))


# -- programmes ---------------------------------------------------------------------------------


class OrganisationUnknown(Invalid):
    """A programme is made for an organisation one trains for."""

    field = "organisation"

    def __init__(self) -> None:
        super().__init__(_l("Choose an organisation for which you hold the trainer’s role."))


class CourseCannotBePart(Invalid):
    """Only published courses can be part of a programme."""

    field = "course"

    def __init__(self) -> None:
        super().__init__(_l("Choose a course that is published."))


class CourseIsPart(Conflict):
    """A course stands once in a programme."""

    field = "course"

    def __init__(self) -> None:
        super().__init__(_l("This course is part of the programme already."))


class PartNeedsTitle(Invalid):
    """A session is known by its title."""

    field = "title"

    def __init__(self) -> None:
        super().__init__(_l("Give the session a title."))


class NeededIsWrong(Invalid):
    """How many courses are needed of some."""

    field = "needed"

    def __init__(self) -> None:
        super().__init__(_l("Say how many of the courses are needed: at least one."))


class ProgrammeIsEmpty(Conflict):
    """A programme without parts or objectives tells nobody anything."""

    def __init__(self) -> None:
        super().__init__(
            _l("Add at least one course or session and one objective before you publish.")
        )


class NeedsMoreCourses(Conflict):
    """More courses are needed than there are."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The programme asks for more courses than it has. Add courses, or ask for fewer;"
                " nothing was changed."
            )
        )


class ProgrammeIsRetired(Conflict):
    """No more runs are made of it."""

    def __init__(self) -> None:
        super().__init__(
            _l("This programme is retired. Publish it again before you make a training of it.")
        )


# -- runs ---------------------------------------------------------------------------------------


class DatesAreWrong(Invalid):
    """It ends before it starts."""

    field = "ends_on"

    def __init__(self) -> None:
        super().__init__(_l("The last day cannot be before the first."))


class ZoneUnknown(Invalid):
    """Dates are days in a time zone."""

    field = "zone"

    def __init__(self) -> None:
        super().__init__(_l("Choose a time zone from the list."))


class WindowIsWrong(Invalid):
    """Places are asked for from one moment to a later one."""

    field = "closes_at"

    def __init__(self) -> None:
        super().__init__(_l("The end of asking for places must be after its beginning."))


class PartnerUnknown(Invalid):
    """A partner is one of the organisations."""

    field = "partner"

    def __init__(self) -> None:
        super().__init__(_l("Choose a partner from the list of organisations."))


class CodeIsTaken(Conflict):
    """A code opens one training."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(_l("Another training has this code. Choose a different one."))


class CodeIsMissing(Invalid):
    """The door opens with a code that is not there."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(_l("Give the code with which people enter, or choose another way in."))


class NotPlanned(Conflict):
    """Nobody can approve what is not planned."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Plan the training first: how many learners, how many of them women, how many"
                " sessions. The plan is what the training is measured against later."
            )
        )


class PlannedOverPlaces(Conflict):
    """More learners are planned than there are places."""

    def __init__(self) -> None:
        super().__init__(
            _l("More learners are planned than there are places. Change one of the two first.")
        )


class AttendanceNeedsSessions(Conflict):
    """A share of no minutes says nothing."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The training asks for attendance, but it has no required session. Add one, or"
                " ask for no attendance."
            )
        )


class EndedBefore(Conflict):
    """It cannot be approved after its last day."""

    def __init__(self) -> None:
        super().__init__(_l("The last day of this training is over. Change the dates first."))


class StartsLater(Conflict):
    """A run runs from its first day on."""

    def __init__(self) -> None:
        super().__init__(
            _l("The first day of this training has not come. Wait for it, or change the dates.")
        )


class EndsLater(Conflict):
    """Closing before the last day is confirmed."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The last day of this training has not come. Confirm that you close it before;"
                " nobody can then ask for a place, and waiting people get none."
            )
        )


class StateForbids(Conflict):
    """What a run does next depends on what it has done."""

    def __init__(self) -> None:
        super().__init__(
            _l("The training is not in a state that allows this. Load the page again to see it.")
        )


class PlanIsFixed(Conflict):
    """What was planned stays as it was approved."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "The plan and the rules of this training were fixed when it was approved. Dates,"
                " places, venue and the way in can still be changed."
            )
        )


# -- places -------------------------------------------------------------------------------------


class DoorClosed(Conflict):
    """Nobody can ask for a place now; the sentence says why and what to do."""


class CodeIsWrong(Invalid):
    """The code does not open this training."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            _l("This is not the code of this training. Look at your invitation, and try again.")
        )


class PlaceDeclined(Conflict):
    """The trainers answered no."""

    def __init__(self) -> None:
        super().__init__(
            _l("The trainers could not give you a place. Write to them if something has changed.")
        )


class ReasonNeeded(Invalid):
    """A no carries its reason."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__(_l("Say why. The person reads it in the letter."))


class NothingToAnswer(Conflict):
    """The request was answered or taken back."""

    def __init__(self) -> None:
        super().__init__(_l("There is no request to answer: it was answered, or taken back."))


class TooFewPlaces(Conflict):
    """Places that are held cannot be taken away by a number."""

    field = "places"

    def __init__(self, taken: int) -> None:
        super().__init__(
            _l(
                "%(taken)d places are held. Take people off the list first, or keep at least so"
                " many places.",
                taken=taken,
            )
        )


class TooManyAddresses(Invalid):
    """A list is added in pieces."""

    field = "addresses"

    def __init__(self, most: int) -> None:
        super().__init__(_l("Add at most %(most)d addresses at once.", most=most))


class CourseIsFull(Conflict):
    """A course of the run has no free place, so nobody can take part in it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _l(
                "All places on the course “%(title)s” of this training are taken. Nothing was"
                " changed. Its trainers can raise the number of places; try again then.",
                title=title,
            )
        )
