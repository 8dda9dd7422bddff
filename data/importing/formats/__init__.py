"""The formats of sources: how each is recognised, and what makes a dataset of it."""
