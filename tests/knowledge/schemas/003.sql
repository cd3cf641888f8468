PRAGMA application_id = 1181708148;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE article (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL REFERENCES collection (name),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            publisher TEXT NOT NULL,
            byline TEXT NOT NULL,
            published_at TEXT,
            language TEXT NOT NULL,
            url TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            headline_hash TEXT NOT NULL,
            record_hash TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            paragraphs INTEGER NOT NULL CHECK (paragraphs > 0),
            added_by TEXT NOT NULL,
            added_at TEXT NOT NULL,
            withdrawn_at TEXT
        );
INSERT INTO "article" VALUES(1,'shared','pier','The Lindvik pier','Lindvik News','A. Oat','2020-01-09','en','https://news.example/pier','6883251d17594a64bd39c5b376710631','9abb67ce1511a40a86c1698b8c3dd89c','e7d04bc5db311dd21b1e7280e5da23a3',1,2,'ann','2020-01-10T08:00:00.000000+00:00',NULL);
INSERT INTO "article" VALUES(2,'shared','','The zeppelin of Lindvik','Zeppelin Post','Z. Zeppelin','2020-01-09','en','https://zeppelin.example/sold','61e4b895f99b0035493c897d08c904cc','3cceb73e059aa4c50aaa0caeb4eb90d7','e8a2cbc43dad235d6bca9679e83406e7',1,1,'ann','2020-01-10T08:00:00.000000+00:00','2020-02-02T08:00:00.000000+00:00');
INSERT INTO "article" VALUES(3,'77','','The Lindvik pier','Lindvik News','','2020-01-09','en','','6883251d17594a64bd39c5b376710631','9abb67ce1511a40a86c1698b8c3dd89c','7d8ff111337451adcc098f0a68cf4a02',1,2,'ann','2020-01-10T08:00:00.000000+00:00',NULL);
CREATE TABLE collection (
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL CHECK (version > 0)
        ) WITHOUT ROWID
    ;
INSERT INTO "collection" VALUES('77',1);
INSERT INTO "collection" VALUES('dm-4711',2);
INSERT INTO "collection" VALUES('shared',3);
CREATE TABLE paragraph (
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            number INTEGER NOT NULL CHECK (number > 0),
            text TEXT NOT NULL,
            PRIMARY KEY (article, version, number)
        ) WITHOUT ROWID
    ;
INSERT INTO "paragraph" VALUES(1,1,1,'The pier at Lindvik opened on Saturday with forty flags.');
INSERT INTO "paragraph" VALUES(1,1,2,'It is ninety metres long.');
INSERT INTO "paragraph" VALUES(3,1,1,'The pier at Lindvik opened on Saturday with forty flags.');
INSERT INTO "paragraph" VALUES(3,1,2,'It is ninety metres long.');
CREATE UNIQUE INDEX article_name ON article (collection, name) WHERE name <> '';
CREATE INDEX article_content ON article (collection, content_hash);
CREATE INDEX article_url ON article (collection, url) WHERE url <> '';
CREATE INDEX article_headline ON article (collection, headline_hash) WHERE headline_hash <> '';
CREATE INDEX article_living ON article (collection) WHERE withdrawn_at IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('article',3);
COMMIT;
