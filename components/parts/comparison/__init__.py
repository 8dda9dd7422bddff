"""Parts of the comparison: cells, stands, summary, matrix."""
