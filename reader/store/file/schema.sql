-- The library, as the first migration makes it.  The next step goes into migrations.py.
--
-- Times are whole microseconds since 1970 in UTC.  Keys of addresses (`key`) are the first eight
-- bytes, as a signed number, of a hash of reader.urls.canonical(address): two spellings of one
-- address have one key.  Lists of words and the like are JSON.

-- What a publisher offers, and what the user chose for it.  A feed that is no longer subscribed to
-- keeps its row and its entries.
CREATE TABLE feed (
    id              INTEGER PRIMARY KEY,
    url             TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL DEFAULT 'web',    -- web, guide, pages, files
    -- the subscription, keys as in feeds.toml
    subscribed      INTEGER NOT NULL DEFAULT 1,
    place           INTEGER NOT NULL DEFAULT 0,     -- order in feeds.toml
    title           TEXT,                           -- the user's own
    folder          TEXT,
    tags            TEXT NOT NULL DEFAULT '[]',
    refresh         INTEGER NOT NULL DEFAULT 1800,  -- seconds
    keep            TEXT,                           -- null: for ever; or ["days", n], ["entries", n]
    full_text       TEXT NOT NULL DEFAULT 'auto',
    prefetch        TEXT NOT NULL DEFAULT 'starred',
    -- what the publisher says
    own_title       TEXT NOT NULL DEFAULT '',
    link            TEXT,
    lang            TEXT,
    note            TEXT,
    ttl             INTEGER,                        -- seconds
    skip_hours      TEXT NOT NULL DEFAULT '[]',
    -- the last tries
    etag            TEXT,
    last_modified   TEXT,
    body_hash       TEXT,
    fetched_at      INTEGER,
    good_at         INTEGER,
    next_fetch_at   INTEGER,
    failures        INTEGER NOT NULL DEFAULT 0,     -- in a row
    failing_since   INTEGER,
    failure_kind    TEXT,
    failure_message TEXT,
    failure_hint    TEXT,
    retry_at        INTEGER
);

-- How many entries a feed has, kept by the triggers below, so that no list of feeds counts rows.
CREATE TABLE tally (
    feed_id INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    total   INTEGER NOT NULL DEFAULT 0,
    unread  INTEGER NOT NULL DEFAULT 0
);

-- One item of a feed, light, for lists.  Rows are never removed: a deleted entry is its own
-- tombstone, so that a refresh does not bring it back.
CREATE TABLE entry (
    id            INTEGER PRIMARY KEY,
    feed_id       INTEGER NOT NULL REFERENCES feed (id),
    shelf         INTEGER NOT NULL DEFAULT 1,  -- 0 pages and files, 1 subscribed, 2 no longer so
    sort_at       INTEGER NOT NULL,            -- set once
    -- the user's columns: no refresh names them
    read_at       INTEGER,
    starred_at    INTEGER,
    deleted_at    INTEGER,
    -- what the feed says
    identity      TEXT NOT NULL,
    entry_hash    TEXT NOT NULL,
    guid          TEXT,
    link          TEXT,
    title         TEXT NOT NULL,
    author        TEXT,
    summary       TEXT NOT NULL DEFAULT '',
    lang          TEXT,
    published_at  INTEGER,
    updated_at    INTEGER,
    first_seen_at INTEGER NOT NULL,
    changed_at    INTEGER,                     -- the publisher edited it after it was stored
    comments_url  TEXT,
    categories    TEXT,
    enclosures    TEXT,
    words         INTEGER NOT NULL DEFAULT 0,
    quote_count   INTEGER NOT NULL DEFAULT 0,
    link_count    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (feed_id, identity)
);

-- One index for each kind of list, in the order of the list.
CREATE INDEX entry_all ON entry (sort_at, id) WHERE shelf > 0 AND deleted_at IS NULL;
CREATE INDEX entry_unread ON entry (sort_at, id)
    WHERE read_at IS NULL AND shelf = 1 AND deleted_at IS NULL;
CREATE INDEX entry_starred ON entry (sort_at, id)
    WHERE starred_at IS NOT NULL AND shelf > 0 AND deleted_at IS NULL;
CREATE INDEX entry_feed ON entry (feed_id, sort_at, id) WHERE deleted_at IS NULL;
CREATE INDEX entry_feed_unread ON entry (feed_id, sort_at, id)
    WHERE read_at IS NULL AND deleted_at IS NULL;
CREATE INDEX entry_feed_starred ON entry (feed_id, sort_at, id)
    WHERE starred_at IS NOT NULL AND deleted_at IS NULL;

