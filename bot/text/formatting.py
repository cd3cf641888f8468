"""What an article is called, and who published it, as far as it is seen: a headline may be all invisible."""

from dataclasses import replace

from bot.phrases import facts
from bot.text import markdown
from knowledge import Article


def article_title(article: Article) -> str:
    """Return the headline on one line, or say that there is none."""
    return facts.title(_seen(article))


def credit(article: Article) -> str:
    """Return who published the article, on one line; empty where nobody is named."""
    return facts.credit(_seen(article))


def _seen(article: Article) -> Article:
    title, publisher, byline = map(markdown.strip_invisible, (article.title, article.publisher, article.byline))
    return replace(article, title=title, publisher=publisher, byline=byline)
