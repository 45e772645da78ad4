"""Awards: what a person has achieved, on paper and for anybody who wants to check it.

award       a signed snapshot of an achievement: holder, title, time, score, edition, dates, issuer.
            It stays true when the course it came from is renamed or removed.
code        what a stranger types to check an award; unguessable, with a check character
lineage     0 for the first award for a subject, +1 each time it is issued again
subject     what was achieved, as the room above names it ("course:abc"); opaque here
record      the facts of an award in one exact form; what is signed, printed and attached
signature   Ed25519 over the record, by a key that lies in a file, never in the database
drawing     the PDF: a view of the record, made by a job, safe to delete and draw again

The room knows nobody above: whoever sees an achievement calls `operations.issue`.
"""
