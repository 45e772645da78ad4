"""What tells people of sessions: letters, calendar files and feeds, reminders."""
