PRAGMA application_id = 1181708148;
PRAGMA user_version = 25;
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
        , details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)), edits TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(edits)), vanished_at TEXT);
INSERT INTO "article" VALUES(1,'shared','pier','The Lindvik pier','Lindvik News','A. Oat','2020-01-09','en','https://news.example/pier','6883251d17594a64bd39c5b376710631','9abb67ce1511a40a86c1698b8c3dd89c','e7d04bc5db311dd21b1e7280e5da23a3',1,2,'ann','2020-01-10T08:00:00.000000+00:00',NULL,'{}','{}',NULL);
INSERT INTO "article" VALUES(2,'shared','','','','',NULL,'','','61e4b895f99b0035493c897d08c904cc','','',1,1,'','2020-01-10T08:00:00.000000+00:00','2020-02-02T08:00:00.000000+00:00','{}','{}',NULL);
INSERT INTO "article" VALUES(3,'77','','The Lindvik pier','Lindvik News','','2020-01-09','en','','6883251d17594a64bd39c5b376710631','9abb67ce1511a40a86c1698b8c3dd89c','7d8ff111337451adcc098f0a68cf4a02',1,2,'ann','2020-01-10T08:00:00.000000+00:00',NULL,'{}','{}',NULL);
CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details)),
            undone_by INTEGER REFERENCES audit (id) ON DELETE SET NULL
        );
INSERT INTO "audit" VALUES(1,'77','2020-01-10T08:00:00.000000+00:00','ann','add','{}',NULL);
CREATE TABLE audit_article (
            audit INTEGER NOT NULL REFERENCES audit (id) ON DELETE CASCADE,
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            change TEXT NOT NULL CHECK (change IN ('added', 'updated', 'removed', 'deleted', 'edited', 'restored')),
            details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
            PRIMARY KEY (audit, article, version)
        ) WITHOUT ROWID
        ;
INSERT INTO "audit_article" VALUES(1,3,1,'added','{}');
CREATE TABLE checked (collection TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "checked" VALUES('77',3);
CREATE TABLE citation (
            question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
            n INTEGER NOT NULL CHECK (n > 0),
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            title TEXT NOT NULL,
            paragraph INTEGER NOT NULL CHECK (paragraph > 0),
            starts INTEGER NOT NULL CHECK (starts >= 0),
            ends INTEGER NOT NULL CHECK (ends > starts),
            matched TEXT NOT NULL CHECK (json_valid(matched)),
            score REAL NOT NULL,
            text_hash TEXT NOT NULL, continued INTEGER NOT NULL DEFAULT 0 CHECK (continued >= 0),
            PRIMARY KEY (question, n)
        ) WITHOUT ROWID
    ;
INSERT INTO "citation" VALUES(1,1,1,1,'The Lindvik pier',1,0,40,'[[4, 8]]',7.5,'51aa286081f75e4cb373f93d07f16b71',0);
INSERT INTO "citation" VALUES(1,2,2,1,'',1,0,10,'[]',2.5,'31f994aac3d0b63f507399dd389f9184',0);
INSERT INTO "citation" VALUES(3,1,1,1,'The Lindvik pier',2,0,25,'[[4, 8]]',7.5,'4e72b77b1c0150c7a3481d72c7dccc3d',0);
CREATE TABLE claim (
            name TEXT PRIMARY KEY,
            process TEXT NOT NULL,
            channel TEXT NOT NULL,
            at REAL NOT NULL
        ) WITHOUT ROWID
        ;
CREATE TABLE collection (
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL CHECK (version > 0)
        , bytes INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
    ;
INSERT INTO "collection" VALUES('77',1,81);
INSERT INTO "collection" VALUES('shared',3,81);
CREATE TABLE copy (
            question INTEGER NOT NULL,
            n INTEGER NOT NULL,
            place INTEGER NOT NULL CHECK (place > 0),
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            paragraph INTEGER NOT NULL CHECK (paragraph > 0),
            text_hash TEXT NOT NULL,
            PRIMARY KEY (question, n, place),
            FOREIGN KEY (question, n) REFERENCES citation (question, n) ON DELETE CASCADE
        ) WITHOUT ROWID
    ;
INSERT INTO "copy" VALUES(1,1,1,3,1,1,'51aa286081f75e4cb373f93d07f16b71');
CREATE TABLE departure (
            collection TEXT PRIMARY KEY,
            left_at TEXT NOT NULL
        ) WITHOUT ROWID
    ;
INSERT INTO "departure" VALUES('78','2020-01-01T00:00:00.000000+00:00');
CREATE TABLE feed (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            url TEXT NOT NULL,
            title TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'stopped')),
            channel TEXT NOT NULL,
            added_by TEXT NOT NULL,
            added_at TEXT NOT NULL,
            etag TEXT NOT NULL DEFAULT '',
            last_modified TEXT NOT NULL DEFAULT '',
            pace INTEGER NOT NULL DEFAULT 0 CHECK (pace >= 0),
            due_at TEXT NOT NULL,
            claimed_until TEXT,
            succeeded_at TEXT,
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            failing_since TEXT,
            error TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(error)),
            told TEXT NOT NULL DEFAULT '' CHECK (told IN ('', 'failing')),
            telling_at TEXT
        );
