"""One SQLite file: articles, servers, copies, deletions."""
