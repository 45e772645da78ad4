"""Pages of the ways in: those of learners, and those of the trainers' desk."""
