-- The catalogue: what may be published. One column a line; the comment after it is its description in Datasette.
-- The comment line right above a CREATE TABLE is the table's description.

-- Where the data comes from, under which licence, and whether it may be given on.
CREATE TABLE sources (
  source TEXT PRIMARY KEY,  -- short name: the prefix of every id of this source
  title TEXT NOT NULL,  -- name for people
  title_fr TEXT,  -- the same in French
  description TEXT,  -- what it holds
  description_fr TEXT,  -- the same in French
  domain TEXT NOT NULL,  -- museum, music, film, or several
  publish TEXT NOT NULL CHECK (publish IN ('open', 'local')),  -- local: its terms forbid giving it on
  licence TEXT NOT NULL,  -- name of the licence of the metadata
  licence_fr TEXT,  -- the same in French
  licence_url TEXT,  -- the licence's address
  attribution TEXT,  -- how to cite it
  homepage TEXT,  -- where it is described
  terms TEXT,  -- the terms of use as shown at import
  terms_fr TEXT,  -- the same in French
  notes TEXT,  -- traps and biases that a reader should know
  notes_fr TEXT,  -- the same in French
  options TEXT,  -- JSON: reader, domain and options with which records are read, and since which import
  rating_low REAL,  -- lowest rating of its scale, if it has ratings
  rating_high REAL,  -- highest rating of its scale
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated'))  -- tier of its behaviour data
);

-- One row per import: what was read, and how it ended.
CREATE TABLE imports (
  import_id INTEGER PRIMARY KEY,  -- number of the import
  source TEXT NOT NULL REFERENCES sources(source),  -- what was imported
  input TEXT NOT NULL,  -- from where: file, folder, package or URL
  status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'interrupted')),  -- how it stands
  cursor TEXT,  -- where --resume goes on
  identity TEXT,  -- what tells this state of the input from a later one: size and time, or the server's own mark
  since TEXT,  -- only what changed since this moment was asked for
  limited INTEGER NOT NULL DEFAULT 0,  -- 1 if it left something out: --limit, or a list that broke off
  records INTEGER NOT NULL DEFAULT 0,  -- records read
  added INTEGER NOT NULL DEFAULT 0,  -- of these, new
  updated INTEGER NOT NULL DEFAULT 0,  -- of these, changed since an earlier import
  unchanged INTEGER NOT NULL DEFAULT 0,  -- of these, the same as before
  skipped INTEGER NOT NULL DEFAULT 0,  -- of these, not readable (see issues)
  gone INTEGER NOT NULL DEFAULT 0,  -- records that the source does not have any more
  works INTEGER NOT NULL DEFAULT 0,  -- works written
  agents INTEGER NOT NULL DEFAULT 0,  -- people and groups met for the first time
  interactions INTEGER NOT NULL DEFAULT 0,  -- ratings, plays … read
  issues INTEGER NOT NULL DEFAULT 0,  -- rows written to issues
  started_at TEXT NOT NULL,  -- UTC, ISO 8601
  finished_at TEXT,  -- UTC, ISO 8601
  version TEXT NOT NULL  -- version of culturedata
);

-- Each record as the source gave it; every other row of the catalogue can be traced to one.
CREATE TABLE records (
  record_id TEXT PRIMARY KEY,  -- source, colon, the source's own key of the record
  source TEXT NOT NULL REFERENCES sources(source),  -- which source
  sha256 TEXT NOT NULL,  -- hash of the raw bytes
  format TEXT NOT NULL,  -- json, csv, xml …
  raw BLOB NOT NULL,  -- the raw bytes, compressed with zlib
  located TEXT NOT NULL,  -- file and line, or URL
  import_id INTEGER NOT NULL REFERENCES imports(import_id),  -- the import that last wrote it
  gone_at TEXT  -- when the source was first found not to have it any more (UTC, ISO 8601)
);

-- The records that an import which has not ended yet met unchanged, so that it can go on; else empty.
CREATE TABLE met (
  record_id TEXT PRIMARY KEY  -- the record
) WITHOUT ROWID;

-- Agents and terms that works of changed records named, while an import has not ended; else empty.
CREATE TABLE loose (
  id TEXT PRIMARY KEY  -- of the agent or the term
) WITHOUT ROWID;

