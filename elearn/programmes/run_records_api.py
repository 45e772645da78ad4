"""JSON routes of groups, lines of trainers and end-of-training reports."""

from typing import Any

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.programmes import access, group_counting, groups, lineage, report_figures, run_reports
from elearn.programmes.access import RunPurpose
from elearn.programmes.groups import Counted
from elearn.programmes.lineage_tree import branches
from elearn.programmes.models import Run
from elearn.programmes.run_reports import Words
from elearn.programmes.session_schemas import (
    CountedSchema,
    GroupSessionSchema,
    GroupSessionsSchema,
    LearnedInSchema,
    LineageSchema,
    NewRunTrainerSchema,
    RunReportDecisionSchema,
    RunReportSchema,
    RunReportWordsSchema,
    RunTrainerSchema,
)

blueprint = ApiBlueprint(
    "run_records_api",
    __name__,
    url_prefix="/api/v1",
    description="Groups counted without names, lines of trainers, reports of trainings",
)
MISSING = {"schema": ProblemSchema, "description": "Nothing of that kind, or not for you"}
PARTNER = {"schema": ProblemSchema, "description": "Seen by you, but not yours to do"}
REPORTED = {"schema": ProblemSchema, "description": "The state of training or report forbids it"}


def run_here(slug: str, to: RunPurpose = "see") -> Run:
    """Return the run for the person who asks."""
    return access.open_run(slug, person_here(), to=to)


@blueprint.route("/runs/<string:slug>/groups", methods=["GET"], access=signed_in)
@blueprint.response(200, GroupSessionsSchema)
@blueprint.alt_response(404, **MISSING)
def list_groups(slug: str) -> dict[str, Any]:
    """List the groups of a training and what they come to, beside its learners"""
    run = run_here(slug)
    rows = groups.groups_of(run.id)
    counts = groups.counts_of([row.id for row in rows])
    items = [dict(row._mapping) | numbers(counts[row.id]) for row in rows]
    return {"items": items, "totals": group_counting.added_up(list(counts.values()))}


def numbers(counts: dict[tuple[str, str], int]) -> dict[str, Any]:
    cells = [
        {"gender": gender, "age_band": band, "people": people}
        for (gender, band), people in sorted(counts.items())
    ]
    return {"people": group_counting.total(counts), "counts": cells}


def one_group(group: Any) -> dict[str, Any]:
    names = ("public_id", "held_on", "title", "venue", "language", "minutes", "stakeholder")
    plain = {name: getattr(group, name) for name in names}
    return plain | numbers(groups.counts_of([group.id])[group.id])


