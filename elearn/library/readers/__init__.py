"""Document readers: a file in, one neutral model out. No database, no web, no network.

Words: a *document* is blocks, notes, media and a report; a *block* is a heading, paragraph, list,
table, figure, box, code or quotation; a *run* is a stretch of text with one set of marks. A reader
never judges by the file's name, and whatever it leaves out stands in the report with the reason.
"""
