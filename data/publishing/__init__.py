"""What others get of a dataset: releases, citations, exports; and a watcher that follows its changes."""

__all__: list[str] = []
