"""What is said of a quotation that was compared with the articles."""

from bot.i18n import gettext as _
from knowledge.answers import QuoteCheck


def verdict_text(found: QuoteCheck) -> str:
    """Return the verdict as markdown."""
    match found.verdict:
        case "exact":
            return _("**Word for word.** An article has exactly these words.")
        case "shortened":
            return _("**Shortened.** The words are right, but some between them were left out.")
        case "spliced":
            return _("**Joined from two places.** The parts are there, but not together.")
        case "changed":
            return _("**Changed: {what}.** The article says it differently.").format(what=alterations_text(found))
        case "different":
            return _("**Not word for word.** The nearest place in the articles differs.")
        case "missing":
            return _("**Not found.** No article here has this sentence or one like it.")


def alterations_text(found: QuoteCheck) -> str:
    """Return what was changed in a few words."""
    names = {"negation": _("a negation"), "number": _("a number"), "name": _("a name")}
    return ", ".join(names[each] for each in found.alterations)
