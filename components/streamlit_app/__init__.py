"""What Streamlit runs: the script, and the one element that it shows."""
