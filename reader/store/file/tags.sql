-- Tags, and indexes for what queries ask.

-- Words that entries are filed under, the reader's own and the publisher's categories alike.
CREATE TABLE tag (
    id   INTEGER PRIMARY KEY,
    key  TEXT NOT NULL UNIQUE,  -- the name, case and accents folded
    name TEXT NOT NULL
);
CREATE TABLE tagged (
    tag_id   INTEGER NOT NULL REFERENCES tag (id),
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    PRIMARY KEY (tag_id, entry_id)
) WITHOUT ROWID;

-- The reader's own tags, for lists; null where there are none. A user's column like read_at.
ALTER TABLE entry ADD COLUMN tags TEXT;

CREATE INDEX entry_tagged ON entry (sort_at, id) WHERE tags IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX entry_changed ON entry (sort_at, id)
    WHERE changed_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX entry_enclosed ON entry (sort_at, id)
    WHERE enclosures IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX story_page ON story (entry_id) WHERE origin = 'page';
