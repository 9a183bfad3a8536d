"""What the reader hands over to: the browser, players, and other programs of the user."""
