-- A smaller index of words in the place of `search`, which reader.store.keeping.rework takes out.

-- Which entry has which word of title, text and speakers, and its facets (reader.store.searching.tokens); not
-- where: reader.store.searching.told looks that up in the stories.  It holds no text.
CREATE VIRTUAL TABLE word_index USING fts5 (
    text, content = '', detail = none, columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);

-- The names of speakers: rowid is speaker.id.
CREATE VIRTUAL TABLE speaker_index USING fts5 (
    name, content = '', detail = none, columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO speaker_index (rowid, name) SELECT id, spaced(key) FROM speaker;

-- One row while entries up to this id are still as an older program stored them; they are done anew
-- from the newest down.
CREATE TABLE rework (below INTEGER NOT NULL);
INSERT INTO rework (below) SELECT max(id) FROM entry HAVING max(id) IS NOT NULL;
