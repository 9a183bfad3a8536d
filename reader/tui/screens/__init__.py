"""The screens: each routes between its panes and the library, and holds no more."""
