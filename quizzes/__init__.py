"""Quizzes: questions, quizzes on a course step, attempts, grading.

Words: a *question* has *revisions*, and an attempt pins the revisions it was drawn from; a *quiz*
belongs to a course step; an *attempt* is one sitting with a seed, a fixed order and a deadline;
an *answer* is one saved response, never overwritten; *points* are whole numbers, and a score is
kept in hundredths of a percent, so that no rounding ever moves a pass mark.
"""
