"""How fast the pages are, beside an empty Streamlit page in the same run."""
