"""The tables of the store, built step by step, for SQLite and PostgreSQL alike; each step runs once."""

from collections.abc import Awaitable, Callable

from knowledge.store.database import Connection

APPLICATION_ID = int.from_bytes(b"Foot", "big")
"""Marks a SQLite file as ours, in its header."""

Migration = Callable[[Connection], Awaitable[None]]


async def m001_articles(connection: Connection) -> None:
    """Collections and the current version of their articles."""
    await connection.execute_fetchall("""
        CREATE TABLE collection (
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL CHECK (version > 0)
        ) WITHOUT ROWID
    """)
    await connection.execute_fetchall("""
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
        )
    """)


async def m002_article_lookups(connection: Connection) -> None:
    """What an article is known by, and the living articles of a collection."""
    for statement in (
        "CREATE UNIQUE INDEX article_name ON article (collection, name) WHERE name <> ''",
        "CREATE INDEX article_content ON article (collection, content_hash)",
        "CREATE INDEX article_url ON article (collection, url) WHERE url <> ''",
        "CREATE INDEX article_headline ON article (collection, headline_hash) WHERE headline_hash <> ''",
        "CREATE INDEX article_living ON article (collection) WHERE withdrawn_at IS NULL",
    ):
        await connection.execute_fetchall(statement)


async def m003_paragraphs(connection: Connection) -> None:
    """The text, with that of earlier versions, which earlier answers cite."""
    await connection.execute_fetchall("""
        CREATE TABLE paragraph (
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            number INTEGER NOT NULL CHECK (number > 0),
            text TEXT NOT NULL,
            PRIMARY KEY (article, version, number)
        ) WITHOUT ROWID
    """)


async def m004_questions(connection: Connection) -> None:
    """The query log: what was asked, and how that ended."""
    await connection.execute_fetchall("""
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
        )
    """)
    await connection.execute_fetchall("CREATE INDEX question_channel ON question (collection, channel)")
    await connection.execute_fetchall("CREATE INDEX question_reply ON question (reply) WHERE reply <> ''")


async def m005_citations(connection: Connection) -> None:
    """What each answer cited."""
    await connection.execute_fetchall("""
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
            text_hash TEXT NOT NULL,
            PRIMARY KEY (question, n)
        ) WITHOUT ROWID
    """)
    await connection.execute_fetchall("CREATE INDEX citation_article ON citation (article)")


async def m006_servers(connection: Connection) -> None:
    """What each server has chosen, and which have been left and since when."""
    await connection.execute_fetchall("""
        CREATE TABLE setting (
            collection TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL CHECK (json_valid(value)),
            PRIMARY KEY (collection, name)
        ) WITHOUT ROWID
    """)
    await connection.execute_fetchall("""
        CREATE TABLE departure (
            collection TEXT PRIMARY KEY,
            left_at TEXT NOT NULL
        ) WITHOUT ROWID
    """)


async def m007_copies(connection: Connection) -> None:
    """Where a cited paragraph stands once more, in the words of another outlet."""
    await connection.execute_fetchall("""
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
    """)
    await connection.execute_fetchall("CREATE INDEX copy_article ON copy (article)")


async def m008_following(connection: Connection) -> None:
    """Which earlier question another one follows."""
    await connection.execute_fetchall(
        "ALTER TABLE question ADD COLUMN following INTEGER REFERENCES question (id) ON DELETE SET NULL"
    )
    await connection.execute_fetchall(
        "CREATE INDEX question_following ON question (following) WHERE following IS NOT NULL"
    )


async def m009_feedback(connection: Connection) -> None:
    """What people think of a reply, one vote a person."""
    await connection.execute_fetchall("""
        CREATE TABLE feedback (
            question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
            voter TEXT NOT NULL,
            vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
            reason TEXT NOT NULL,
            given_at TEXT NOT NULL,
            PRIMARY KEY (question, voter)
        ) WITHOUT ROWID
    """)
    await connection.execute_fetchall("CREATE INDEX feedback_voter ON feedback (voter)")


async def m010_question_messages(connection: Connection) -> None:
    """The message that asked, where there is one, and whether the answer is for the asker alone."""
    for statement in (
        "ALTER TABLE question ADD COLUMN message TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE question ADD COLUMN private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1))",
        "CREATE INDEX question_message ON question (message) WHERE message <> ''",
        "CREATE INDEX question_collection ON question (collection)",
    ):
        await connection.execute_fetchall(statement)


