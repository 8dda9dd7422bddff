"""How fast the pages are, beside an empty Streamlit page in the same run."""

import os

# As dashboard.py has it, for what is measured without a server; before Polars is loaded.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
