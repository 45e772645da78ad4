"""R-71 to R-73: letters leave after the commit, through a real mail server, and none is lost."""

import email
import email.policy
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

from elearn.accounts.models import Person
from elearn.core import clock, mail, outbox
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from tests.letterbox import HANG_UP, Letterbox, open_letterbox
from tests.ports import free_port

LATER = timedelta(hours=2)
# Longer than anything here takes on a busy machine, and short enough to see a test fail.
NEVER = 60.0


@pytest.fixture
def box(app) -> Iterator[Letterbox]:
    """A mail server, and the application set to use it."""
    with open_letterbox() as (box, address):
        yield from used(app, address, box)


def used(app, address: str, box: Letterbox) -> Iterator[Letterbox]:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, smtp_url=address)
    yield box
    app.extensions["settings"] = settings


def write_to(app, member, template: str = "password-changed", language: str = "en") -> int:
    with app.app_context(), write():
        mail.send_later(member.email, template, language, name=member.name)
    with app.app_context():
        return db.session.scalars(select(Job.id).order_by(Job.id.desc())).first() or 0


def run(app, after: timedelta = timedelta(0)) -> int:
    with app.app_context(), clock.at(clock.machine_now() + after):
        return outbox.run_due()


def job(app, job_id: int) -> Job:
    with app.app_context():
        return db.session.get_one(Job, job_id)


def test_a_letter_arrives_with_two_parts_in_the_language_of_its_reader(app, cast, box):
    write_to(app, cast.learner)
    run(app)
    [letter] = box.accepted
    assert box.recipients == [["lina@example.org"]]
    assert (letter["To"], letter["Auto-Submitted"]) == ("lina@example.org", "auto-generated")
    assert letter["From"] == "ESM Learn <no-reply@example.org>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    html = letter.get_body(("html",)).get_content()
    assert "Lina Haddad" in html
    assert '<html lang="en" dir="ltr"' in html
    assert box.marks[0].endswith("@127.0.0.1>")


def test_a_letter_leaves_only_when_its_change_is_committed(app, cast, box):
    with app.app_context():
        with pytest.raises(ValueError, match="no"), write():
            write_then_fail(cast.learner)
        with pytest.raises(RuntimeError):
            mail.send_later(cast.learner.email, "password-changed", "en", name="Lina")
    assert (run(app), box.accepted) == (0, [])


def write_then_fail(member) -> None:
    mail.send_later(member.email, "password-changed", "en", name=member.name)
    raise ValueError("no")


def test_while_the_mail_server_is_down_letters_wait(app, cast, box):
    address = app.extensions["settings"].smtp_url
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    job_id = write_to(app, cast.learner)
    run(app)
    waiting = job(app, job_id)
    assert (waiting.done_at, waiting.failed_at) == (None, None)
    assert "ConnectionRefusedError" in (waiting.problem or "")
    app.extensions["settings"] = replace(settings, smtp_url=address)
    run(app, LATER)
    assert len(box.accepted) == 1
    assert job(app, job_id).done_at is not None


@pytest.mark.parametrize("reply", ["451 try again later", "421 too busy", "450 greylisted"])
def test_a_letter_refused_for_now_is_tried_again(app, cast, box, reply):
    box.replies = [reply, reply]
    job_id = write_to(app, cast.learner)
    for hours in range(3):
        run(app, LATER * hours)
    assert len(box.accepted) == 1
    assert (job(app, job_id).attempts, job(app, job_id).problem) == (3, None)


@pytest.mark.parametrize("reply", ["550 no such person", "554 refused"])
def test_a_letter_refused_for_good_is_given_up(app, cast, box, reply):
    box.replies = [reply]
    job_id = write_to(app, cast.learner)
    run(app)
    run(app, LATER)
    refused = job(app, job_id)
    assert (box.accepted, refused.attempts, refused.done_at) == ([], 1, None)
    assert reply[4:] in (refused.problem or "")


def test_an_address_refused_for_now_is_tried_again_and_one_refused_for_good_is_not(app, cast, box):
    box.refuse_recipient = "452 mailbox full"
    first = write_to(app, cast.learner)
    run(app)
    assert job(app, first).failed_at is None
    box.refuse_recipient = "550 no such mailbox"
    run(app, LATER)
    assert job(app, first).failed_at is not None
    assert box.accepted == []


def test_a_letter_whose_receipt_got_lost_comes_twice_under_one_message_id(app, cast, box):
    box.replies = [HANG_UP]
    job_id = write_to(app, cast.learner)
    run(app)
    assert job(app, job_id).done_at is None
    run(app, LATER)
    assert len(box.marks) == 2
    assert len(set(box.marks)) == 1
    assert job(app, job_id).done_at is not None


