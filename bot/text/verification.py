"""What is said of quotations that were verified, and of a question that was asked again."""

from bot.i18n import gettext as _
from bot.text import formatting, markdown
from knowledge import Answer, Citation
from knowledge.answers import Proof, ProofCheck, Replay


def verified(answer: Answer) -> str:
    """Head what an answer's citations were compared with."""
    return _("Answer #{id}, compared with the articles as they are now").format(id=answer.id)


def kept_words(cited: Citation, *, unchanged: bool) -> str:
    """Say that the words quoted are those of the version they were taken from, and whether they still are."""
    sentence = (
        _("Word for word in version {version}, ¶{paragraph}, and unchanged since.")
        if unchanged
        else _("Word for word in version {version}, ¶{paragraph}.")
    )
    return sentence.format(
        version=formatting.number(cited.article.version), paragraph=formatting.number(cited.paragraph)
    )


def replay_lines(replay: Replay) -> list[str]:
    """Say what the question of an answer finds now: first in a sentence, then what has changed, a line each."""
    if replay.outcome == "declined":
        lines = [_("Asked again, the question finds nothing that would be shown.")]
    elif replay.is_same:
        lines = [_("Asked again, the question finds the same passages in the same order.")]
    else:
        lines = [_("Asked again, the question finds them in another order:"), *map(_place, replay.places.items())]
        lines += [
            _("new in place {place}: {headline}, ¶{paragraph}").format(
                place=each.n, headline=_headline(each), paragraph=formatting.number(each.paragraph)
            )
            for each in replay.newcomers
        ]
    if replay.logged_index and replay.logged_index != replay.index:
        lines.append(
            _("The articles have changed since: index {before} then, {now} now.").format(
                before=replay.logged_index, now=replay.index
            )
        )
    return lines


def _place(citation: tuple[int, int]) -> str:
    n, place = citation
    if not place:
        return _("[{n}] is no longer among them").format(n=n)
    return _("[{n}] is in place {place}").format(n=n, place=place)


def _headline(cited: Citation) -> str:
    return markdown.strip_invisible(formatting.article_title(cited.article))


def proof_text(proof: Proof, check: ProofCheck | None) -> str:
    """Return what a text has of a quotation, as a sentence."""
    if check is None:
        return _("No article here has this address or headline. Give a file with its text after the file of citations.")
    paragraph = formatting.number(check.paragraph)
    match check.status:
        case "in place":
            return _("In its place, word for word: ¶{paragraph}.").format(paragraph=paragraph)
        case "moved":
            return _("Word for word, but in another place: ¶{paragraph}.").format(paragraph=paragraph)
        case "changed":
            return _("Changed: ¶{paragraph} has other words in its place.").format(paragraph=paragraph)
        case "gone":
            return _("Gone: the text doesn't have this sentence.")
        case "damaged":
            return _("Damaged: these aren't the words that the file's own hash is of. Somebody has altered it.")
