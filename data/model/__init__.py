"""The records of a dataset and the types of their cells: stances, dates, units, errors."""

__all__: list[str] = []
