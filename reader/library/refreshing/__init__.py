"""A refresh: the way of each feed, and what is fetched ahead behind it."""
