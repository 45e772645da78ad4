"""Seats of sessions: held, waited for, offered, asked for; exact whatever happens at once."""
