"""The address of a page: the view that it names, links to views, and the pages of a long list."""