async def m011_withdrawn_articles(connection: Connection) -> None:
    """Nothing of what a withdrawn article said stays, nor the name of a person's collection that is empty."""
    for statement in (
        "UPDATE citation SET title = '' WHERE article IN (SELECT id FROM article WHERE withdrawn_at IS NOT NULL)",
        "UPDATE article SET title = '', publisher = '', byline = '', published_at = NULL, language = '', url = '',"
        " headline_hash = '', record_hash = '', added_by = '' WHERE withdrawn_at IS NOT NULL",
        "DELETE FROM collection WHERE name >= 'dm-' AND name < 'dm.' AND name NOT IN (SELECT collection FROM article)",
    ):
        await connection.execute_fetchall(statement)


async def m012_headings(connection: Connection) -> None:
    """The headings that a paragraph is under."""
    await connection.execute_fetchall("ALTER TABLE paragraph ADD COLUMN heading TEXT NOT NULL DEFAULT ''")


async def m013_opt_outs(connection: Connection) -> None:
    """Whose questions are not logged, and the questions of a collection in the order in which they were asked."""
    for statement in (
        "CREATE TABLE optout (person TEXT PRIMARY KEY) WITHOUT ROWID",
        "DROP INDEX question_collection",
        "CREATE INDEX question_collection ON question (collection, asked_at)",
    ):
        await connection.execute_fetchall(statement)


async def m014_details(connection: Connection) -> None:
    """What few articles have (when they changed, keywords, corrections), and the page that a paragraph is on."""
    for statement in (
        "ALTER TABLE article ADD COLUMN details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details))",
        "ALTER TABLE paragraph ADD COLUMN page INTEGER NOT NULL DEFAULT 0 CHECK (page >= 0)",
    ):
        await connection.execute_fetchall(statement)


async def m015_collection_bytes(connection: Connection) -> None:
    """How much text a collection holds, in all versions of its articles."""
    size = "length(CAST({0}.text AS BLOB)) + length(CAST({0}.heading AS BLOB))"
    change = "UPDATE collection SET bytes = bytes {0} WHERE name = (SELECT collection FROM article WHERE id = {1})"
    for statement in (
        "ALTER TABLE collection ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
        "UPDATE collection SET bytes = (SELECT coalesce(sum(length(hex(text || heading)) / 2), 0)"
        " FROM article JOIN paragraph ON paragraph.article = article.id WHERE article.collection = collection.name)",
        "CREATE TRIGGER paragraph_added AFTER INSERT ON paragraph BEGIN "
        + change.format("+ " + size.format("new"), "new.article")
        + "; END",
        "CREATE TRIGGER paragraph_deleted AFTER DELETE ON paragraph BEGIN "
        + change.format("- (" + size.format("old") + ")", "old.article")
        + "; END",
    ):
        await connection.execute_fetchall(statement)


async def m016_log(connection: Connection) -> None:
    """More of each question, causes of votes, gaps that closed, and standing questions with their notices."""
    for statement in (
        "ALTER TABLE question ADD COLUMN stages TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(stages))",
        "ALTER TABLE question ADD COLUMN analyser INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE question ADD COLUMN form TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE question ADD COLUMN locale TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE question ADD COLUMN terms TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(terms))",
        "ALTER TABLE question ADD COLUMN nearest TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(nearest))",
        "ALTER TABLE question ADD COLUMN closed_at TEXT",
        "ALTER TABLE feedback ADD COLUMN cause TEXT NOT NULL DEFAULT ''"
        " CHECK (cause IN ('', 'wrong', 'unanswered', 'outdated', 'quote', 'other'))",
        "CREATE INDEX question_gap ON question (collection, id) WHERE outcome = 'declined' AND closed_at IS NULL",
        "CREATE TABLE checked (collection TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID",
        """
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
        )
        """,
        "CREATE UNIQUE INDEX watch_person ON watch (person, collection, text)",
        "CREATE INDEX watch_collection ON watch (collection)",
        """
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            watch INTEGER NOT NULL REFERENCES watch (id) ON DELETE CASCADE,
            question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
            made_at TEXT NOT NULL,
            claimed_at TEXT,
            sent_at TEXT
        )
        """,
        "CREATE INDEX notice_watch ON notice (watch)",
        "CREATE INDEX notice_question ON notice (question)",
        "CREATE INDEX notice_unsent ON notice (id) WHERE sent_at IS NULL",
    ):
        await connection.execute_fetchall(statement)