@blueprint.route("/runs/<string:slug>/groups", methods=["POST"], access=signed_in)
@blueprint.arguments(CountedSchema)
@blueprint.response(201, GroupSessionSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def count_group(counted: Counted, slug: str) -> dict[str, Any]:
    """Count a group. A text that names or reaches somebody is refused"""
    return one_group(groups.count_group(run_here(slug, "manage"), counted, person_here()))


@blueprint.route("/runs/<string:slug>/groups/<string:group_id>", methods=["PUT"], access=signed_in)
@blueprint.arguments(CountedSchema)
@blueprint.response(200, GroupSessionSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def correct_group(counted: Counted, slug: str, group_id: str) -> dict[str, Any]:
    """Correct a group"""
    run = run_here(slug, "manage")
    group = groups.group_of(run.id, group_id)
    groups.correct_group(run, group, counted, person_here())
    return one_group(group)


@blueprint.route(
    "/runs/<string:slug>/groups/<string:group_id>", methods=["DELETE"], access=signed_in
)
@blueprint.response(204)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def delete_group(slug: str, group_id: str) -> None:
    """Delete a group that was counted by mistake"""
    run = run_here(slug, "manage")
    groups.delete_group(run, groups.group_of(run.id, group_id), person_here())


@blueprint.route("/runs/<string:slug>/lineage", methods=["GET"], access=signed_in)
@blueprint.response(200, LineageSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
def run_lineage(slug: str) -> dict[str, Any]:
    """Read where the trainers of a training learned, and what grew out of it"""
    run = run_here(slug, "manage")
    return grown([run.id]) | {"trainers": lineage.trainers_of(run.id)}


@blueprint.route("/runs/<string:slug>/lineage", methods=["PUT"], access=signed_in)
@blueprint.arguments(LearnedInSchema)
@blueprint.response(200, LineageSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, schema=ProblemSchema, description="It would close a circle")
def set_learned_in(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Say in which training a trainer of this one learned"""
    run = run_here(slug, "manage")
    lineage.set_learned_in(run, sent["trainer"], sent["learned_in"], person_here())
    return grown([run.id]) | {"trainers": lineage.trainers_of(run.id)}


@blueprint.route("/runs/<string:slug>/trainers", methods=["POST"], access=signed_in)
@blueprint.arguments(NewRunTrainerSchema)
@blueprint.response(201, RunTrainerSchema(many=True))
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
def add_trainer(sent: dict[str, str], slug: str) -> Any:
    """Make somebody a trainer of a training; where they learned is proposed"""
    run = run_here(slug, "manage")
    lineage.add_trainer(run, sent["email"], person_here())
    return lineage.trainers_of(run.id)


@blueprint.route(
    "/runs/<string:slug>/trainers/<string:public_id>", methods=["DELETE"], access=signed_in
)
@blueprint.response(204)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
def remove_trainer(slug: str, public_id: str) -> None:
    """Take somebody off the trainers of a training"""
    lineage.remove_trainer(run_here(slug, "manage"), public_id, person_here())


@blueprint.route("/programmes/<string:slug>/lineage", methods=["GET"], access=signed_in)
@blueprint.response(200, LineageSchema)
@blueprint.alt_response(404, **MISSING)
def programme_lineage(slug: str) -> dict[str, Any]:
    """Read what grew out of all trainings of a programme"""
    programme = access.open_programme(slug, person_here(), to="manage")
    return grown(lineage.runs_of_programme(programme)) | {"trainers": []}


def grown(root_ids: list[int]) -> dict[str, Any]:
    trees, facts = lineage.trees_of(root_ids)
    lines = [
        facts[one.run_id] | {"depth": one.depth, "trainers": one.trainers}
        for tree in trees
        for one in branches(tree)
    ]
    return {"lines": lines, "reached": lineage.reached(facts)}


def shown(run: Run) -> dict[str, Any]:
    """Return the report of a run, with the figures of now while they are not frozen."""
    report = run_reports.report_of(run.id)
    frozen = report is not None and report.state in run_reports.FROZEN
    if report is None:
        texts: dict[str, Any] = dict.fromkeys((*Words.__dataclass_fields__, "decision_note"), "")
        return texts | {
            "state": "none",
            "frozen": False,
            "figures": report_figures.of_run(run),
            "handed_in_at": None,
            "decided_at": None,
        }
    names = (*Words.__dataclass_fields__, "state", "handed_in_at", "decided_at", "decision_note")
    return {name: getattr(report, name) for name in names} | {
        "frozen": frozen,
        "figures": report.figures if frozen else report_figures.of_run(run),
    }


@blueprint.route("/runs/<string:slug>/report", methods=["GET"], access=signed_in)
@blueprint.response(200, RunReportSchema)
@blueprint.alt_response(404, **MISSING)
def read_report(slug: str) -> dict[str, Any]:
    """Read the end-of-training report with its figures"""
    return shown(run_here(slug))


@blueprint.route("/runs/<string:slug>/report", methods=["PUT"], access=signed_in)
@blueprint.arguments(RunReportWordsSchema)
@blueprint.response(200, RunReportSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def write_report(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Write the report of a closed training, and hand it in"""
    run = run_here(slug, "manage")
    handing_in = sent.pop("hand_in")
    run_reports.write_report(run, Words(**sent), person_here())
    if handing_in:
        run_reports.hand_in(run, person_here())
    return shown(run)


@blueprint.route("/runs/<string:slug>/report/decision", methods=["PUT"], access=signed_in)
@blueprint.arguments(RunReportDecisionSchema)
@blueprint.response(200, RunReportSchema)
@blueprint.alt_response(403, **PARTNER)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **REPORTED)
def decide(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Accept the report, which releases certificates that wait for it, or return it"""
    run = run_here(slug, "accept")
    act = run_reports.accept if sent["accept"] else run_reports.send_back
    act(run, sent["note"], person_here())
    return shown(run)
