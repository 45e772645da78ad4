import base64
import json
import threading
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import KeyIsMissing, KeyIsUnusable
from certificates.record import CertificateRecord
from certificates.signing import (
    canonical,
    decoded,
    envelope,
    load_or_create,
    signer,
    thumbprint,
    verify,
)

RECORD = CertificateRecord(
    code="0123456789ABCDEFGHJ4",
    kind="course",
    subject="course:abc",
    lineage=0,
    holder_name="Nguyễn Thị Phương Thảo",
    title="Introduction to ESM",
    language="en",
    minutes=90,
    score_hundredths=8750,
    issuer="ESM Learn",
    edition_label="Practical manual",
    edition_symbol="UNEP/CHW.13/4/Add.1",
    acknowledgement="",
    tier="completion",
    completed_on=date(2026, 11, 22),
    issued_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)
KEY = signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = {
    "completed_on": date(2026, 11, 21),
    "issued_at": datetime(2026, 11, 23, 9, 31, tzinfo=UTC),
    "lineage": 1,
    "minutes": 91,
    "score_hundredths": 8751,
}


def test_a_signature_verifies_for_its_record_and_its_key():
    signature = KEY.sign(RECORD.facts())
    assert verify(KEY.public_key, RECORD.facts(), signature)
    stranger = signer(Ed25519PrivateKey.generate())
    assert not verify(stranger.public_key, RECORD.facts(), signature)


@pytest.mark.parametrize("field", sorted(RECORD.facts().keys() - {"version"}))
def test_altering_any_fact_breaks_the_signature(field):
    signature = KEY.sign(RECORD.facts())
    altered = replace(RECORD, **{field: OTHER.get(field, "altered")})
    assert not verify(KEY.public_key, altered.facts(), signature)


def test_hiding_the_score_afterwards_breaks_the_signature():
    signature = KEY.sign(RECORD.facts())
    assert not verify(KEY.public_key, replace(RECORD, score_hundredths=None).facts(), signature)


@given(st.integers(min_value=0, max_value=511))
def test_flipping_any_bit_of_the_signature_breaks_it(bit):
    raw = bytearray(decoded(KEY.sign(RECORD.facts())))
    raw[bit // 8] ^= 1 << (bit % 8)
    flipped = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    assert not verify(KEY.public_key, RECORD.facts(), flipped)


@pytest.mark.parametrize("signature", ["", "é", "====", "A" * 86, "A" * 87, "A" * 500])
def test_a_malformed_signature_is_simply_not_valid(signature):
    assert not verify(KEY.public_key, RECORD.facts(), signature)
    assert not verify(signature, RECORD.facts(), KEY.sign(RECORD.facts()))


def test_the_canonical_form_is_sorted_compact_composed_utf8():
    decomposed = unicodedata.normalize("NFD", "Thảo")
    assert canonical({"b": decomposed, "a": None, "c": 1}) == '{"a":null,"b":"Thảo","c":1}'.encode()


@pytest.mark.parametrize("value", [1.5, True, ["list"], {"a": 1}, b"bytes"])
def test_a_record_holds_texts_and_integers_only(value):
    with pytest.raises(TypeError):
        canonical({"a": value})


def test_the_key_id_is_the_thumbprint_of_rfc_8037():
    published = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    assert thumbprint(published) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_attached_file_can_be_checked_without_our_code():
    signature = KEY.sign(RECORD.facts())
    body = json.loads(envelope(RECORD.facts(), KEY.kid, signature))
    message = json.dumps(
        body["record"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
    padded = body["signature"] + "=" * (-len(body["signature"]) % 4)
    raw_key = base64.urlsafe_b64decode(KEY.public_key + "=")
    Ed25519PublicKey.from_public_bytes(raw_key).verify(base64.urlsafe_b64decode(padded), message)
    assert body["algorithm"] == "Ed25519"
    assert body["kid"] == KEY.kid


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "signing-key.pem"
    first = load_or_create(path, create=True)
    assert load_or_create(path, create=True).kid == first.kid
    assert load_or_create(path, create=False).kid == first.kid
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["signing-key.pem"]


def test_two_that_start_at_once_share_one_key(tmp_path):
    path = tmp_path / "signing-key.pem"
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(load_or_create(path, create=True).kid))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_missing_key_is_refused_unless_it_may_be_made(tmp_path):
    with pytest.raises(KeyIsMissing):
        load_or_create(tmp_path / "none.pem", create=False)


def test_another_kind_of_key_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    path.write_bytes(b"not a key")
    with pytest.raises(KeyIsUnusable):
        load_or_create(path, create=False)
    rsa = generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyIsUnusable):
        load_or_create(path, create=False)