-- The hashes of records that a later import replaced.
CREATE TABLE record_history (
  record_id TEXT NOT NULL REFERENCES records(record_id),  -- which record
  sha256 TEXT NOT NULL,  -- hash of the raw bytes it had
  replaced_by INTEGER NOT NULL REFERENCES imports(import_id),  -- the import that replaced it
  PRIMARY KEY (record_id, sha256, replaced_by)
) WITHOUT ROWID;

-- Everything that may be shown and recommended: museum works, music, films.
CREATE TABLE works (
  work_id TEXT PRIMARY KEY,  -- source, colon, raw id
  title TEXT NOT NULL,  -- the title to show
  domain TEXT NOT NULL CHECK (domain IN ('museum', 'music', 'film')),  -- museum, music or film
  source TEXT NOT NULL REFERENCES sources(source),  -- where it comes from
  maker TEXT,  -- who made it, as one line
  year INTEGER,  -- first year of the first date
  decade INTEGER,  -- that year's decade (1870 for 1870–1879)
  open_image INTEGER NOT NULL DEFAULT 0,  -- 1 if a picture may be freely reused
  url TEXT,  -- its page at the source
  record_id TEXT NOT NULL REFERENCES records(record_id)  -- the raw record
);

-- All titles of a work, in all languages.
CREATE TABLE titles (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1, in the source's order
  text TEXT NOT NULL,  -- the title
  lang TEXT,  -- ISO 639 code
  kind TEXT NOT NULL,  -- original, translated, alternative, group, sort
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Texts about a work: descriptions, inscriptions, credit lines.
CREATE TABLE texts (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- description, inscription …
  text TEXT NOT NULL,  -- the text
  lang TEXT,  -- ISO 639 code
  licence TEXT,  -- its licence where it differs from the source's
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- People and groups.
CREATE TABLE agents (
  agent_id TEXT PRIMARY KEY,  -- source, «agent», raw id
  name TEXT NOT NULL,  -- the name to show
  kind TEXT NOT NULL,  -- person, group, unknown
  sort_name TEXT,  -- family name first
  born INTEGER,  -- year of birth or foundation
  died INTEGER,  -- year of death or end
  life_text TEXT,  -- life dates as printed by the source
  gender TEXT,  -- as the source says
  country TEXT,  -- ISO 3166 code, or as the source says
  born_place TEXT,  -- place of birth
  died_place TEXT,  -- place of death
  url TEXT,  -- its page at the source
  source TEXT NOT NULL REFERENCES sources(source),  -- where it comes from
  authority INTEGER NOT NULL,  -- 1: has a record of its own; 0: only mentioned in works
  record_id TEXT NOT NULL REFERENCES records(record_id)  -- the raw record
);

-- Other names of people and groups.
CREATE TABLE agent_names (
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- the agent
  name TEXT NOT NULL,  -- another name
  lang TEXT NOT NULL DEFAULT '',  -- ISO 639 code, or empty
  kind TEXT NOT NULL,  -- translated, alternative, sort
  PRIMARY KEY (agent_id, name, lang)
) WITHOUT ROWID;

-- Who did what for which work.
CREATE TABLE credits (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1, in the source's order
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- who
  role TEXT NOT NULL,  -- painter, composer, director …
  attribution TEXT,  -- attributed to, workshop of, after …
  note TEXT,  -- the source's own words
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- The words that describe works: subjects, materials, genres, movements …
CREATE TABLE terms (
  term_id TEXT PRIMARY KEY,  -- source, «term», raw id
  label TEXT NOT NULL,  -- the word to show
  facet TEXT NOT NULL,  -- subject, material, genre …
  label_fr TEXT,  -- in French
  label_en TEXT,  -- in English
  url TEXT,  -- its page in a vocabulary
  source TEXT NOT NULL REFERENCES sources(source)  -- where it comes from
);

-- Broader terms.
CREATE TABLE term_parents (
  term_id TEXT NOT NULL REFERENCES terms(term_id),  -- the narrower term
  parent_id TEXT NOT NULL REFERENCES terms(term_id),  -- the broader term
  PRIMARY KEY (term_id, parent_id)
) WITHOUT ROWID;

-- Which words describe which work.
CREATE TABLE work_terms (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  facet TEXT NOT NULL,  -- in which respect
  term_id TEXT NOT NULL REFERENCES terms(term_id),  -- the word
  PRIMARY KEY (work_id, facet, term_id)
) WITHOUT ROWID;

-- Which words describe which person or group.
CREATE TABLE agent_terms (
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- the agent
  facet TEXT NOT NULL,  -- in which respect
  term_id TEXT NOT NULL REFERENCES terms(term_id),  -- the word
  PRIMARY KEY (agent_id, facet, term_id)
) WITHOUT ROWID;

-- Texts about people and groups: biographies, notes.
CREATE TABLE agent_texts (
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- the agent
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- biography, annotation …
  text TEXT NOT NULL,  -- the text
  lang TEXT,  -- ISO 639 code
  licence TEXT,  -- its licence where it differs from the source's
  PRIMARY KEY (agent_id, position)
) WITHOUT ROWID;

-- Figures that a source gives for people and groups: ratings, how many listen.
CREATE TABLE agent_measures (
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- the agent
  kind TEXT NOT NULL,  -- rating, listeners …
  value REAL NOT NULL,  -- the figure
  unit TEXT NOT NULL,  -- its unit
  at TEXT,  -- when it was true
  PRIMARY KEY (agent_id, kind)
) WITHOUT ROWID;

-- Links between people and groups of one source, and from them to other things of it.
CREATE TABLE agent_relations (
  agent_id TEXT NOT NULL REFERENCES agents(agent_id),  -- the agent
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- member of, alias …
  target_id TEXT,  -- the other's id
  text TEXT,  -- its name
  PRIMARY KEY (agent_id, position)
) WITHOUT ROWID;

-- Identifiers in other schemes: the only surface on which sources are joined exactly.
CREATE TABLE identifiers (
  owner_id TEXT NOT NULL,  -- a work's or an agent's id
  scheme TEXT NOT NULL,  -- imdb, wikidata, accession …
  value TEXT NOT NULL,  -- the identifier in its canonical form
  PRIMARY KEY (owner_id, scheme, value)
) WITHOUT ROWID;

-- Pictures: addresses only, never copies.
CREATE TABLE images (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  url TEXT NOT NULL,  -- the picture's address
  thumbnail TEXT,  -- a small version's address
  iiif TEXT,  -- IIIF image service
  width INTEGER,  -- pixels
  height INTEGER,  -- pixels
  alt TEXT,  -- what it shows
  credit TEXT,  -- who to name
  licence TEXT,  -- licence URI
  open INTEGER NOT NULL,  -- 1 if it may be freely reused
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Rights in the metadata, the image, the text and the work itself, kept apart.
CREATE TABLE rights (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  covers TEXT NOT NULL CHECK (covers IN ('metadata', 'image', 'text', 'work')),  -- what the row is about
  licence TEXT,  -- licence URI
  statement TEXT,  -- the source's words, or the rule that was applied
  statement_fr TEXT,  -- the same in French
  holder TEXT,  -- who holds the rights
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Dates with their text, their bounds and how sure they are.
CREATE TABLE dates (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- created, published, acquired, released
  text TEXT NOT NULL,  -- as the source prints it
  earliest INTEGER,  -- first possible year
  latest INTEGER,  -- last possible year
  precision TEXT NOT NULL,  -- day, month, year, decade, century, millennium, range, unknown
  qualifier TEXT,  -- circa, before, after
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Sizes.
CREATE TABLE dimensions (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  part TEXT,  -- support, frame …
  kind TEXT NOT NULL,  -- height, width, depth, or text
  value REAL,  -- the measurement
  unit TEXT,  -- its unit
  text TEXT,  -- as printed
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Who owns or keeps a work.
CREATE TABLE holdings (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- owner or keeper
  holder_id TEXT REFERENCES agents(agent_id),  -- the institution
  name TEXT,  -- its name as printed
  city TEXT,  -- where, as the source writes it
  city_fr TEXT,  -- where, in French
  country TEXT,  -- where
  inventory TEXT,  -- inventory number
  credit_line TEXT,  -- how it came there
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Figures that a source gives: runtimes, scores, box office.
CREATE TABLE measures (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  kind TEXT NOT NULL,  -- runtime, box office, critics' score …
  value REAL NOT NULL,  -- the figure
  unit TEXT NOT NULL,  -- its unit
  at TEXT,  -- when it was true
  PRIMARY KEY (work_id, kind)
) WITHOUT ROWID;

-- Links between works of one source.
CREATE TABLE relations (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1
  kind TEXT NOT NULL,  -- part of, verso of …
  target_id TEXT,  -- the other thing's id
  text TEXT,  -- its name
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- The works nearest in content to each work, with the words they share.
CREATE TABLE similar (
  work_id TEXT NOT NULL REFERENCES works(work_id),  -- the work
  position INTEGER NOT NULL,  -- from 1, nearest first
  similar_id TEXT NOT NULL REFERENCES works(work_id),  -- the similar work
  score REAL NOT NULL,  -- cosine of the two descriptions, 0 to 1
  reasons TEXT NOT NULL,  -- JSON list of reasons
  PRIMARY KEY (work_id, position)
) WITHOUT ROWID;

-- Decisions that two ids are the same work or agent; undone ones stay, with the time.
CREATE TABLE matches (
  left_id TEXT NOT NULL,  -- the id that is joined …
  right_id TEXT NOT NULL,  -- … to the described one
  kind TEXT NOT NULL CHECK (kind IN ('same-work', 'same-agent')),  -- what they have in common
  score REAL NOT NULL,  -- 0 to 1
  method TEXT NOT NULL,  -- identifier, title and year, fuzzy title, person …
  evidence TEXT NOT NULL,  -- JSON: what was compared
  decided_by TEXT NOT NULL,  -- rule or person
  decided_at TEXT NOT NULL,  -- UTC, ISO 8601
  undone_at TEXT,  -- UTC, ISO 8601, if the link was undone, or a person said that they are two
  run_id INTEGER,  -- the run of link that made it, if a rule did
  PRIMARY KEY (left_id, right_id, kind)
) WITHOUT ROWID;

-- Pairs that may be the same and that no rule decides: a person does, with link review.
CREATE TABLE match_questions (
  left_id TEXT NOT NULL,  -- the id that may be joined …
  right_id TEXT NOT NULL,  -- … to this one
  kind TEXT NOT NULL CHECK (kind IN ('same-work', 'same-agent')),  -- what they may have in common
  score REAL NOT NULL,  -- 0 to 1
  method TEXT NOT NULL,  -- by what they came near
  evidence TEXT NOT NULL,  -- JSON: what was compared
  run_id INTEGER NOT NULL,  -- the run of link that asks
  PRIMARY KEY (left_id, right_id, kind)
) WITHOUT ROWID;

-- Each time that two sources were linked.
CREATE TABLE link_runs (
  run_id INTEGER PRIMARY KEY,  -- number
  left_source TEXT NOT NULL,  -- the source whose ids are joined …
  right_source TEXT NOT NULL,  -- … to those of this one
  second_opinion TEXT,  -- the other program that was asked, if one was
  made_at TEXT NOT NULL,  -- UTC, ISO 8601
  undone_at TEXT,  -- UTC, ISO 8601, if all its links were undone: then another run may make them again
  version TEXT NOT NULL  -- version of culturedata
);

-- What could not be read: reported here, never dropped in silence.
CREATE TABLE issues (
  issue_id INTEGER PRIMARY KEY,  -- number
  import_id INTEGER NOT NULL REFERENCES imports(import_id),  -- which import met it
  source TEXT NOT NULL REFERENCES sources(source),  -- which source
  code TEXT NOT NULL,  -- kind of problem
  record_id TEXT,  -- the record, if it has a key
  field TEXT,  -- the field
  raw TEXT,  -- the value as it stood (at most 2,000 characters)
  located TEXT,  -- file and line, or URL
  message TEXT NOT NULL  -- in words
);

-- What full-text search reads: one row per work.
CREATE TABLE search_texts (
  doc INTEGER PRIMARY KEY,  -- row number for the index
  work_id TEXT NOT NULL UNIQUE REFERENCES works(work_id),  -- the work
  titles TEXT NOT NULL,  -- all its titles
  makers TEXT NOT NULL,  -- all names of its makers
  terms TEXT NOT NULL,  -- the words that describe it
  texts TEXT NOT NULL  -- texts about it
);
