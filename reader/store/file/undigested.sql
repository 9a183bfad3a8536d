-- Entries that another reader kept, whose stories are only their words yet: without quotes, links
-- and structure, which reader.store.keeping.undigested gives them later.
CREATE TABLE undigested (entry_id INTEGER PRIMARY KEY REFERENCES entry (id));
