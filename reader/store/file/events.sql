-- Stories about one event, and stories that came more than once.

-- Which entries tell of one event, and which are one story that several feeds carry: the id of the
-- first of them; null for an entry that stands alone.
ALTER TABLE entry ADD COLUMN event_id INTEGER;
ALTER TABLE entry ADD COLUMN copy_id INTEGER;
CREATE INDEX entry_event ON entry (event_id, sort_at, id)
    WHERE event_id IS NOT NULL AND shelf > 0 AND deleted_at IS NULL;
CREATE INDEX entry_event_unread ON entry (event_id, sort_at, id)
    WHERE event_id IS NOT NULL AND read_at IS NULL AND shelf = 1 AND deleted_at IS NULL;
CREATE INDEX entry_copy ON entry (copy_id, sort_at, id)
    WHERE copy_id IS NOT NULL AND shelf > 0 AND deleted_at IS NULL;

-- What entries that came in lately are compared by (reader.events): gone a week later.
CREATE TABLE gist (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    seen_at  INTEGER NOT NULL,
    text_key INTEGER NOT NULL,  -- a hash of all its words, 0 for too few
    terms    BLOB NOT NULL
);
CREATE INDEX gist_text ON gist (text_key);

-- The terms of each gist that tell most, with the day of the entry: hash, then day in 16 bits.
CREATE TABLE telling (
    key      INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY (key, entry_id)
) WITHOUT ROWID;

-- How common words are in the stories of this library: one row at most.
CREATE TABLE word_count (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    counts BLOB NOT NULL
);
