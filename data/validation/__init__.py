"""The format of a dataset, its rules, and the report of all problems."""

__all__: list[str] = []
