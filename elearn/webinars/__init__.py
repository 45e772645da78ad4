"""Webinars: events that partners announce, fill, run and prove.

A *webinar* has texts in one or several languages and *sessions*: one language, one moment, so many
*seats*. Somebody *signs up* for a webinar once, with an account or by a confirmed address (a
*guest*), and is *registered* for one session or several: in, waiting in line, or offered a seat
that became free. *Attendance* is minutes at a session, each with its source. What is kept of a
session is its *material*: recording, slides, answered questions.
"""
