"""ESM Learn: manuals on the environmentally sound management of wastes, turned into courses."""
