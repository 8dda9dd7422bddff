"""Whole documents that need no Streamlit: print and embed pages, citations, preview pictures, feed, sitemap."""