def test_two_letters_to_the_same_person_have_two_message_ids(app, cast, box):
    write_to(app, cast.learner)
    write_to(app, cast.learner)
    run(app)
    assert len(set(box.marks)) == 2


def test_a_server_that_is_rude_at_the_end_has_still_taken_the_letter(app, cast, box, monkeypatch):
    async def refuse_quit(server, argument):
        await server.push("421 go away")

    monkeypatch.setattr("aiosmtpd.smtp.SMTP.smtp_QUIT", refuse_quit)
    job_id = write_to(app, cast.learner)
    run(app)
    assert len(box.accepted) == 1
    assert job(app, job_id).done_at is not None


def test_a_server_that_never_answers_is_left_after_a_while(app, cast, box, monkeypatch):
    monkeypatch.setattr(mail, "SMTP_SECONDS", 0.3)
    box.seconds = NEVER
    job_id = write_to(app, cast.learner)
    begun = time.monotonic()
    run(app)
    assert time.monotonic() - begun < NEVER / 2
    assert "timed out" in (job(app, job_id).problem or "")


def test_pages_do_not_wait_for_a_slow_mail_server(app, cast, box, visitor):
    begun = []
    box.on_letter = lambda: begun.append("a letter")
    visitor.post("/reset", {"email": cast.learner.email})
    assert begun == []
    run(app)
    assert begun == ["a letter"]


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(app, cast, box):
    with app.app_context():
        pool = db.engine.pool
    seen = []
    box.on_letter = lambda: seen.append(pool.checkedout())
    write_to(app, cast.learner)
    run(app)
    assert (seen, len(box.accepted)) == ([0], 1)


def test_a_person_suspended_meanwhile_gets_no_letter(app, cast, box):
    job_id = write_to(app, cast.learner)
    with app.app_context(), write():
        suspended = update(Person).where(Person.id == cast.learner.id)
        db.session.execute(suspended.values(suspended_at=clock.now()))
    run(app)
    assert box.accepted == []
    assert job(app, job_id).problem == "The person may no longer receive mail."


def test_words_of_people_cannot_add_headers_or_markup(app, cast, box):
    with app.app_context(), write():
        name = "Eve\r\nBcc: all@example.org\r\n\r\n<b>bold</b>"
        mail.send_later(cast.learner.email, "password-changed", "en", name=name)
    run(app)
    [letter] = box.accepted
    assert letter["Bcc"] is None
    assert box.recipients == [["lina@example.org"]]
    assert "<b>bold" not in letter.get_body(("html",)).get_content()


def test_an_address_that_would_add_headers_sends_nothing(app, box):
    with app.app_context(), write():
        forged = "a@example.org\r\nBcc: b@example.org"
        mail.send_later(forged, "password-changed", "en", name="Eve")
    run(app)
    assert box.accepted == []


def test_without_a_mail_server_letters_are_written_to_a_folder_once(app, cast, letters):
    job_id = write_to(app, cast.learner)
    run(app)
    [letter] = letters()
    with app.app_context(), write():
        again = update(Job).where(Job.id == job_id).values(done_at=None)
        db.session.execute(again)
    assert run(app) == 1
    assert [one["Message-ID"] for one in letters()] == [letter["Message-ID"]]


def test_a_letter_half_written_by_a_killed_worker_is_written_anew(app, cast, letters, tmp_path):
    message = email.message_from_string(
        "Message-ID: <abc@example.org>\n\nAll of it.\n", policy=email.policy.default
    )
    (tmp_path / "abc.part").write_text("Message-ID")
    mail.write_to_folder(tmp_path, message)
    [path] = tmp_path.iterdir()
    assert path.suffix == ".eml"
    assert path.read_text().endswith("All of it.\n")


class Guarded(Letterbox):
    """A mail server that wants a password; it notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.told.append(data)
        return AuthResult(success=True)


def test_a_password_is_never_sent_in_clear_to_another_machine(app):
    guarded = Guarded()
    with open_letterbox(
        guarded, host="127.0.0.2", authenticator=guarded.authenticate, auth_require_tls=False
    ) as (_, address):
        with pytest.raises(mail.OpenLine):
            mail.connection(address.replace("smtp://", "smtp://user:secret@"))
        assert guarded.told == []
        mail.connection(address).quit()


def test_a_password_is_never_sent_to_a_server_that_cannot_prove_its_name(app, tmp_path):
    guarded = Guarded()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate(tmp_path))
    with open_letterbox(guarded, tls_context=context, authenticator=guarded.authenticate) as (
        _,
        address,
    ):
        with pytest.raises(ssl.SSLCertVerificationError):
            mail.connection(address.replace("smtp://", "smtp://user:secret@"))
        assert guarded.told == []
        server = mail.connection(address)
        assert isinstance(server.sock, ssl.SSLSocket)
        server.quit()


def own_certificate(folder):
    """Write a certificate nobody vouches for, and its key; return both paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
