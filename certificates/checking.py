"""Is this award what was issued? The facts of a row against the signature it came with."""

from typing import Any

from certificates.record import CertificateRecord
from certificates.signing import envelope, verify

ALTERED = "altered"


def record_of(row: Any) -> CertificateRecord:
    """Return the record of an award, from the row of a query or the award itself."""
    return CertificateRecord(
        code=row.code,
        kind=row.kind,
        subject=row.subject_key,
        lineage=row.lineage,
        holder_name=row.holder_name,
        title=row.title,
        language=row.language,
        minutes=row.minutes,
        score_hundredths=row.score_hundredths,
        issuer=row.issuer,
        edition_label=row.edition_label,
        edition_symbol=row.edition_symbol,
        acknowledgement=row.acknowledgement,
        tier=row.tier,
        completed_on=row.completed_on,
        issued_at=row.issued_at,
    )


def verdict(row: Any) -> str:
    """Return `valid`, `revoked` or `replaced`, or `altered` when the facts are not those signed.

    An erased award has no facts left to check; its status, which is not signed, says so.
    """
    if is_erased(row) or verify(row.public_key, record_of(row).facts(), row.signature):
        return str(row.status)
    return ALTERED


def is_erased(row: Any) -> bool:
    """Tell whether the holder's data were erased from a revoked or replaced award."""
    return bool(row.status != "valid" and row.holder_name == "" and row.signature == "")


def attachment(row: Any) -> bytes:
    """Return the signed record as the file that travels inside the PDF."""
    return envelope(record_of(row).facts(), row.key_id, row.signature)
