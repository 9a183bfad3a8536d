"""The story screen: a story in three panes, its source, and what is done with it."""
