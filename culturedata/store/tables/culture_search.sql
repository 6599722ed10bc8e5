-- Full text over search_texts: accents and case are ignored, two and three letter prefixes are indexed.
CREATE VIRTUAL TABLE IF NOT EXISTS works_fts USING fts5(
  titles, makers, terms, texts,
  content='search_texts', content_rowid='doc', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER IF NOT EXISTS search_texts_deleted AFTER DELETE ON search_texts BEGIN
  INSERT INTO works_fts(works_fts, rowid, titles, makers, terms, texts)
  VALUES ('delete', old.doc, old.titles, old.makers, old.terms, old.texts);
END;
CREATE VIRTUAL TABLE IF NOT EXISTS works_words USING fts5vocab('works_fts', 'row');
