"""The library screen: the lists of feeds and of entries, the preview, and what is done from them."""
