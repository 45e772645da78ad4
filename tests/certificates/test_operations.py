import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from certificates import keys, operations, privacy, queries
from certificates.checking import verdict
from certificates.codes import normalise
from certificates.errors import AwardIsNotValid, NameIsUnusable, ReasonIsMissing
from certificates.models import Award, SigningKey
from elearn.accounts.models import AuditEntry
from elearn.core import storage
from elearn.core.database import db
from tests.cast import actor
from tests.factories.awards import awards, find, issued


def test_issuing_gives_a_signed_award_with_a_code_that_reads_back(app, cast, writing):
    public_id, code = issued(writing, cast.learner)
    assert normalise(code) == code
    with app.app_context():
        row = queries.award_by_public_id(public_id)
        assert verdict(row) == "valid"
        assert (row.holder_name, row.score_hundredths, row.lineage) == ("Lina Haddad", 8750, 0)
        assert row.issuer == "ESM Learn"


def test_issuing_again_changes_nothing_and_returns_the_same_award(app, cast, writing, run_jobs):
    first = issued(writing, cast.learner)
    run_jobs()
    for _ in range(3):
        assert issued(writing, cast.learner, title="Another title") == first
    assert run_jobs() == 0
    assert [award.title for award in awards(app)] == ["Introduction to ESM"]


def test_other_people_and_other_subjects_get_awards_of_their_own(app, cast, writing):
    codes = {
        issued(writing, cast.learner)[1],
        issued(writing, cast.learner, "course:def")[1],
        issued(writing, cast.second_learner)[1],
    }
    assert len(codes) == 3


def test_the_database_refuses_a_second_award_for_the_same_lineage(app, cast, writing):
    issued(writing, cast.learner)
    with writing():
        award = db.session.scalars(select(Award)).one()
        copy = {c.name: getattr(award, c.name) for c in Award.__table__.c if c.name != "id"}
    copy |= {"code": "0" * 20, "public_id": "0" * 12}
    with pytest.raises(IntegrityError), writing():
        db.session.execute(insert(Award).values(copy))


def test_issuing_draws_the_pdf_and_tells_the_holder(app, cast, writing, run_jobs, letters):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    with app.app_context():
        row = queries.award_by_public_id(public_id)
        assert storage.get(row.pdf_key).startswith(b"%PDF-")
        assert row.template_version == 1
        assert row.engine_version.startswith("typst ")
    (letter,) = letters()
    assert letter["To"] == "lina@example.org"
    assert letter["Subject"] == "Your certificate: Introduction to ESM"
    assert f"/certificates/{public_id}/" in letter.get_body(("plain",)).get_content()


def test_drawing_twice_keeps_the_same_file(app, cast, writing, run_jobs):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    with app.app_context():
        first = queries.award_by_public_id(public_id).pdf_key
        storage.delete(first)
        assert not storage.exists(first)
    with writing():
        award = find(public_id)
        award.pdf_key = None
        db.session.flush()
        operations.draw_again(award)
    run_jobs()
    with app.app_context():
        assert queries.award_by_public_id(public_id).pdf_key == first
        assert storage.exists(first)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("ভারতী", "cannot-draw:ভ"), ("W" * 120, "does-not-fit"), ("12345", "name-unusable")],
)
def test_a_name_that_cannot_be_printed_never_stops_the_award(
    app, cast, writing, run_jobs, name, kept
):
    public_id, _ = issued(writing, cast.learner, holder_name=name)
    run_jobs()
    with app.app_context():
        row = queries.award_by_public_id(public_id)
        assert (row.pdf_key, row.pdf_problem) == (None, kept)
        assert verdict(row) == "valid"


def test_what_does_not_belong_in_a_name_is_dropped_at_issue(app, cast, writing):
    issued(writing, cast.learner, holder_name=" Anna\u202e \u0000 Bell\n", title="A\ttitle " * 60)
    (award,) = awards(app)
    assert award.holder_name == "Anna Bell"
    assert len(award.title) == 300
    assert award.title.endswith("…")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("holder_name", "Somebody Else"),
        ("title", "Another course"),
        ("score_hundredths", 10_000),
        ("minutes", 900),
        ("issuer", "Another issuer"),
        ("edition_symbol", "UNEP/X"),
        ("tier", "diploma"),
    ],
)
def test_a_row_altered_in_the_database_no_longer_verifies(app, cast, writing, field, value):
    public_id, _ = issued(writing, cast.learner)
    with writing():
        db.session.execute(update(Award).values({field: value}))
    with app.app_context():
        assert verdict(queries.award_by_public_id(public_id)) == "altered"


def test_an_altered_award_is_not_drawn(app, cast, writing, run_jobs):
    public_id, _ = issued(writing, cast.learner)
    with writing():
        db.session.execute(update(Award).values(holder_name="Somebody Else"))
    run_jobs()
    with app.app_context():
        assert queries.award_by_public_id(public_id).pdf_key is None


