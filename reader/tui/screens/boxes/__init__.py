"""Boxes and prompts over a screen: the palette, the command line, questions."""
