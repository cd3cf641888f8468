"""The picture of `!stats` in docs/pictures, of a month that is made up: `.venv/bin/python -m scripts.stats_picture`."""

import asyncio
from datetime import date, timedelta

from bot import chart
from bot.text import usage
from knowledge.store import UsageReport
from scripts.pictures import save
from scripts.scenes import FOLDER

FIRST = date(2026, 3, 1)
DAYS = 31


def made_up() -> UsageReport:
    """Return a month of a server of some hundred people."""
    days = {}
    for place in range(DAYS):
        weekend = (FIRST + timedelta(days=place)).weekday() > 4
        asked = 22 + place * 7 % 13 - 10 * weekend
        closest, declined = asked // 5 + place % 3, asked // 6 + place % 4
        days[(FIRST + timedelta(days=place)).isoformat()] = {
            "answered": asked - closest, "closest": closest, "declined": declined
        }  # fmt: skip
    total = sum(sum(each.values()) for each in days.values())
    return UsageReport(
        first=FIRST,
        last=FIRST + timedelta(days=DAYS - 1),
        questions=total,
        people=64,
        days=days,
        hours=(9, 5, 3, 2, 2, 4, 9, 18, 27, 33, 36, 34, 38, 41, 37, 35, 39, 44, 52, 57, 55, 43, 31, 18),
        articles=(
            ("Moon and Kim meet again, a day after the call", 92),
            ("Liaison office opens in Kaesong", 71),
            ("남북, 군사 분야 합의서에 서명", 55),
            ("Sanctions: what the resolutions of 2017 say", 31),
        ),
        publishers=(("The Korea Herald", 160), ("Yonhap", 88), ("Footnote Samples", 41)),
        terms=(("sanctions", 88), ("Panmunjom", 74), ("판문점", 41), ("Kaesong", 37), ("summit", 35), ("Moscow", 19)),
        up=73,
        down=11,
        p50=8.4,
        p95=15.2,
    )


async def main() -> None:
    drawn = await chart.draw(asyncio.to_thread(usage.chart, made_up()))
    if drawn is None:
        raise SystemExit("The picture needs matplotlib: scripts/setup stats")
    save(drawn, FOLDER / "stats.png")


if __name__ == "__main__":
    asyncio.run(main())
