"""Suggestions from a program of the operator's choice: off until an administrator allows them.

Words: a *provider* is a class an operator installs; it is asked to *suggest* texts of a *kind* for
*blocks* of a lesson, and every *suggestion* cites the blocks it was made from. The *setting* says
which provider, with which key, under which *consent text*; *sealing* keeps the key. A provider
runs in a process of its own, never in ours. No provider comes with the product.
"""
