"""What a stranger sees: no account, no script, one query, no more than agreed."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from certificates import operations, privacy
from certificates.codes import grouped, new_code
from certificates.models import Award
from elearn.accounts import frozen
from elearn.core.database import db
from tests.factories.awards import find, issued


def page_of(visitor, code, status=200):
    return visitor.get(f"/v/{grouped(code)}", status=status)


def test_a_stranger_sees_that_a_certificate_is_valid_and_what_it_states(visitor, cast, writing):
    _, code = issued(writing, cast.learner)
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate is valid"
    for fact in (
        "Lina Haddad",
        "Introduction to ESM",
        "Practical manual, 2017 · UNEP/CHW.13/4/Add.1",
        "1 hour 30 minutes",
        "87.5%",
        "22 November 2026",
        "ESM Learn",
        grouped(code),
    ):
        assert fact in answer.main
    assert "lina@example.org" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.all("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_certificates_share_the_frame_of_the_page_and_nothing_of_what_they_state(
    visitor, cast, writing
):
    frozen.forget()
    _, code = issued(writing, cast.learner)
    _, other = issued(writing, cast.second_learner, holder_name="<b>Omar</b> & name-0", score=None)
    _, third = issued(writing, cast.trainer, title="Waste batteries", minutes=60)
    hers, his, others = (page_of(visitor, one) for one in (code, other, third))
    assert [answer.main.count("Lina Haddad") for answer in (hers, his, others)] == [1, 0, 0]
    assert "<b>Omar</b> & name-0" in his.main
    assert "87.5%" not in his.main
    assert "Waste batteries" in others.main
    assert "Introduction to ESM" not in others.main
    assert [
        one in answer.main for one in map(grouped, (code, other)) for answer in (hers, his)
    ] == [
        True,
        False,
        False,
        True,
    ]


def test_checking_sends_one_query_and_stays_light(visitor, cast, writing, queries):
    _, code = issued(writing, cast.learner)
    with queries() as sent:
        answer = page_of(visitor, code)
    assert len(sent) == 1
    assert len(answer.text.encode()) < 12_000


def test_a_code_typed_with_slips_of_form_leads_to_the_page(visitor, cast, writing):
    _, code = issued(writing, cast.learner)
    typed = grouped(code).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = visitor.get("/verify", query_string={"code": f" {typed} "}, status=302)
    assert answer.location == f"/v/{grouped(code)}"
    assert visitor.get(f"/v/{code.lower()}", status=302).location == f"/v/{grouped(code)}"


def test_the_form_asks_for_a_code_and_the_printed_address_leads_to_it(visitor):
    assert visitor.get("/verify").heading == "Check a certificate"
    assert visitor.get("/v/", status=302).location == "/verify"
    assert visitor.client.get("/v").location.endswith("/v/")


@pytest.mark.parametrize("typed", ["ABC", "0" * 19 + "Z", "<script>", "x" * 500, "٠١٢"])
def test_a_mistyped_code_is_explained(visitor, typed):
    answer = visitor.get("/verify", query_string={"code": typed})
    assert "not a complete code" in answer.main
    assert answer.all("//input[@name='code']/@value") == [typed[:60]]


def test_an_unknown_code_and_a_broken_one_are_not_found(visitor, app):
    assert "no certificate has it" in page_of(visitor, new_code(), status=404).main
    assert "not a complete code" in visitor.get("/v/nonsense", status=404).main


def test_a_revoked_certificate_says_so_at_once_and_why(visitor, cast, writing):
    public_id, code = issued(writing, cast.learner)
    with writing():
        operations.revoke(find(public_id), "The test was <b>copied</b>.", None)
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate was revoked"
    assert "The test was <b>copied</b>." in answer.main
    assert "Lina Haddad" in answer.main


def test_a_replaced_certificate_says_so_and_does_not_lead_to_the_new_name(visitor, cast, writing):
    public_id, code = issued(writing, cast.learner)
    with writing():
        new_code_ = operations.reissue(find(public_id), "Lina Öz", "Married", None).code
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate was replaced"
    assert "Öz" not in answer.text
    assert grouped(new_code_) not in answer.text
    assert "Married" not in answer.text
    assert page_of(visitor, new_code_).heading == "This certificate is valid"


def test_hidden_details_leave_the_verdict_only(visitor, cast, writing):
    public_id, code = issued(writing, cast.learner)
    with writing():
        award = find(public_id)
        award.details_hidden = True
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate is valid"
    for secret in ("Lina", "Introduction to ESM", "87.5"):
        assert secret not in answer.text


def test_an_altered_row_is_reported_and_nothing_of_it_is_shown(visitor, cast, writing):
    _, code = issued(writing, cast.learner)
    with writing():
        db.session.execute(update(Award).values(holder_name="Somebody Else"))
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate was altered"
    assert "Somebody Else" not in answer.text
    assert "Introduction to ESM" not in answer.text


def test_a_revocation_undone_in_the_database_by_hand_needs_no_signature_to_be_seen(
    visitor, cast, writing
):
    _, code = issued(writing, cast.learner)
    with writing():
        privacy.erase(cast.learner.id)
        db.session.execute(update(Award).values(status="valid", status_at=None))
    assert page_of(visitor, code).heading == "This certificate was altered"


def test_an_erased_certificate_is_revoked_and_empty(visitor, cast, writing):
    _, code = issued(writing, cast.learner)
    with writing():
        privacy.erase(cast.learner.id)
    answer = page_of(visitor, code)
    assert answer.heading == "This certificate was revoked"
    assert "Lina" not in answer.text


def test_the_page_speaks_the_readers_language_and_direction(app, visitor, cast, writing):
    _, code = issued(writing, cast.learner)
    visitor.client.set_cookie("language", "ar")
    answer = page_of(visitor, code)
    assert answer.all("/html/@dir") == ["rtl"]
    assert "22 تشرين الثاني/نوفمبر 2026" in answer.main


def test_the_public_keys_are_published_with_the_one_that_signed(visitor, cast, writing, app):
    public_id, _ = issued(writing, cast.learner)
    keys = visitor.get("/.well-known/jwks.json").json["keys"]
    with app.app_context():
        kid = find(public_id).key_id
    assert [key["kid"] for key in keys] == [kid]
    assert set(keys[0]) == {"kty", "crv", "x", "kid", "alg", "use"}


HAMMER = """
import sys
from elearn.app.factory import create_app
from elearn.core.config import Settings
from elearn.accounts import frozen
from elearn.core.database import db