INSERT INTO "feed" VALUES(1,'77','https://lindvik.example/feed','Lindvik News','active','5','e7b6fbf7faf1660fd84e524a030de076','2020-01-12T10:00:00.000000+00:00','"7"','',3600,'2020-01-13T10:00:00.000000+00:00',NULL,'2020-01-13T09:00:00.000000+00:00',0,NULL,'{}','',NULL);
CREATE TABLE feed_item (
            feed INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
            item TEXT NOT NULL,
            content TEXT NOT NULL,
            article INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            PRIMARY KEY (feed, item)
        ) WITHOUT ROWID
        ;
INSERT INTO "feed_item" VALUES(1,'0badcafe','5eed',3,0);
CREATE TABLE feedback (
            question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
            voter TEXT NOT NULL,
            vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
            reason TEXT NOT NULL,
            given_at TEXT NOT NULL, cause TEXT NOT NULL DEFAULT '' CHECK (cause IN ('', 'wrong', 'unanswered', 'outdated', 'quote', 'other')),
            PRIMARY KEY (question, voter)
        ) WITHOUT ROWID
    ;
INSERT INTO "feedback" VALUES(2,'e7b6fbf7faf1660fd84e524a030de076',-1,'no balloon','2020-01-12T10:00:00.000000+00:00','');
CREATE TABLE fetch_count (
                collection TEXT NOT NULL PRIMARY KEY,
                day TEXT NOT NULL,
                number INTEGER NOT NULL CHECK (number > 0)
            ) WITHOUT ROWID
            ;
CREATE TABLE login (at REAL PRIMARY KEY, bucket INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE moving (name TEXT PRIMARY KEY, last TEXT NOT NULL CHECK (json_valid(last))) WITHOUT ROWID;
CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            watch INTEGER NOT NULL REFERENCES watch (id) ON DELETE CASCADE,
            question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
            made_at TEXT NOT NULL,
            claimed_at TEXT,
            sent_at TEXT
        );
INSERT INTO "notice" VALUES(1,1,1,'2020-01-13T10:00:00.000000+00:00','2020-01-13T10:00:01.000000+00:00',NULL);
CREATE TABLE optout (person TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO "optout" VALUES('a1b2c3d4e5f60718293a4b5c6d7e8f90');
CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            base TEXT NOT NULL,
            collection TEXT NOT NULL,
            article INTEGER NOT NULL,
            version INTEGER NOT NULL,
            at REAL NOT NULL
        );
