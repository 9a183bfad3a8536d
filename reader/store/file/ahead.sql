-- What refreshes look ahead to (the second step of migrations.py).

-- A permanent redirect as seen so far: where to, how often, since when.
ALTER TABLE feed ADD COLUMN moved_to TEXT;
ALTER TABLE feed ADD COLUMN moved_times INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN moved_since INTEGER;

-- Pages to be fetched at the next refresh: the entry's own when the address is empty, else one
-- that its story leads to.
CREATE TABLE waiting_page (
    id         INTEGER PRIMARY KEY,
    entry_id   INTEGER NOT NULL REFERENCES entry (id),
    url        TEXT NOT NULL DEFAULT '',
    tries      INTEGER NOT NULL DEFAULT 0,  -- that went wrong
    not_before INTEGER NOT NULL DEFAULT 0,
    UNIQUE (entry_id, url)
);

-- Stories whose links have been looked through for such pages.
CREATE TABLE searched_story (entry_id INTEGER PRIMARY KEY REFERENCES entry (id));
