"""newsboat's files as what feeds.toml says: its ``urls``, its ``config``, its filter expressions."""
