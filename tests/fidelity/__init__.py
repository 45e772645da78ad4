"""Fidelity: what of a document arrives in the model, measured on documents whose content is known.

`books.py` reads the texts, `as_*.py` write them as files, `making.py` makes the fixed set under
tests/data/fidelity, and `python -m tests.fidelity` measures.
"""
