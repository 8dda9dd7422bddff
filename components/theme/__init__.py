"""Colours, type and spacing, once: stylesheet, charts, preview picture and Streamlit's configuration take them from
`tokens.py`."""