async def m017_feeds(connection: Connection) -> None:
    """Feeds that are read again and again, what was seen in them, and the files of watched folders."""
    for statement in (
        """
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
        )
        """,
        "CREATE UNIQUE INDEX feed_url ON feed (collection, url)",
        "CREATE INDEX feed_due ON feed (due_at) WHERE state = 'active'",
        """
        CREATE TABLE feed_item (
            feed INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
            item TEXT NOT NULL,
            content TEXT NOT NULL,
            article INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            PRIMARY KEY (feed, item)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE watched_file (
            collection TEXT NOT NULL,
            path TEXT NOT NULL,
            folder TEXT NOT NULL,
            stamp TEXT NOT NULL,
            articles TEXT NOT NULL CHECK (json_valid(articles)),
            PRIMARY KEY (collection, path)
        ) WITHOUT ROWID
        """,
    ):
        await connection.execute_fetchall(statement)


async def m018_versions(connection: Connection) -> None:
    """Earlier and removed versions with all that they said, what moderators changed, and who did what."""
    shared = "title, publisher, byline, published_at, language, url, details, headline_hash"
    for statement in (
        # The source's own values of the fields that a moderator has changed.
        "ALTER TABLE article ADD COLUMN edits TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(edits))",
        # When its source was found to be gone.
        "ALTER TABLE article ADD COLUMN vanished_at TEXT",
        """
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
        """,
        "CREATE INDEX version_ended ON version (ended_at)",
        "CREATE INDEX version_removed ON version (removed_at) WHERE removed_at IS NOT NULL",
        f"INSERT INTO version (article, version, {shared}, edits, paragraphs, added_at, ended_at)"
        f" SELECT id, paragraph.version, {shared}, '{{}}', COUNT(*), added_at, added_at"
        " FROM article JOIN paragraph ON paragraph.article = id AND paragraph.version < article.version"
        " WHERE withdrawn_at IS NULL GROUP BY id, paragraph.version",
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details)),
            undone_by INTEGER REFERENCES audit (id) ON DELETE SET NULL
        )
        """,
        "CREATE INDEX audit_collection ON audit (collection, id)",
        "CREATE INDEX audit_actor ON audit (actor)",
        "CREATE INDEX audit_undone_by ON audit (undone_by) WHERE undone_by IS NOT NULL",
        """
        CREATE TABLE audit_article (
            audit INTEGER NOT NULL REFERENCES audit (id) ON DELETE CASCADE,
            article INTEGER NOT NULL REFERENCES article (id),
            version INTEGER NOT NULL CHECK (version > 0),
            change TEXT NOT NULL CHECK (change IN ('added', 'updated', 'removed', 'deleted', 'edited', 'restored')),
            details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
            PRIMARY KEY (audit, article, version)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX audit_article_article ON audit_article (article)",
    ):
        await connection.execute_fetchall(statement)


async def m019_daily_counts(connection: Connection) -> None:
    """How often today something was done that is limited a day."""
    for table, key in (("fetch_count", "collection"), ("question_count", "person")):
        await connection.execute_fetchall(
            f"""
            CREATE TABLE {table} (
                {key} TEXT NOT NULL PRIMARY KEY,
                day TEXT NOT NULL,
                number INTEGER NOT NULL CHECK (number > 0)
            ) WITHOUT ROWID
            """
        )


async def m020_pages(connection: Connection) -> None:
    """The pages that articles were read from, to look at them again."""
    await connection.execute_fetchall(
        """
        CREATE TABLE page (
            article INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
            version INTEGER NOT NULL CHECK (version > 0),
            address TEXT NOT NULL,
            due_at TEXT NOT NULL
        )
        """
    )
    await connection.execute_fetchall("CREATE INDEX page_due ON page (due_at)")


async def m021_moving(connection: Connection) -> None:
    """How far a store that is being moved here has come; empty otherwise."""
    await connection.execute_fetchall(
        "CREATE TABLE moving (name TEXT PRIMARY KEY, last TEXT NOT NULL CHECK (json_valid(last))) WITHOUT ROWID"
    )


