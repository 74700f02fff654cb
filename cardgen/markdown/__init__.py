"""Markdown that reads the same everywhere: escaped by construction, people's own normalised."""
