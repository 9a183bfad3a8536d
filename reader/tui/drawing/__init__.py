"""How things look, and the way from widgets to the bytes that the terminal gets."""
