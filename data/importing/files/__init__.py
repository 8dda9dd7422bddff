"""Files of a source: bytes, archives, workbooks and text become tables as the source has them."""
