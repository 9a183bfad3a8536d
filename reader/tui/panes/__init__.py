"""The panes: each owns its actions, gets its data from above and posts messages upward."""
