"""A story set into rows of text: pure functions, no widgets, no styles."""
