-- What people did, and what was learnt from it: never published.
-- The same layout as culture.sql: one column a line, described by the comment after it.

-- Pseudonymous people.
CREATE TABLE users (
  user INTEGER PRIMARY KEY,  -- number, in order of first appearance
  user_id TEXT NOT NULL UNIQUE,  -- source, «user», raw id
  source TEXT NOT NULL,  -- where the behaviour comes from
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated'))  -- its tier
);

-- The things that were rated or played, under their own ids; culture.db's matches join them to described works.
CREATE TABLE items (
  item INTEGER PRIMARY KEY,  -- number, in order of first appearance
  item_id TEXT NOT NULL UNIQUE,  -- the id that the behaviour came with
  source TEXT NOT NULL  -- where the behaviour comes from
);

-- Explicit ratings, in file order.
CREATE TABLE ratings (
  rating_id INTEGER PRIMARY KEY,  -- order of arrival: published figures depend on it
  user INTEGER NOT NULL REFERENCES users(user),  -- who
  item INTEGER NOT NULL REFERENCES items(item),  -- what
  value REAL NOT NULL,  -- on the scale of the source
  at INTEGER,  -- UTC seconds
  source TEXT NOT NULL,  -- where it comes from
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated')),  -- its tier
  UNIQUE (user, item, source)
);

-- Everything else that people do, with what was shown to them.
CREATE TABLE events (
  event_id INTEGER PRIMARY KEY,  -- order of arrival
  user INTEGER NOT NULL REFERENCES users(user),  -- who
  item INTEGER REFERENCES items(item),  -- what
  kind TEXT NOT NULL,  -- play, listen, impression, click, view, list
  value REAL,  -- a count or a duration
  unit TEXT,  -- of the value
  at INTEGER NOT NULL,  -- UTC seconds
  row TEXT,  -- the row of the page in which it was shown
  position INTEGER,  -- place in that row, from 1
  policy TEXT,  -- what chose to show it
  propensity REAL CHECK (propensity > 0 AND propensity <= 1),  -- with which probability
  source TEXT NOT NULL,  -- where it comes from
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated'))  -- its tier
);

-- Ratings and plays packed, to be read at once; triggers drop them with any change of a rating or of an event.
CREATE TABLE packs (
  kind TEXT NOT NULL CHECK (kind IN ('rating', 'play')),  -- of ratings, or of plays and listens
  source TEXT NOT NULL,  -- whose they are
  part INTEGER NOT NULL,  -- from 0, in order of arrival
  packed BLOB NOT NULL,  -- 20 bytes each, little-endian: user, item (int32), value (float32), at (int64, 0: unknown)
  PRIMARY KEY (kind, source, part)
) WITHOUT ROWID;

-- Who follows whom; friends follow each other.
CREATE TABLE follows (
  user INTEGER NOT NULL REFERENCES users(user),  -- who
  followed INTEGER NOT NULL REFERENCES users(user),  -- whom
  source TEXT NOT NULL,  -- where it comes from
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated')),  -- its tier
  PRIMARY KEY (user, followed)
) WITHOUT ROWID;

-- Somebody's discoveries of a week; what stands there is not shown again for four weeks.
CREATE TABLE discoveries (
  user INTEGER NOT NULL REFERENCES users(user),  -- to whom
  domain TEXT NOT NULL,  -- museum, music or film
  week TEXT NOT NULL,  -- ISO 8601: 2026-W48
  position INTEGER NOT NULL,  -- from 1
  item INTEGER NOT NULL REFERENCES items(item),  -- what
  score REAL NOT NULL,  -- falls with the position
  reasons TEXT NOT NULL,  -- JSON list of reasons
  recommender TEXT NOT NULL,  -- whose scores they are made of
  config TEXT NOT NULL,  -- JSON of all its options
  seed INTEGER NOT NULL,  -- of the draw
  made_at TEXT NOT NULL,  -- UTC, ISO 8601
  PRIMARY KEY (user, domain, week, position)
) WITHOUT ROWID;

