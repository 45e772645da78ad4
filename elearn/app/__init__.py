"""The roof: assembles the rooms. Only wsgi.py, the command line and tests import it."""
