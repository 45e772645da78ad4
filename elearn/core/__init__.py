"""The ground floor: machinery without a table of the programme and without a word of it.

Every file, in one line:

access       what a route must say about who may enter; the refusal it answers with
api          JSON blueprint: required access, problem+json, idempotency keys, ETags
clock        the current time in UTC, which tests and the demo may set
compress     answers made smaller for poor lines
config       settings from the environment, with defaults; refuses unsafe production settings
database     the database, its types, its pragmas and naming convention
errors       the five kinds of domain error and the HTTP answer each becomes
forms        the base of every HTML form
html         the only producer of safe markup from untrusted markup
i18n         languages, direction, the reader's language
ids          public ids and secrets
limits       rate limits
logs         structured log lines with a request id
mail         letters: queued in the transaction, sent by the worker
outbox       jobs: queued in the transaction, run by the worker
paging       pages of a list
storage      files addressed by their content
transaction  the one place that begins and commits a write transaction
urls         safe redirects and absolute addresses
web          HTML blueprint: required access, error pages, security headers, slots
"""
