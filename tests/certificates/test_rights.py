"""Who sees, downloads, hides, revokes and corrects whose certificate."""

import io

import pypdfium2
import pytest

from certificates.codes import grouped
from certificates.offline import is_authentic, signed_record
from tests.factories.awards import awards, find, issued

OWN_PAGES = ("", "certificate.pdf", "name")
OWN_ACTS = ("draw", "hide", "unhide", "name")


def test_the_holder_sees_and_downloads_their_certificate(signed_in, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    run_jobs()
    client = signed_in(cast.learner)
    listed = client.get("/certificates/")
    assert "Introduction to ESM" in listed.main
    page = client.get(f"/certificates/{public_id}/")
    assert page.heading == "Introduction to ESM"
    assert "Download the certificate (PDF)" in page.main
    assert f"/v/{grouped(code)}" in page.text
    answer = client.client.get(f"/certificates/{public_id}/certificate.pdf")
    assert answer.mimetype == "application/pdf"
    assert f"certificate-{grouped(code)}.pdf" in answer.headers["Content-Disposition"]
    text = pypdfium2.PdfDocument(io.BytesIO(answer.data))[0].get_textpage().get_text_range()
    assert "Lina Haddad" in text
    again = client.client.get(
        f"/certificates/{public_id}/certificate.pdf",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_the_pdf_can_be_checked_without_the_site(app, signed_in, cast, writing, run_jobs):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    pdf = signed_in(cast.learner).client.get(f"/certificates/{public_id}/certificate.pdf").data
    (key,) = signed_in(cast.learner).get("/.well-known/jwks.json").json["keys"]
    found = signed_record(pdf)
    assert is_authentic(found, key["x"])
    assert found["record"]["holder_name"] == "Lina Haddad"
    found["record"]["holder_name"] = "Somebody Else"
    assert not is_authentic(found, key["x"])


def test_while_it_is_being_drawn_the_page_says_so_and_looks_again(signed_in, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    client = signed_in(cast.learner)
    page = client.get(f"/certificates/{public_id}/")
    assert "Your certificate is being drawn" in page.text
    assert page.all("//meta[@http-equiv='refresh']/@content") == ["3"]
    download = client.get(f"/certificates/{public_id}/certificate.pdf", status=302)
    assert download.location == f"/certificates/{public_id}/"
    client.submit(page, "It takes too long: draw it again")


def test_a_list_of_three_needs_no_more_queries_than_a_list_of_one(
    signed_in, cast, writing, queries
):
    client = signed_in(cast.learner)
    counts = []
    for number in (1, 2, 3):
        issued(writing, cast.learner, f"course:{number}")
        with queries() as sent:
            client.get("/certificates/")
        counts.append(len(sent))
    assert counts[0] == counts[2] <= 3


def test_the_empty_list_says_what_to_do(signed_in, cast):
    assert "You have no certificates yet" in signed_in(cast.learner).get("/certificates/").main


@pytest.mark.parametrize("member", ["second_learner", "trainer", "partner", "reviewer", "analyst"])
def test_nobody_else_finds_the_certificate(app, signed_in, cast, writing, run_jobs, member):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    client = signed_in(getattr(cast, member))
    for page in OWN_PAGES:
        client.get(f"/certificates/{public_id}/{page}", status=404)
    for act in OWN_ACTS:
        client.post(f"/certificates/{public_id}/{act}", {"holder_name": "X Y"}, status=404)
    client.json("GET", f"/api/v1/awards/{public_id}", status=404)
    assert client.json("GET", "/api/v1/awards").json == []
    client.get("/desk/certificates/", status=403)
    for act in ("revoke", "reissue"):
        client.get(f"/desk/certificates/{public_id}/{act}", status=403)
        form = {"reason": "Because", "holder_name": "X Y"}
        client.post(f"/desk/certificates/{public_id}/{act}", form, status=403)
    (award,) = awards(app)
    assert (award.status, award.details_hidden) == ("valid", False)


def test_a_visitor_is_sent_to_sign_in(visitor, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    for path in ("/certificates/", f"/certificates/{public_id}/", "/desk/certificates/"):
        assert "sign-in" in visitor.get(path, status=302).location
    visitor.json("GET", "/api/v1/awards", status=401)


def test_the_holder_hides_and_shows_the_details(app, signed_in, visitor, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    run_jobs()
    client = signed_in(cast.learner)
    page = client.get(f"/certificates/{public_id}/")
    client.submit(page, "Hide name and details there")
    assert "Lina" not in visitor.get(f"/v/{grouped(code)}").text
    page = client.get(f"/certificates/{public_id}/")
    client.submit(page, "Show name and details there")
    assert "Lina Haddad" in visitor.get(f"/v/{grouped(code)}").text


def test_not_even_an_admin_hides_somebody_elses_details(app, signed_in, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    signed_in(cast.admin).post(f"/certificates/{public_id}/hide", status=403)
    assert [award.details_hidden for award in awards(app)] == [False]


def test_a_holder_cannot_change_the_name_on_a_certificate_that_was_drawn(
    app, signed_in, cast, writing, run_jobs
):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    client = signed_in(cast.learner)
    client.get(f"/certificates/{public_id}/name", status=403)
    client.post(f"/certificates/{public_id}/name", {"holder_name": "A Friend"}, status=403)
    client.get(f"/desk/certificates/{public_id}/reissue", status=403)
    assert [award.holder_name for award in awards(app)] == ["Lina Haddad"]


def test_a_holder_whose_name_cannot_be_printed_writes_it_in_another_way(
    app, signed_in, cast, writing, run_jobs
):
    public_id, _ = issued(writing, cast.learner, holder_name="ভারতী রায়")
    run_jobs()
    client = signed_in(cast.learner)
    page = client.get(f"/certificates/{public_id}/")
    assert "cannot show the character “ভ” (BENGALI LETTER BHA)" in page.main
    form = client.get(f"/certificates/{public_id}/name")
    wrong = client.submit(form, "Issue the certificate", status=422, holder_name="ভারতী Ray")
    assert "BENGALI LETTER BHA" in wrong.main
    assert wrong.all("//input[@name='holder_name']/@value") == ["ভারতী Ray"]
    right = client.submit(wrong, "Issue the certificate", holder_name="Bharati Ray")
    run_jobs()
    page = client.follow(right)
    assert "Download the certificate (PDF)" in page.main
    assert [(a.holder_name, a.status) for a in awards(app)] == [
        ("ভারতী রায়", "replaced"),
        ("Bharati Ray", "valid"),
    ]


def test_an_admin_finds_revokes_and_corrects(app, signed_in, visitor, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    other_id, other_code = issued(writing, cast.second_learner)
    run_jobs()
    client = signed_in(cast.admin)
    assert "Lina Haddad" in client.get("/desk/certificates/").main
    found = client.get("/desk/certificates/", query_string={"q": grouped(code).lower()})
    assert "Lina Haddad" in found.main
    assert "Omar Diallo" not in found.main
    assert "Omar Diallo" in client.get("/desk/certificates/?q=omar@example").main
    assert "No certificate matches" in client.get("/desk/certificates/?q=100%25").main
    assert "No certificate matches" in client.get("/desk/certificates/?status=revoked").main
    form = client.get(f"/desk/certificates/{public_id}/revoke")
    client.submit(form, "Revoke the certificate", status=422, reason=" ")
    client.submit(form, "Revoke the certificate", reason="Issued by mistake")
    assert "Issued by mistake" in visitor.get(f"/v/{grouped(code)}").main
    client.get(f"/desk/certificates/{public_id}/revoke", status=403)
    client.get(f"/desk/certificates/{public_id}/reissue", status=403)
    form = client.get(f"/desk/certificates/{other_id}/reissue")
    answer = client.submit(form, "Issue it again", holder_name="Omar B. Diallo", reason="Spelling")
    run_jobs()
    assert "Omar B. Diallo" in client.follow(answer).main
    assert visitor.get(f"/v/{grouped(other_code)}").heading == "This certificate was replaced"


def test_a_revoked_certificate_can_no_longer_be_downloaded(signed_in, cast, writing, run_jobs):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    with writing():
        award = find(public_id)
        award.status, award.status_reason, award.status_at = "revoked", "Why", award.issued_at
    client = signed_in(cast.learner)
    client.get(f"/certificates/{public_id}/certificate.pdf", status=302)
    assert "Why" in client.get(f"/certificates/{public_id}/").main


def test_extra_fields_in_a_form_change_nothing(app, signed_in, cast, writing):
    public_id, _ = issued(writing, cast.learner)
    extra = {"status": "valid", "score_hundredths": "10000", "holder_name": "X"}
    signed_in(cast.learner).post(f"/certificates/{public_id}/hide", extra)
    (award,) = awards(app)
    assert (award.score_hundredths, award.holder_name) == (8750, "Lina Haddad")


def test_the_api_lists_ones_own_certificates(signed_in, cast, writing, run_jobs):
    public_id, code = issued(writing, cast.learner)
    issued(writing, cast.second_learner)
    run_jobs()
    (mine,) = signed_in(cast.learner).json("GET", "/api/v1/awards").json
    assert mine["id"] == public_id
    assert mine["code"] == grouped(code)
    assert mine["drawn"] is True
    assert not {"person_id", "signature", "subject_key", "pdf_key"} & set(mine)
    assert signed_in(cast.learner).json("GET", f"/api/v1/awards/{public_id}").json == mine
