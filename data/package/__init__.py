"""Reads and writes a dataset: a data package, a database, a built folder."""

__all__: list[str] = []
