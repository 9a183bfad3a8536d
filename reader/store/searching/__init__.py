"""Queries as SQL, and the indexes of words that answer them."""
