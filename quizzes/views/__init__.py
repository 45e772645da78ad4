"""Pages of quizzes: for learners, and for trainers at the desk."""
