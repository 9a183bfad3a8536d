"""From markup or plain text to blocks: the walk that is the sanitiser too."""
