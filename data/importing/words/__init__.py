"""Words of people for columns, stances, dates and names, and what the format writes for them."""
