"""What the server answers besides pages: files, feeds, citations, pictures."""
