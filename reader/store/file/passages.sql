-- What the reader highlighted: its words (paragraphs parted by a blank line), those right before
-- and after it, and where it stood (block -1 is the headline).
CREATE TABLE highlight (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    made_at  INTEGER NOT NULL,
    text     TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL,
    block    INTEGER NOT NULL,
    start    INTEGER NOT NULL
);
CREATE INDEX highlight_entry ON highlight (entry_id, made_at);

-- The quotes of earlier readings of a story under their numbers; empty until a story is replaced.
CREATE TABLE quote_number (
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    number   INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
) WITHOUT ROWID;
