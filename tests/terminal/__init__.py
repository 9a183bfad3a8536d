"""The whole program in a pseudo-terminal, as a person meets it."""
