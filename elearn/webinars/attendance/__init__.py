"""Joining a session and having been there: reports, minutes, certificates, feedback, polls."""
