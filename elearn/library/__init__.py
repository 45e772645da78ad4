"""The library: the register of the toolkit, down to the paragraph.

Words: a *tool* (manual, fact sheet, guide) has *editions*; an edition has *sections* and
*paragraphs* with ids that survive small edits; a *source document* is the uploaded file; an
*import* reads it, is reviewed, and becomes an edition and a draft course.
"""
