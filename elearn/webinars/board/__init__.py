"""The organisers' view of who registered: board, tables, letters to many, figures."""
