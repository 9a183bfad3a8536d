"""The subscriptions: the list in force, new feeds, lists from elsewhere."""
