"""The margin: what learners write beside the text of a course.

Words: a *note* is a learner's own, beside a paragraph; a *bookmark* marks one; a *question* goes to
the trainers of the course, about a paragraph; its answer goes to the one who asked and, when the
trainer publishes it, to every reader of the paragraph, without a name.
"""
