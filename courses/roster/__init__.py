"""The trainers' desk for the people of a course: who is on it, how far, who needs a hand.

Words: the *roster* lists the enrolments of a course with their progress; a learner is *at risk* by
the course's own rule (enrolled, once active, not finished, away for so many days); a *nudge* is a
letter to chosen learners, previewed before it leaves; an *extension* moves the date it is due.
"""
