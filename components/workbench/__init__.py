"""The Workbench: a curator brings a spreadsheet, mends it, looks at it and takes a dataset away.

Everything here is a pure function of the curator's file; `components.streamlit_app.workbench` shows it.
"""
