"""Questions drafted by rule from what a course teaches. Pure: no database, no web, no chance.

Words: a *passage* is a paragraph, list or table as the library keeps it; a *piece* is what the
rules read of it; a *draft* is a question with the paragraphs it came from. The same passages always
give the same drafts. A rule is silent in a language it has no words for, and in every doubt.
"""