CREATE TABLE page (
            article INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
            version INTEGER NOT NULL CHECK (version > 0),
            address TEXT NOT NULL,
            due_at TEXT NOT NULL
        );
CREATE TABLE paragraph (
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            number INTEGER NOT NULL CHECK (number > 0),
            text TEXT NOT NULL, heading TEXT NOT NULL DEFAULT '', page INTEGER NOT NULL DEFAULT 0 CHECK (page >= 0),
            PRIMARY KEY (article, version, number)
        ) WITHOUT ROWID
    ;
INSERT INTO "paragraph" VALUES(1,1,1,'The pier at Lindvik opened on Saturday with forty flags.','',0);
INSERT INTO "paragraph" VALUES(1,1,2,'It is ninety metres long.','',0);
INSERT INTO "paragraph" VALUES(3,1,1,'The pier at Lindvik opened on Saturday with forty flags.','',0);
INSERT INTO "paragraph" VALUES(3,1,2,'It is ninety metres long.','',0);
CREATE TABLE process (
            name TEXT PRIMARY KEY,
            shards TEXT NOT NULL,
            leads INTEGER NOT NULL DEFAULT 0 CHECK (leads IN (0, 1)),
            seen_at REAL NOT NULL,
            ends_at REAL NOT NULL
        ) WITHOUT ROWID
        ;
CREATE TABLE question (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            asked_at TEXT NOT NULL,
            collection TEXT NOT NULL,
            channel TEXT NOT NULL,
            asker TEXT NOT NULL,
            text TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'closest', 'declined', 'failed')),
            evidence REAL NOT NULL,
            milliseconds REAL NOT NULL,
            unmatched TEXT NOT NULL CHECK (json_valid(unmatched)),
            index_version TEXT NOT NULL,
            reply TEXT NOT NULL DEFAULT ''
        , following INTEGER REFERENCES question (id) ON DELETE SET NULL, message TEXT NOT NULL DEFAULT '', private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)), stages TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(stages)), analyser INTEGER NOT NULL DEFAULT 0, form TEXT NOT NULL DEFAULT '', locale TEXT NOT NULL DEFAULT '', terms TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(terms)), nearest TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(nearest)), closed_at TEXT, process TEXT NOT NULL DEFAULT '');
INSERT INTO "question" VALUES(1,'2020-01-11T09:00:00.000000+00:00','77','5','87ed6be2beaffedf03ac4604ba903bf0','When did the pier at Lindvik open?','answered',0.75,4.5,'[]','1-3','901',NULL,'801',0,'{}',0,'','','[]','[]',NULL,'');
INSERT INTO "question" VALUES(2,'2020-01-12T09:00:00.000000+00:00','77','5','87ed6be2beaffedf03ac4604ba903bf0','Who sold the balloon?','declined',0.75,4.5,'[]','1-3','902',NULL,'802',0,'{}',0,'','','[]','[]',NULL,'');
INSERT INTO "question" VALUES(3,'2020-01-13T09:00:00.000000+00:00','77','5','87ed6be2beaffedf03ac4604ba903bf0','And how long is it?','answered',0.75,4.5,'[]','1-3','903',1,'803',1,'{}',0,'','','[]','[]',NULL,'');
CREATE TABLE question_count (
                person TEXT NOT NULL PRIMARY KEY,
                day TEXT NOT NULL,
                number INTEGER NOT NULL CHECK (number > 0)
            ) WITHOUT ROWID
            ;
CREATE TABLE refill (
            base TEXT NOT NULL,
            name TEXT NOT NULL,
            collection TEXT NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (base, name, collection)
        ) WITHOUT ROWID
        ;
CREATE TABLE search_index (
            name TEXT PRIMARY KEY,
            base TEXT NOT NULL,
            part TEXT NOT NULL,
            collection TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL CHECK (state IN ('serving', 'filling', 'moved'))
        ) WITHOUT ROWID
        ;
