"""What is kept of webinars: recordings, slides, questions, lessons made of recordings."""