-- Home pages that were composed and kept; one for each person (none: strangers), device and strategy.
CREATE TABLE pages (
  page_id INTEGER PRIMARY KEY,  -- number
  user INTEGER REFERENCES users(user),  -- whose; empty for strangers
  device TEXT NOT NULL,  -- phone, tablet, desk or tv
  strategy TEXT NOT NULL,  -- template, independent, stagewise or page
  weights TEXT NOT NULL,  -- JSON: discovery, breadth, freshness
  made_of TEXT NOT NULL,  -- JSON: of each domain the data, their tier, and whose scores
  candidates INTEGER NOT NULL,  -- how many rows there might have been
  compared INTEGER NOT NULL,  -- how many of them were compared
  pool TEXT,  -- JSON: of each kind of row how many there might have been, and how many of them were compared
  value REAL NOT NULL,  -- what the page is worth
  seed INTEGER NOT NULL,  -- of its chance
  made_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- The rows of kept pages.
CREATE TABLE page_rows (
  page_id INTEGER NOT NULL REFERENCES pages(page_id),  -- of which page
  row INTEGER NOT NULL,  -- from 1, the top
  kind TEXT NOT NULL,  -- kind of row
  domain TEXT,  -- of its works; empty if they are of several
  text_fr TEXT NOT NULL,  -- its evidence, in French
  text_en TEXT NOT NULL,  -- and in English
  pool INTEGER NOT NULL,  -- how many works it could have shown
  added REAL NOT NULL,  -- what it adds to the value of the page: found + spread
  alone REAL,  -- what would be found in it alone at the top
  found REAL,  -- what it adds to what is found
  spread REAL,  -- what it adds to how broad the page is
  PRIMARY KEY (page_id, row)
) WITHOUT ROWID;

-- The works of kept pages.
CREATE TABLE page_cells (
  page_id INTEGER NOT NULL REFERENCES pages(page_id),  -- of which page
  row INTEGER NOT NULL,  -- from 1
  position INTEGER NOT NULL,  -- from 1
  work_id TEXT NOT NULL,  -- which work
  PRIMARY KEY (page_id, row, position)
) WITHOUT ROWID;

-- Raw records about people, as the source gave them; those about works lie in culture.db.
CREATE TABLE records (
  record_id TEXT PRIMARY KEY,  -- source, colon, the source's own key of the record
  source TEXT NOT NULL,  -- which source
  sha256 TEXT NOT NULL,  -- hash of the raw bytes
  format TEXT NOT NULL,  -- json, csv, xml …
  raw BLOB NOT NULL,  -- the raw bytes, compressed with zlib
  located TEXT NOT NULL,  -- file and line, or URL
  import_id INTEGER NOT NULL,  -- the import that last wrote it: its number in culture.db
  number INTEGER NOT NULL,  -- which record of that import it was, from 1
  replaced TEXT  -- hash of the raw bytes that it had before that import
);

-- Trained recommenders.
CREATE TABLE models (
  model_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- its name
  domain TEXT NOT NULL,  -- museum, music or film
  config TEXT NOT NULL,  -- JSON of all its options
  seed INTEGER NOT NULL,  -- of its randomness
  fingerprint TEXT NOT NULL,  -- sha256 of the data it learnt from
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated')),  -- tier of that data
  version TEXT NOT NULL,  -- version of culturedata
  trained_at TEXT NOT NULL,  -- UTC, ISO 8601
  state BLOB NOT NULL  -- what it learnt: numpy arrays, compressed (never a pickle)
);

-- One run of a recommender over many users.
CREATE TABLE runs (
  run_id INTEGER PRIMARY KEY,  -- number
  model_id INTEGER NOT NULL REFERENCES models(model_id),  -- the trained recommender
  k INTEGER NOT NULL,  -- length of the slates
  users INTEGER NOT NULL,  -- how many slates
  seed INTEGER NOT NULL,  -- of the run's randomness
  made_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- What was recommended to whom, best first.
CREATE TABLE slates (
  run_id INTEGER NOT NULL REFERENCES runs(run_id),  -- the run
  user INTEGER NOT NULL REFERENCES users(user),  -- to whom
  position INTEGER NOT NULL,  -- from 1
  item INTEGER NOT NULL REFERENCES items(item),  -- what
  score REAL NOT NULL,  -- unclipped score; falls with the position
  reasons TEXT NOT NULL,  -- JSON list of reasons
  PRIMARY KEY (run_id, user, position)
) WITHOUT ROWID;

-- How good recommenders were, each figure with its interval.
CREATE TABLE measurements (
  measurement_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- what was judged
  config TEXT NOT NULL,  -- JSON of all its options
  metric TEXT NOT NULL,  -- by which rule
  k INTEGER,  -- slate length, for metrics at k
  mean REAL,  -- the figure
  low REAL,  -- lower end of the 95 % interval
  high REAL,  -- upper end
  users INTEGER NOT NULL,  -- people counted
  undefined INTEGER NOT NULL,  -- people for whom the metric is undefined
  split TEXT NOT NULL,  -- how training and test were parted
  seed INTEGER NOT NULL,  -- of the split and the recommender
  dataset TEXT NOT NULL,  -- which data
  fingerprint TEXT NOT NULL,  -- sha256 of that data
  provenance TEXT NOT NULL CHECK (provenance IN ('open', 'classroom', 'simulated')),  -- tier of that data
  measured_at TEXT NOT NULL,  -- UTC, ISO 8601
  share REAL NOT NULL DEFAULT 1,  -- of the training part that was learnt from: below 1 on a learning curve
  hidden INTEGER NOT NULL DEFAULT 0  -- 1: hidden half of a prize, which no page shows before «prize --reveal --keep»
);

-- How far apart two recommenders are for the same people.
CREATE TABLE differences (
  difference_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- the one
  config TEXT NOT NULL,  -- JSON of all its options
  other TEXT NOT NULL,  -- the other recommender
  other_config TEXT NOT NULL,  -- JSON of all its options
  metric TEXT NOT NULL,  -- by which rule
  k INTEGER,  -- slate length, for metrics at k
  difference REAL,  -- how much larger the figure of the one is, over the people who have a value of both
  low REAL,  -- lower end of its 95 % interval
  high REAL,  -- upper end
  p REAL NOT NULL,  -- probability of such a difference by chance alone
  adjusted REAL NOT NULL,  -- that of so large a one anywhere among all that were compared
  verdict TEXT NOT NULL CHECK (verdict IN ('better', 'worse', 'tie')),  -- what the one is beside the other
  users INTEGER NOT NULL,  -- people for whom both have a value
  undefined INTEGER NOT NULL,  -- people for whom one of the two has none
  split TEXT NOT NULL,  -- how training and test were parted
  seed INTEGER NOT NULL,  -- of the split and the recommenders
  fingerprint TEXT NOT NULL,  -- sha256 of the data
  measured_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- What judging a recommender cost, on whatever else the machine did: times are noisy.
CREATE TABLE costs (
  cost_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- what was judged
  config TEXT NOT NULL,  -- JSON of all its options
  step TEXT NOT NULL CHECK (step IN ('train', 'predict', 'recommend')),  -- what it did
  seconds REAL NOT NULL,  -- by the clock on the wall; a mean where there are several folds
  peak_mb REAL,  -- by how much the process grew at most, in megabytes (2^20 bytes); empty where it can't be told
  counted INTEGER NOT NULL,  -- ratings learnt or predicted, slates made
  jobs INTEGER NOT NULL,  -- how many recommenders were at work at the same time
  split TEXT NOT NULL,  -- how training and test were parted
  seed INTEGER NOT NULL,  -- of the split and the recommender
  fingerprint TEXT NOT NULL,  -- sha256 of the data
  measured_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- How much of what is shown is of each group of works.
CREATE TABLE exposures (
  exposure_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- what was judged
  config TEXT NOT NULL,  -- JSON of all its options
  kind TEXT NOT NULL,  -- how works are grouped: country, period, gender of their makers
  label TEXT NOT NULL,  -- which group of that kind
  works REAL NOT NULL,  -- its works; one of two groups is half a work of each
  catalogue REAL NOT NULL,  -- its share of the catalogue
  profile REAL,  -- its share of what people had met before, a mean over them
  shown REAL,  -- its share of what they are shown, a mean over them
  low REAL,  -- lower end of the 95 % interval of that
  high REAL,  -- upper end
  k INTEGER NOT NULL,  -- slate length
  users INTEGER NOT NULL,  -- people counted
  undefined INTEGER NOT NULL,  -- people of whom nothing is known, or to whom nothing is shown
  split TEXT NOT NULL,  -- how training and test were parted
  seed INTEGER NOT NULL,  -- of the split and the recommender
  fingerprint TEXT NOT NULL,  -- sha256 of the data
  measured_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- Configurations that were tried on a tuning split, so that a search can go on where it was stopped.
CREATE TABLE trials (
  trial_id INTEGER PRIMARY KEY,  -- number
  recommender TEXT NOT NULL,  -- what is tuned
  metric TEXT NOT NULL,  -- by which rule
  k INTEGER,  -- slate length, for metrics at k
  search TEXT NOT NULL CHECK (search IN ('random', 'bayesian')),  -- how the next one is chosen
  split TEXT NOT NULL,  -- how the test was cut off, and the tuning part from what was left
  seed INTEGER NOT NULL,  -- of the search, the split and the recommender
  fingerprint TEXT NOT NULL,  -- sha256 of the data
  number INTEGER NOT NULL,  -- place in the search, from 0: the defaults
  config TEXT NOT NULL,  -- JSON of the options that were tried
  figure REAL,  -- the metric on the tuning part; none where nothing could be learnt with these options
  seconds REAL NOT NULL,  -- for training and judging
  tried_at TEXT NOT NULL  -- UTC, ISO 8601
);

-- What the simulation knows and the recommenders must find out.
CREATE TABLE truth (
  source TEXT NOT NULL,  -- which simulation
  user_id TEXT NOT NULL,  -- a simulated person, or empty for a global parameter
  name TEXT NOT NULL,  -- parameter
  value TEXT NOT NULL,  -- JSON
  PRIMARY KEY (source, user_id, name)
) WITHOUT ROWID;

-- Answers that students gave to exercises.
CREATE TABLE answers (
  answer_id INTEGER PRIMARY KEY,  -- number
  student TEXT NOT NULL,  -- pseudonym that the student chose
  exercise TEXT NOT NULL,  -- which exercise
  answer TEXT NOT NULL,  -- as typed
  correct INTEGER NOT NULL,  -- 1 if within the tolerance
  given_at TEXT NOT NULL  -- UTC, ISO 8601
);
CREATE INDEX ratings_item ON ratings(item);
CREATE INDEX events_user ON events(user);
CREATE INDEX events_item ON events(item);
-- What an open source says of somebody stands once, however often and from however many of its files it comes.
CREATE UNIQUE INDEX events_once ON events(user, at, item, kind) WHERE provenance = 'open';
CREATE INDEX slates_user ON slates(user);
CREATE UNIQUE INDEX trials_once
  ON trials(recommender, metric, coalesce(k, 0), search, split, seed, fingerprint, number);
