"""Surveys: forms people fill in, what they answered, what they mean to do, and asking them later.

Words: a *form* has *fields* of a kind, some shown on a *condition*; a *response* is one filled
form with its *answers*, about a *subject* (a course or a run, by a name such as `course:abc`); an
*action* is something a learner chose to do after learning; a *follow-up* is an *invitation* by
mail, months later, to say what became of it. The room knows nobody above it: who may answer what,
and when, is decided by the room that asks.
"""
