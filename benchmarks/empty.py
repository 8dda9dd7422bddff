"""Serves the empty page the way dashboard.py serves Counterpoint."""

import streamlit as st

app = st.App("empty_app.py")
