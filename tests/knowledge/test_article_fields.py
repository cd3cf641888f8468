"""The fields of articles match the same filters as the articles one by one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidQuestion
from knowledge.index import Index
from knowledge.models import Article
from knowledge.search.filters import ArticleFields, Filter, docs_with_all, matches, parse_question

NAMES = st.lists(st.sampled_from(["Korea", "Herald", "été", "O’Hara", "한국", "2018", "The"]), max_size=3).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(date(2018, 9, 28), date(2018, 10, 3)))
ARTICLES = st.builds(
    Article, title=NAMES, paragraphs=st.just(("A text.",)), publisher=NAMES, byline=NAMES, published_at=DAYS
)
TYPED = st.sampled_from(
    [
        *("after:2018-10", "before:2018-10-02", "on:2018-09", "on:2018-10-01", "source:Korea", "source:ete"),
        *('source:"Herald Korea"', "in:2018", 'in:"O\'Hara"', "in:한국", 'in:"the Korea"', '"the"', "-missing"),
    ]
)


def filtered(typed: str) -> tuple[Filter, ...]:
    return parse_question(f"what {typed}", today=date(2024, 5, 15)).filters


def matches_all(filters: tuple[Filter, ...], article: Article) -> bool:
    return all(
        matches(
            each,
            title=article.title,
            publisher=article.publisher,
            byline=article.byline,
            published=article.published_at,
        )
        for each in filters
    )


@given(st.lists(ARTICLES, max_size=6), st.lists(TYPED, max_size=2))
def test_a_collection_is_filtered_at_once_as_its_articles_are_one_by_one(
    articles: list[Article], typed: list[str]
) -> None:
    try:
        filters = filtered(" ".join(typed))
    except InvalidQuestion:
        return
    together = ArticleFields.build(articles).matching(filters).tolist()
    assert together == [matches_all(filters, article) for article in articles]


def test_a_word_left_out_leaves_out_the_articles_that_name_it_in_their_title() -> None:
    articles = [Article(title=title, paragraphs=("A text.",)) for title in ("Moscow talks", "Talks")]
    assert ArticleFields.build(articles).matching(filtered("-moscow")).tolist() == [False, True]


def test_deleted_articles_leave_the_fields_of_the_others() -> None:
    articles = [Article(title=f"Talks {n}", paragraphs=("A text.",), publisher=f"Herald {n}") for n in range(3)]
    fields = ArticleFields.build(articles)
    rest = fields.delete(docs_with_all(fields.names["title"], ["1"]).nonzero()[0])
    assert rest.matching(filtered("source:herald")).tolist() == [True, True]
    assert rest.matching(filtered("in:2")).tolist() == [False, True]


def test_docs_with_all_hold_every_term_asked_for_and_all_hold_none() -> None:
    index = Index([["a", "b"], ["a"], []])
    assert docs_with_all(index, ["a", "b", "a"]).tolist() == [True, False, False]
    assert docs_with_all(index, []).tolist() == [True, True, True]