app = create_app(Settings(data=sys.argv[1], secret_key="x" * 40, log_level="critical"))
with app.app_context(), db.engine.connect().execution_options(write=True) as connection:
    db.metadata.create_all(connection)
    connection.commit()
client = app.test_client()
print([client.get("/v/00000-00000-00000-00000").status_code for _ in range(32)])
print([client.get("/api/v1/verifications/x").status_code for _ in range(32)])
"""


def test_whoever_tries_many_codes_is_slowed_down(tmp_path):
    # Limits are off in the application of the tests: this one runs as people run it.
    done = subprocess.run(
        [sys.executable, "-c", HAMMER, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = str([404] * 30 + [429] * 2)
    assert done.stdout.split("\n")[:2] == [expected, expected]


def test_the_api_answers_the_same(visitor, cast, writing):
    public_id, code = issued(writing, cast.learner)
    body = visitor.json("GET", f"/api/v1/verifications/{grouped(code).lower()}").json
    assert body["status"] == "valid"
    assert body["code"] == grouped(code)
    assert body["facts"]["holder_name"] == "Lina Haddad"
    assert body["facts"]["score_hundredths"] == 8750
    assert set(body) == {"code", "status", "status_reason", "status_at", "facts"}
    with writing():
        db.session.execute(update(Award).values(title="Other"))
    body = visitor.json("GET", f"/api/v1/verifications/{code}").json
    assert (body["status"], body["facts"]) == ("altered", None)
    visitor.json("GET", f"/api/v1/verifications/{new_code()}", status=404)
    visitor.json("GET", "/api/v1/verifications/nonsense", status=404)
    with writing():
        find(public_id).details_hidden = True
        db.session.flush()
        db.session.execute(update(Award).values(title="Introduction to ESM"))
    body = visitor.json("GET", f"/api/v1/verifications/{code}").json
    assert (body["status"], body["facts"]) == ("valid", None)
