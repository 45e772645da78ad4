"""Keys are made, and certificates checked, from the command line."""

import json

import pytest
from click.testing import CliRunner

from certificates.cli import certificate, key
from certificates.offline import NotACertificate, signed_record
from certificates.signing import load_or_create
from tests.factories.awards import issued


@pytest.fixture
def pdf(app, signed_in, cast, writing, run_jobs, tmp_path):
    public_id, _ = issued(writing, cast.learner)
    run_jobs()
    path = tmp_path / "certificate.pdf"
    client = signed_in(cast.learner).client
    path.write_bytes(client.get(f"/certificates/{public_id}/certificate.pdf").data)
    return path


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_key_is_made_and_never_overwritten(tmp_path):
    path = tmp_path / "key.pem"
    made = run(key, "create", path)
    assert made.exit_code == 0
    assert load_or_create(path, create=False).kid in made.output
    before = path.read_bytes()
    assert run(key, "create", path).exit_code == 1
    assert path.read_bytes() == before


def test_a_pdf_is_checked_with_the_public_key_alone(app, pdf):
    signer = load_or_create(app.extensions["settings"].signing_key_path, create=False)
    checked = run(certificate, "check", pdf, "--key", signer.public_key)
    assert checked.exit_code == 0
    assert json.loads(checked.output)["holder_name"] == "Lina Haddad"


def test_the_attached_file_is_checked_too_and_an_altered_one_refused(app, pdf, tmp_path):
    signer = load_or_create(app.extensions["settings"].signing_key_path, create=False)
    found = signed_record(pdf.read_bytes())
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(found))
    assert run(certificate, "check", path, "--key", signer.public_key).exit_code == 0
    for fact, value in (("holder_name", "X"), ("completed_on", "2020-01-01"), ("minutes", 1)):
        altered = found | {"record": found["record"] | {fact: value}}
        path.write_text(json.dumps(altered))
        refused = run(certificate, "check", path, "--key", signer.public_key)
        assert refused.exit_code == 1
        assert "altered" in refused.output


def test_another_issuers_key_refuses_the_certificate(pdf, tmp_path):
    stranger = load_or_create(tmp_path / "other.pem", create=True)
    assert run(certificate, "check", pdf, "--key", stranger.public_key).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing", b"[1]", b"{}", b"\xff" * 100])
def test_other_files_hold_no_certificate(content):
    with pytest.raises(NotACertificate):
        signed_record(content)
