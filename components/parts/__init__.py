"""Parts of pages: each a module that computes records from the dataset and the template that shows them."""
