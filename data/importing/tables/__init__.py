"""Sheets under the format's column names become the tables of a dataset."""
