"""What each block of a story is for."""