CREATE TABLE setting (
            collection TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL CHECK (json_valid(value)),
            PRIMARY KEY (collection, name)
        ) WITHOUT ROWID
    ;
INSERT INTO "setting" VALUES('77','prefix','"?"');
CREATE TABLE usage_count (
            collection TEXT NOT NULL,
            period TEXT NOT NULL,
            layout INTEGER NOT NULL,
            counts TEXT NOT NULL CHECK (json_valid(counts)),
            PRIMARY KEY (collection, period)
        );
CREATE TABLE version (
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            title TEXT NOT NULL,
            publisher TEXT NOT NULL,
            byline TEXT NOT NULL,
            published_at TEXT,
            language TEXT NOT NULL,
            url TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details)),
            headline_hash TEXT NOT NULL,
            edits TEXT NOT NULL CHECK (json_valid(edits)),
            paragraphs INTEGER NOT NULL CHECK (paragraphs > 0),
            added_at TEXT NOT NULL,
            ended_at TEXT NOT NULL,
            removed_at TEXT,
            PRIMARY KEY (article, version)
        ) WITHOUT ROWID
        ;
CREATE TABLE watch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            person TEXT NOT NULL,
            channel TEXT NOT NULL,
            message TEXT NOT NULL,
            locale TEXT NOT NULL,
            text TEXT NOT NULL,
            cadence TEXT NOT NULL CHECK (cadence IN ('first', 'now', 'daily', 'weekly')),
            article INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            due_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        );
INSERT INTO "watch" VALUES(1,'77','e7b6fbf7faf1660fd84e524a030de076','5','802','en','Who sold the balloon?','first',3,'2020-01-12T10:00:00.000000+00:00','2020-01-12T10:00:00.000000+00:00','2020-02-11T10:00:00.000000+00:00');
CREATE TABLE watched_file (
            collection TEXT NOT NULL,
            path TEXT NOT NULL,
            folder TEXT NOT NULL,
            stamp TEXT NOT NULL,
            articles TEXT NOT NULL CHECK (json_valid(articles)),
            PRIMARY KEY (collection, path)
        ) WITHOUT ROWID
        ;