async def m022_outbox(connection: Connection) -> None:
    """What a search cluster has not taken in yet, and the indexes there that are being filled or are a server's own."""
    for statement in (
        """
        CREATE TABLE search_index (
            name TEXT PRIMARY KEY,
            base TEXT NOT NULL,
            part TEXT NOT NULL,
            collection TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL CHECK (state IN ('serving', 'filling', 'moved'))
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE refill (
            base TEXT NOT NULL,
            name TEXT NOT NULL,
            collection TEXT NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (base, name, collection)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            base TEXT NOT NULL,
            collection TEXT NOT NULL,
            article INTEGER NOT NULL,
            version INTEGER NOT NULL,
            at REAL NOT NULL
        )
        """,
        "CREATE INDEX outbox_base ON outbox (base, id)",
        "CREATE INDEX outbox_collection ON outbox (collection, base, id)",
    ):
        await connection.execute_fetchall(statement)


async def m023_processes(connection: Connection) -> None:
    """Several bots on one store: who they are, what each has in hand, and when they logged in."""
    for statement in (
        """
        CREATE TABLE process (
            name TEXT PRIMARY KEY,
            shards TEXT NOT NULL,
            leads INTEGER NOT NULL DEFAULT 0 CHECK (leads IN (0, 1)),
            seen_at REAL NOT NULL,
            ends_at REAL NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE claim (
            name TEXT PRIMARY KEY,
            process TEXT NOT NULL,
            channel TEXT NOT NULL,
            at REAL NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX claim_at ON claim (at)",
        "CREATE TABLE login (at REAL PRIMARY KEY, bucket INTEGER NOT NULL) WITHOUT ROWID",
        # Which of several has a question in hand.
        "ALTER TABLE question ADD COLUMN process TEXT NOT NULL DEFAULT ''",
    ):
        await connection.execute_fetchall(statement)


async def m024_usage(connection: Connection) -> None:
    """The counts of days and months that are over; whatever changes what was counted deletes those it is in."""
    await connection.execute_fetchall(
        """
        CREATE TABLE usage_count (
            collection TEXT NOT NULL,
            period TEXT NOT NULL,
            layout INTEGER NOT NULL,
            counts TEXT NOT NULL CHECK (json_valid(counts)),
            PRIMARY KEY (collection, period)
        )
        """
    )
    counted = "collection, asked_at, asker, text, outcome, milliseconds, private, form"
    its_periods = "collection = {0}.collection AND period IN (substr({0}.asked_at, 1, 10), substr({0}.asked_at, 1, 7))"
    # In this form, as SQLite looks none of them up by the index where both columns are compared with a union.
    question = "(SELECT {1} FROM question WHERE id = {0}.question)"
    those_of_its_question = (
        f"collection = {question.format('{0}', 'collection')}"
        f" AND period IN ({', '.join(question.format('{0}', f'substr(asked_at, 1, {n})') for n in (10, 7))})"
    )
    for name, change, which, rows in (
        ("question_came", "INSERT ON question", its_periods, ("new",)),
        ("question_changed", f"UPDATE OF {counted} ON question", its_periods, ("old", "new")),
        ("question_went", "DELETE ON question", its_periods, ("old",)),
        ("citation_came", "INSERT ON citation", those_of_its_question, ("new",)),
        ("citation_went", "DELETE ON citation", those_of_its_question, ("old",)),
        ("feedback_came", "INSERT ON feedback", those_of_its_question, ("new",)),
        ("feedback_changed", "UPDATE ON feedback", those_of_its_question, ("new",)),
        ("feedback_went", "DELETE ON feedback", those_of_its_question, ("old",)),
    ):
        deletions = "; ".join(f"DELETE FROM usage_count WHERE {which.format(row)}" for row in rows)
        await connection.execute_fetchall(f"CREATE TRIGGER {name} AFTER {change} BEGIN {deletions}; END")


async def m025_continued_passages(connection: Connection) -> None:
    """How many paragraphs after its own a cited passage goes on into."""
    await connection.execute_fetchall(
        "ALTER TABLE citation ADD COLUMN continued INTEGER NOT NULL DEFAULT 0 CHECK (continued >= 0)"
    )


MIGRATIONS: tuple[Migration, ...] = (
    m001_articles,
    m002_article_lookups,
    m003_paragraphs,
    m004_questions,
    m005_citations,
    m006_servers,
    m007_copies,
    m008_following,
    m009_feedback,
    m010_question_messages,
    m011_withdrawn_articles,
    m012_headings,
    m013_opt_outs,
    m014_details,
    m015_collection_bytes,
    m016_log,
    m017_feeds,
    m018_versions,
    m019_daily_counts,
    m020_pages,
    m021_moving,
    m022_outbox,
    m023_processes,
    m024_usage,
    m025_continued_passages,
)
