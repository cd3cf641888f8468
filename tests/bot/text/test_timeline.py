"""The days of an answer."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.text.timeline import gap_text, timeline_days, undated_text
from knowledge import Answer, Article, Citation


def cited(n: int, day: date | None) -> Citation:
    article = Article(title=f"Article {n}", paragraphs=(f"Paragraph {n}.",), published_at=day, language="en", row=n)
    return Citation(n=n, article=article, paragraph=1, span=(0, 12))


def test_days_come_in_order_each_with_its_best_passage_and_the_gap_before_it() -> None:
    days = [date(2018, 6, 12), None, date(2018, 6, 1), datetime(2018, 6, 12, 9, tzinfo=UTC)]
    found = Answer(
        id=1,
        question="?",
        outcome="answered",
        confidence=0.9,
        citations=tuple(cited(n, day) for n, day in enumerate(days, start=1)),
    )
    assert [(each.day.day, each.cited.n, each.gap, each.others) for each in timeline_days(found)] == [
        (1, 3, 0, 0),
        (12, 1, 10, 1),
    ]
    assert timeline_days(replace(found, citations=(cited(1, None),))) == []
    assert gap_text(10) == "10 days without an article on it" and gap_text(1) == "1 day without an article on it"
    assert undated_text(found) == "Without a date, so on no day: 1 passage."