INSERT INTO "watched_file" VALUES('77','/srv/articles/pier.txt','/srv/articles','12 1','[3]');
CREATE UNIQUE INDEX article_name ON article (collection, name) WHERE name <> '';
CREATE INDEX article_content ON article (collection, content_hash);
CREATE INDEX article_url ON article (collection, url) WHERE url <> '';
CREATE INDEX article_headline ON article (collection, headline_hash) WHERE headline_hash <> '';
CREATE INDEX article_living ON article (collection) WHERE withdrawn_at IS NULL;
CREATE INDEX question_channel ON question (collection, channel);
CREATE INDEX question_reply ON question (reply) WHERE reply <> '';
CREATE INDEX citation_article ON citation (article);
CREATE INDEX copy_article ON copy (article);
CREATE INDEX question_following ON question (following) WHERE following IS NOT NULL;
CREATE INDEX feedback_voter ON feedback (voter);
CREATE INDEX question_message ON question (message) WHERE message <> '';
CREATE INDEX question_collection ON question (collection, asked_at);
CREATE TRIGGER paragraph_added AFTER INSERT ON paragraph BEGIN UPDATE collection SET bytes = bytes + length(CAST(new.text AS BLOB)) + length(CAST(new.heading AS BLOB)) WHERE name = (SELECT collection FROM article WHERE id = new.article); END;
CREATE TRIGGER paragraph_deleted AFTER DELETE ON paragraph BEGIN UPDATE collection SET bytes = bytes - (length(CAST(old.text AS BLOB)) + length(CAST(old.heading AS BLOB))) WHERE name = (SELECT collection FROM article WHERE id = old.article); END;
CREATE INDEX question_gap ON question (collection, id) WHERE outcome = 'declined' AND closed_at IS NULL;
CREATE UNIQUE INDEX watch_person ON watch (person, collection, text);
CREATE INDEX watch_collection ON watch (collection);
CREATE INDEX notice_watch ON notice (watch);
CREATE INDEX notice_question ON notice (question);
CREATE INDEX notice_unsent ON notice (id) WHERE sent_at IS NULL;
CREATE UNIQUE INDEX feed_url ON feed (collection, url);
CREATE INDEX feed_due ON feed (due_at) WHERE state = 'active';
CREATE INDEX version_ended ON version (ended_at);
CREATE INDEX version_removed ON version (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX audit_collection ON audit (collection, id);
CREATE INDEX audit_actor ON audit (actor);
CREATE INDEX audit_undone_by ON audit (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX audit_article_article ON audit_article (article);
CREATE INDEX page_due ON page (due_at);
CREATE INDEX outbox_base ON outbox (base, id);
CREATE INDEX outbox_collection ON outbox (collection, base, id);
CREATE INDEX claim_at ON claim (at);
CREATE TRIGGER question_came AFTER INSERT ON question BEGIN DELETE FROM usage_count WHERE collection = new.collection AND period IN (substr(new.asked_at, 1, 10), substr(new.asked_at, 1, 7)); END;
CREATE TRIGGER question_changed AFTER UPDATE OF collection, asked_at, asker, text, outcome, milliseconds, private, form ON question BEGIN DELETE FROM usage_count WHERE collection = old.collection AND period IN (substr(old.asked_at, 1, 10), substr(old.asked_at, 1, 7)); DELETE FROM usage_count WHERE collection = new.collection AND period IN (substr(new.asked_at, 1, 10), substr(new.asked_at, 1, 7)); END;
CREATE TRIGGER question_went AFTER DELETE ON question BEGIN DELETE FROM usage_count WHERE collection = old.collection AND period IN (substr(old.asked_at, 1, 10), substr(old.asked_at, 1, 7)); END;
CREATE TRIGGER citation_came AFTER INSERT ON citation BEGIN DELETE FROM usage_count WHERE collection = (SELECT collection FROM question WHERE id = new.question) AND period IN ((SELECT substr(asked_at, 1, 10) FROM question WHERE id = new.question), (SELECT substr(asked_at, 1, 7) FROM question WHERE id = new.question)); END;
CREATE TRIGGER citation_went AFTER DELETE ON citation BEGIN DELETE FROM usage_count WHERE collection = (SELECT collection FROM question WHERE id = old.question) AND period IN ((SELECT substr(asked_at, 1, 10) FROM question WHERE id = old.question), (SELECT substr(asked_at, 1, 7) FROM question WHERE id = old.question)); END;
CREATE TRIGGER feedback_came AFTER INSERT ON feedback BEGIN DELETE FROM usage_count WHERE collection = (SELECT collection FROM question WHERE id = new.question) AND period IN ((SELECT substr(asked_at, 1, 10) FROM question WHERE id = new.question), (SELECT substr(asked_at, 1, 7) FROM question WHERE id = new.question)); END;
CREATE TRIGGER feedback_changed AFTER UPDATE ON feedback BEGIN DELETE FROM usage_count WHERE collection = (SELECT collection FROM question WHERE id = new.question) AND period IN ((SELECT substr(asked_at, 1, 10) FROM question WHERE id = new.question), (SELECT substr(asked_at, 1, 7) FROM question WHERE id = new.question)); END;
CREATE TRIGGER feedback_went AFTER DELETE ON feedback BEGIN DELETE FROM usage_count WHERE collection = (SELECT collection FROM question WHERE id = old.question) AND period IN ((SELECT substr(asked_at, 1, 10) FROM question WHERE id = old.question), (SELECT substr(asked_at, 1, 7) FROM question WHERE id = old.question)); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('article',3);
INSERT INTO "sqlite_sequence" VALUES('question',3);
INSERT INTO "sqlite_sequence" VALUES('feed',1);
COMMIT;
