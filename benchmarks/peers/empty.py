"""The floor of the framework: a Streamlit page that shows nothing."""

import streamlit as st

st.empty()
