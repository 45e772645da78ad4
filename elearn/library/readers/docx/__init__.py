"""Word documents (DOCX), read straight from their parts: text, numbers, notes, tables, pictures."""
