"""What is said of added files, for any names and reasons."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.embeds import articles as accounts
from bot.uploads import UploadResult
from knowledge import AddResult, Article
from tests.bot.test_render import check_fits
from tests.bot.values import articles, long_texts


def account(name: str, article: Article | None, reasons: list[str]) -> UploadResult:
    made = UploadResult(name)
    if article:
        made.taken([AddResult(article, "added")])
    for reason in reasons:
        made.refuse(reason)
    return made


ACCOUNTS = st.builds(account, long_texts, st.one_of(st.none(), articles), st.lists(long_texts, max_size=3)).filter(
    lambda made: made.counts.total() > 0
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ACCOUNTS, min_size=1, max_size=11))
def test_account_of_files_keeps_within_every_limit(made: list[UploadResult]) -> None:
    check_fits(partial(accounts.upload_page, made))


@settings(max_examples=40, deadline=None)
@given(articles)
def test_question_before_taking_out_keeps_within_every_limit(article: Article) -> None:
    check_fits(partial(accounts.confirmation, article))