def test_revoking_keeps_the_reason_and_tells_the_holder(app, cast, writing, run_jobs, letters):
    public_id, _ = issued(writing, cast.learner)
    admin = actor(app, cast.admin)
    with writing():
        operations.revoke(find(public_id), "  Issued by mistake. ", admin)
    run_jobs()
    (award,) = awards(app)
    assert (award.status, award.status_reason) == ("revoked", "Issued by mistake.")
    assert award.status_at is not None
    assert "Issued by mistake." in letters()[-1].get_body(("plain",)).get_content()
    with app.app_context():
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "award.revoke")
        ).one()
        assert (entry.actor_id, entry.thing_id) == (cast.admin.id, public_id)


def test_revoking_needs_a_reason_and_happens_once(app, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    with pytest.raises(ReasonIsMissing), writing():
        operations.revoke(find(public_id), "   ", None)
    with writing():
        operations.revoke(find(public_id), "Mistake", None)
    with pytest.raises(AwardIsNotValid), writing():
        operations.revoke(find(public_id), "Again", None)
    with pytest.raises(AwardIsNotValid), writing():
        operations.reissue(find(public_id), "Lina H.", "Again", None)


def test_a_revoked_award_is_not_issued_anew_by_a_repeat(app, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    with writing():
        operations.revoke(find(public_id), "Mistake", None)
    assert issued(writing, cast.learner)[0] == public_id
    assert [award.status for award in awards(app)] == ["revoked"]


def test_issuing_again_under_another_name_replaces_the_old_award(app, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    with writing():
        new = operations.reissue(find(public_id), "Lina Haddad-Öz", "Married name", None)
        new_id, new_code = new.public_id, new.code
    run_jobs()
    old, new = awards(app)
    assert (old.status, old.replaced_by_id, old.code) == ("replaced", new.id, code)
    assert old.holder_name == "Lina Haddad"
    assert (new.status, new.lineage, new.holder_name) == ("valid", 1, "Lina Haddad-Öz")
    assert new_code != code
    assert new.completed_on == old.completed_on
    with app.app_context():
        assert verdict(queries.award_by_public_id(new_id)) == "valid"
        assert verdict(queries.award_by_public_id(public_id)) == "replaced"
        assert queries.current_award(cast.learner.id, "course:abc").public_id == new_id
        assert [row.public_id for row in queries.awards_of(cast.learner.id)] == [new_id]
    assert issued(writing, cast.learner)[0] == new_id
    with pytest.raises(AwardIsNotValid), writing():
        operations.reissue(find(public_id), "A third name", "Again", None)
    assert len(awards(app)) == 2


def test_issuing_again_refuses_a_name_that_is_none(app, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    with pytest.raises(NameIsUnusable), writing():
        operations.reissue(find(public_id), "\u202e", "Why", None)
    assert [award.status for award in awards(app)] == ["valid"]


def test_an_award_signed_by_an_earlier_key_still_verifies(app, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    path = app.extensions["settings"].signing_key_path
    kept = path.read_bytes()
    path.unlink()
    try:
        later_id, _ = issued(writing, cast.second_learner)
        with app.app_context():
            first = queries.award_by_public_id(public_id)
            later = queries.award_by_public_id(later_id)
            assert first.key_id != later.key_id
            assert (verdict(first), verdict(later)) == ("valid", "valid")
            old, new = queries.signing_keys()
            assert old.active_until is not None
            assert new.active_until is None
    finally:
        path.write_bytes(kept)


def test_publishing_a_key_twice_changes_nothing(app, writing):
    for _ in range(2):
        with writing():
            keys.publish(keys.signer_in_use())
    with app.app_context():
        assert len(db.session.scalars(select(SigningKey)).all()) == 1


def test_a_copy_of_ones_data_holds_every_certificate(app, cast, writing):
    issued(writing, cast.learner)
    issued(writing, cast.second_learner)
    with app.app_context():
        (mine,) = privacy.export(cast.learner.id)["certificates"]
    assert mine["holder_name"] == "Lina Haddad"
    assert mine["completed_on"] == "2026-11-22"
    assert mine["status"] == "valid"


def test_erasing_a_person_leaves_the_code_taken_and_nothing_personal(app, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    other_id, _ = issued(writing, cast.second_learner)
    run_jobs()
    with app.app_context():
        file = queries.award_by_public_id(public_id).pdf_key
    with writing():
        privacy.erase(cast.learner.id)
    with app.app_context():
        row = queries.award_by_code(code)
        assert (row.holder_name, row.signature, row.pdf_key) == ("", "", None)
        assert verdict(row) == "revoked"
        assert not storage.exists(file)
        assert verdict(queries.award_by_public_id(other_id)) == "valid"


def test_facts_of_a_later_change_of_name_stay_as_issued(app, cast, writing):
    issued(writing, cast.learner)
    issued(writing, cast.learner, holder_name="New Name")
    assert [award.holder_name for award in awards(app)] == ["Lina Haddad"]
