"""The script that Streamlit runs, and the one element that it shows."""
