"""The answers besides pages: files, feeds, citations, pictures."""
