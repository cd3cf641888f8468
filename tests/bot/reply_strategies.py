"""Every kind of reply with text of other people in it, in any language, for any settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import discord
from hypothesis import strategies as st

from bot.embeds import answers as render
from bot.embeds import articles as accounts
from bot.embeds import articles as leaves
from bot.embeds import timeline, verification
from bot.embeds.answers import Draw
from bot.i18n import AUTO, languages
from bot.i18n import gettext as _
from bot.preferences import MAX_PASSAGES, MAX_PER_MINUTE, GuildSettings, is_prefix
from bot.text import article_list, citation_styles, markdown, messages
from bot.uploads import UploadResult
from bot.views.answer import AnswerAction, answer_view, more_view, turned_to
from bot.views.confirm import RemoveButton
from bot.views.pages import PageRef, clamp_page, page_view
from knowledge import AddResult, Answer, Article, ArticleListing, Decline
from knowledge.answers import Edit, Mentions, QuoteCheck, Replay
from knowledge.answers.quotations import Alteration, EditKind, Verdict
from knowledge.models import Outcome
from knowledge.store.dedupe import Change
from tests.bot.strategies import answers, articles, declines, long_texts, revisions, texts

_DAY = datetime(2021, 1, 1, tzinfo=UTC)
ids = st.integers(10**14, 10**19)
prefixes = st.one_of(
    st.sampled_from(
        ["!", "**", "__", "||", "~~", "*", "_", "\\", "\\\\", "#", "-#", ">", ">>>", "[x](", "<:a:1", "1.", "#1"]
    ),
    st.text(min_size=1, max_size=5),
).filter(is_prefix)

preferences = st.builds(
    GuildSettings,
    channels=st.frozensets(ids, max_size=40),
    language=st.sampled_from([AUTO, *languages()]),
    private=st.booleans(),
    passages=st.integers(1, MAX_PASSAGES),
    adders=st.one_of(st.none(), ids),
    per_person=st.integers(0, MAX_PER_MINUTE),
    per_server=st.integers(0, MAX_PER_MINUTE),
    prefix=prefixes,
    age_restricted=st.booleans(),
)


@dataclass(frozen=True, slots=True)
class DrawnReply:
    """A reply to be drawn, and what there must be and may be in it."""

    draw: Draw
    view: Callable[[], discord.ui.View | None] = lambda: None
    """Makes the buttons; they need a loop that runs."""
    heading: str = ""
    numbers: tuple[int, ...] = ()
    """The citations that it must name."""
    kinds: frozenset[str] = frozenset()
    """What of Discord's markdown it may have."""
    targets: frozenset[str] = frozenset()
    """Addresses that its links may begin with."""
    plain_only: bool = field(default=False)
    """Whether it is always a message without an embed."""


def _addresses(found: Answer | Article) -> frozenset[str]:
    every = [found] if isinstance(found, Article) else [each.article for each in found.citations]
    if isinstance(found, Answer):
        every += [said.article for each in found.disagreements for said in each.statements]
    return frozenset(filter(None, (markdown.article_link(article.url) for article in every)))


def _numbers(found: Answer) -> tuple[int, ...]:
    return tuple(citation.n for citation in found.citations)


