"""Pages of courses: public (catalogue, course), learner, trainer."""
