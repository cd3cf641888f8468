"""One of several processes on one database: takes what it can get, and prints what it got as JSON."""

import asyncio
import json
import sys
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge import Answer, Article, AskContext, Library, Quota
from knowledge.store import WatchRefused

NOW = datetime(2026, 1, 2, tzinfo=UTC)
MOST = 8


async def main(folder: Path, address: str, name: str) -> None:
    taken = defaultdict[str, list[int]](list)
    async with Library.open(folder, database=address) as library:
        print("ready", flush=True)
        sys.stdin.readline()
        while feed := await library.feeds.claim_due(NOW):
            taken["feeds"].append(feed.id)
        for n in range(MOST):
            article = Article(title=f"Ship {name} {n}", paragraphs=(f"Ship {name} {n} sank on Monday.",))
            added = await library.add(article, collection=f"own-{name}")
            taken["articles"].append(added.article.row)
            [limited] = await library.add_all([article], collection="77", quota=Quota(articles=MOST))
            if limited.change == "added":
                taken["articles"].append(limited.article.row)
            asked = await library.ask("When did the pier open?", AskContext(collection="77", asker=name))
            assert isinstance(asked, Answer)
            taken["questions"].append(asked.id)
            taken["unlogged"].append((await library.ask("Who sank?", AskContext(asker="hidden"))).id)
            try:
                place = AskContext(collection="77", channel="1", asker="ann")
                taken["watches"].append((await library.watch(f"Who sold ship {name} {n}?", place, "now", now=NOW)).id)
            except WatchRefused:
                pass
            if await library.usage.take_fetch("77", most=MOST, day=date(2026, 1, 2)):
                taken["fetches"].append(n)
    print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
