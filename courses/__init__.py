"""Courses: modules of steps made from the paragraphs of an edition, published as releases.

Words: a *course* has *modules*, a module has *steps* (a lesson or a quiz); a lesson has
*revisions* made of blocks, and every block knows its paragraph; a *release* is the frozen course
that learners read; an *enrolment* is one learner on one course; *progress* is kept per step; a
*completion* is a dated fact tied to a release and never undone.
"""
