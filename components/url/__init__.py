"""The address of a page: the view that it names, and links to views."""