@st.composite
def answered(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """An answer with as many passages as may be shown at most, alone or shared by someone."""
    found = draw(answers(most=chosen.passages))
    more = len(found.citations) == chosen.passages

    def drawn(room: int) -> render.Page:
        return render.reply_page(found, room)

    return DrawnReply(
        render.shared_by(drawn, draw(texts)) if chosen.private and draw(st.booleans()) else drawn,
        view=lambda: answer_view(found, more=more, private=chosen.private, deletable=True),
        heading=found.question,
        numbers=_numbers(found),
        kinds=frozenset({"quote", "bold", "link"}),
        targets=_addresses(found),
    )


@st.composite
def further(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """The next passages."""
    found = draw(answers(first=draw(st.integers(2, 80)), most=chosen.passages))
    return DrawnReply(
        lambda room: render.reply_page(found, room),
        view=lambda: more_view(found, more=draw(st.just(True))),
        numbers=_numbers(found),
        kinds=frozenset({"quote", "bold", "link"}),
        targets=_addresses(found),
    )


@st.composite
def declined(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """Nothing found, with or without articles of the server's own."""
    found: Decline = draw(declines)
    note = messages.samples_note() if draw(st.booleans()) else ""
    return DrawnReply(
        lambda room: render.reply_page(found, room, note),
        view=lambda: answer_view(found, deletable=True),
        heading=found.question,
    )


@st.composite
def sourced(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """All sources of an answer, also of one that was gone on with."""
    found = draw(answers(most=draw(st.sampled_from([chosen.passages, 12]))))
    kinds = frozenset({"quote", "bold", "struck", "link"})
    numbers = (*_numbers(found), *(gone.n for gone in found.withdrawn))
    became = draw(revisions)
    return DrawnReply(
        lambda room: render.sources_page(found, None, became, room),
        numbers=numbers,
        kinds=kinds,
        targets=_addresses(found),
    )


@st.composite
def paragraph(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """One citation's paragraph between its neighbours."""
    found = draw(answers(most=chosen.passages))
    n = draw(st.sampled_from(_numbers(found)))
    became = draw(revisions)
    kinds = frozenset({"quote", "bold", "struck", "link"})
    return DrawnReply(
        lambda room: render.sources_page(found, n, became, room), numbers=(n,), kinds=kinds, targets=_addresses(found)
    )


@st.composite
def copied(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """Citations to copy, in any style."""
    found = draw(answers(most=chosen.passages))
    style = draw(st.sampled_from(citation_styles.OFFERED_STYLES))
    made = citation_styles.styled_citations(found.citations, style)
    return DrawnReply(
        lambda room: render.copyable_citations(found, style, made, chosen.prefix, room),
        kinds=frozenset({"code block"}),
    )


@st.composite
def listed(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """One page of the list of articles."""
    every = [
        ArticleListing(each, draw(st.integers(1, 10**6)), _DAY)
        for each in draw(st.lists(articles, min_size=1, max_size=8))
    ]
    wanted = draw(texts)[: article_list.MAX_LISTED]
    number = draw(st.integers(1, leaves.page_count(len(every))))
    note = messages.samples_note() if draw(st.booleans()) else ""
    return DrawnReply(
        lambda room: leaves.list_page(every, number, article_list.list_heading(wanted), chosen.prefix, room, note=note),
        view=lambda: page_view(PageRef("list", wanted, number), leaves.page_count(len(every))),
        kinds=frozenset({"bold"}),
    )


@st.composite
def read(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """One page of an article."""
    article: Article = draw(articles)
    number = draw(st.integers(1, 40))

    def drawn(room: int) -> render.Page:
        pages = leaves.paginate(article, room)
        return leaves.article_page(article, pages, clamp_page(number, len(pages)), room)

    return DrawnReply(
        drawn,
        view=lambda: page_view(PageRef("article", str(article.row), number), 40),
        kinds=frozenset({"bold", "link"}),
        targets=_addresses(article),
    )


@st.composite
def taken(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """What became of files."""
    made = []
    for name in draw(st.lists(long_texts, min_size=1, max_size=10)):
        account = UploadResult(name)
        for article in draw(st.lists(articles, max_size=1)):
            account.taken([AddResult(article, "added")])
        for reason in draw(st.lists(long_texts, min_size=1 - account.counts.total(), max_size=3)):
            account.refuse(reason)
        made.append(account)
    is_done = draw(st.booleans())
    return DrawnReply(
        lambda room: accounts.upload_page(made, room) if is_done else accounts.progress_page(made, len(made), room),
        kinds=frozenset({"bold"}),
    )


@st.composite
def confirmed(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """The question before an article is taken out, and what is said afterwards."""
    article: Article = draw(articles)
    removed = partial(accounts.removed, can_restore=draw(st.booleans()))
    said = draw(st.sampled_from([None, removed, accounts.deleted, accounts.kept]))
    for_good = draw(st.booleans())

    def drawn(room: int) -> render.Page:
        if said is None:
            return accounts.confirmation(accounts.title(article, 300), len(article.paragraphs), for_good=for_good)
        return render.Page(said(accounts.title(article, 300)))

    def buttons() -> discord.ui.View:
        return RemoveButton.both(10**17, yes=_("Remove"), no=messages.keep())

    return DrawnReply(drawn, view=buttons, kinds=frozenset({"bold"}))


@st.composite
def previewed(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """An article before it is added."""
    changes: tuple[Change, ...] = ("added", "updated")
    change = draw(st.sampled_from(changes))
    found = AddResult(draw(articles), change, differing=draw(st.integers(0, 10_000)))
    notes = draw(st.lists(long_texts, max_size=8))
    return DrawnReply(lambda room: accounts.preview_page(found, notes, room), kinds=frozenset({"quote", "bold"}))


@st.composite
def verified(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """An answer compared with the articles of now."""
    found = draw(answers(most=draw(st.sampled_from([chosen.passages, 12]))))
    places = {n: draw(st.integers(0, 12)) for n in _numbers(found)}
    outcomes: tuple[Outcome, ...] = ("answered", "closest", "declined")
    newcomers = draw(answers(most=3)).citations
    replay = Replay(draw(st.sampled_from(outcomes)), places, newcomers, draw(st.sampled_from(["", "1-2"])), "1-3")
    became = draw(revisions)
    return DrawnReply(
        lambda room: verification.verification_page(found, became, replay, room),
        kinds=frozenset({"quote", "bold", "struck"}),
    )


@st.composite
def quoted(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """What the articles say of a quotation."""
    found = draw(answers(most=3))
    said = draw(long_texts)
    verdicts: tuple[Verdict, ...] = ("exact", "shortened", "spliced", "changed", "different", "missing")
    alterations: tuple[Alteration, ...] = ("negation", "number", "name")
    kinds: tuple[EditKind, ...] = ("same", "added", "omitted")
    verdict = draw(st.sampled_from(verdicts))
    check = QuoteCheck(
        said,
        verdict,
        () if verdict == "missing" else found.citations,
        draw(st.integers(0, 12)),
        tuple(draw(st.lists(st.builds(Edit, st.sampled_from(kinds), texts), max_size=8))),
        tuple(draw(st.lists(st.sampled_from(alterations), unique=True))),
    )
    return DrawnReply(
        lambda room: verification.quotation_page(check, room),
        kinds=frozenset({"quote", "bold", "struck", "link", "subtext"}),
        targets=_addresses(found),
    )


@st.composite
def by_day(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """A page of an answer day by day, or with the newest passages first."""
    found = draw(answers(most=12))
    action = AnswerAction(draw(st.sampled_from(["days", "newest"])), found.id, draw(st.integers(1, 3)))
    pages = timeline.timeline_pages if action.name == "days" else timeline.newest_first_pages
    return DrawnReply(
        lambda room: turned_to(action, pages(found, room), found)[0],
        kinds=frozenset({"quote", "bold", "link", "subtext"}),
        view=lambda: turned_to(action, pages(found), found)[1],
        targets=_addresses(found),
    )


@st.composite
def mentioned(draw: st.DrawFn, chosen: GuildSettings) -> DrawnReply:
    """The first and the last to say something."""
    found = draw(answers(most=2))
    first, last = (*found.citations, None)[:2]
    said = Mentions(draw(long_texts), first, last, 2, draw(st.integers(0, 2)), is_complete=draw(st.booleans()))
    return DrawnReply(
        lambda room: timeline.mentions_page(said, room),
        kinds=frozenset({"quote", "bold", "struck", "link"}),
        targets=_addresses(found),
    )


KINDS = {
    each.__name__: each
    for each in (
        answered,
        further,
        declined,
        sourced,
        paragraph,
        copied,
        listed,
        read,
        taken,
        confirmed,
        previewed,
        verified,
        quoted,
        by_day,
        mentioned,
    )
}