-- Other identities a feed gave an entry whose link and title stayed (guids that churn).
CREATE TABLE alias (
    feed_id    INTEGER NOT NULL REFERENCES feed (id),
    identity   TEXT NOT NULL,
    entry_id   INTEGER NOT NULL REFERENCES entry (id),
    entry_hash TEXT NOT NULL,
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (feed_id, identity)
) WITHOUT ROWID;
CREATE INDEX alias_entry ON alias (entry_id, seen_at);

-- Every address an entry is known by: its link, and those it was asked for or redirected from.
CREATE TABLE address (
    key      INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    PRIMARY KEY (key, entry_id)
) WITHOUT ROWID;

-- The story of an entry: heavy, and may be pruned.
CREATE TABLE story (
    entry_id       INTEGER PRIMARY KEY REFERENCES entry (id),
    digest_version INTEGER NOT NULL,
    origin         TEXT NOT NULL,  -- feed, or page: the full text fetched for a feed's entry
    source_type    TEXT NOT NULL,
    body           BLOB NOT NULL,  -- reader.codec.encode_story
    source         BLOB NOT NULL   -- the markup it was read from, deflated with body's text as
                                   -- the dictionary: they share most of their words
);

CREATE TABLE speaker (
    id     INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,       -- the name, case and accents folded
    name   TEXT NOT NULL,
    quotes INTEGER NOT NULL DEFAULT 0  -- in entries not deleted: the sum of said.quotes
);
CREATE INDEX speaker_quotes ON speaker (quotes);

-- How often a speaker is quoted in a feed, kept with every story, so that no list counts quotes.
CREATE TABLE said (
    speaker_id INTEGER NOT NULL REFERENCES speaker (id),
    feed_id    INTEGER NOT NULL REFERENCES feed (id),
    quotes     INTEGER NOT NULL,
    stories    INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,  -- entry.sort_at of the newest of them
    PRIMARY KEY (speaker_id, feed_id)
) WITHOUT ROWID;

-- The quotes of a story, numbered from 1; the speaker is null where the reader would see none.
CREATE TABLE quote (
    entry_id   INTEGER NOT NULL REFERENCES entry (id),
    number     INTEGER NOT NULL,
    speaker_id INTEGER REFERENCES speaker (id),
    role       TEXT,
    kind       TEXT NOT NULL,
    confidence REAL NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
) WITHOUT ROWID;
CREATE INDEX quote_speaker ON quote (speaker_id, entry_id) WHERE speaker_id IS NOT NULL;

-- Where stories lead, by key: the stories that link to an address are found without reading any.
CREATE TABLE link (
    key      INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry (id),
    PRIMARY KEY (key, entry_id)
) WITHOUT ROWID;
CREATE INDEX link_entry ON link (entry_id);

-- Words of titles, texts, quotes and speakers.  The index holds no text of its own: it reads the
-- compressed stories through this view, whose functions every connection registers.
CREATE VIEW search_content AS
    SELECT e.id AS id,
           spaced(e.title) AS title,
           story_text(s.body) AS text,
           story_quotes(s.body) AS quotes,
           story_speakers(s.body) AS speakers
      FROM entry AS e LEFT JOIN story AS s ON s.entry_id = e.id;
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, quotes, speakers,
    content = 'search_content', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Words of titles alone, for lists that narrow down with each key: small, with an index for the
-- first three letters.
CREATE VIEW title_content AS SELECT id, spaced(title) AS title FROM entry;
CREATE VIRTUAL TABLE title_search USING fts5 (
    title,
    content = 'title_content', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

-- Where the reader was in a story.
CREATE TABLE position (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    block    INTEGER NOT NULL,
    offset   INTEGER NOT NULL,
    anchor   TEXT NOT NULL
);

-- What the reader did last, newest with the highest id; data is zlib-compressed JSON.
CREATE TABLE change (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    at   INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Who refreshes: one row at most, advisory.
CREATE TABLE claim (
    name  TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    host  TEXT NOT NULL,
    pid   INTEGER NOT NULL,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER feed_added AFTER INSERT ON feed BEGIN
    INSERT INTO tally (feed_id) VALUES (NEW.id);
END;
CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    UPDATE tally
       SET total = total + (NEW.deleted_at IS NULL),
           unread = unread + (NEW.deleted_at IS NULL AND NEW.read_at IS NULL)
     WHERE feed_id = NEW.feed_id;
END;
CREATE TRIGGER entry_marked AFTER UPDATE OF read_at, deleted_at ON entry BEGIN
    UPDATE tally
       SET total = total + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
           unread = unread + (NEW.deleted_at IS NULL AND NEW.read_at IS NULL)
                           - (OLD.deleted_at IS NULL AND OLD.read_at IS NULL)
     WHERE feed_id = NEW.feed_id;
END;
