"""What can be wrong with what a person gave us.

KnowledgeError            its text is the sentence shown to the person
├── UnreadableArticle     a file or a line that cannot be read as an article
│   ├── TooLargeArticle   one that is more than an article can hold
│   └── IngestNote        what a reader noticed that is no fault
├── FetchError            an address that could not be fetched
│   ├── AddressRefused    it leads where nothing is fetched from
│   ├── RobotsRefused     the site's robots.txt keeps programs from it
│   └── HostBusy          the site wants to be asked later
├── InvalidQuestion       nothing to look for, or too much
├── QuestionStopped       the work on it came to no answer
│   ├── QuestionTookTooLong   it took more time than one question can have
│   └── QuestionCrashed   it ended the process that did it
├── IndexBehind           what it is about is still being indexed
├── UnreadableQuestion    a line that cannot be read as a question with known answers
├── UnreadableProof       a file that holds no quotation to verify
├── ArticleNotFound       no such article in this collection
├── AnswerNotFound        no such answer here, or none yet
├── StoreUnavailable      the data folder or its file cannot be used
├── SearchUnavailable     the cluster that searches is away
└── OutputRefused         an output that would destroy a file of the data folder
"""

from typing import ClassVar, Self


class KnowledgeError(Exception):
    """An expected failure; its text says what was wrong and what to do, for the person who asked.

    The sentence may hold names in braces, which the values fill: it can be translated before they do. What a person
    typed stands among the values only. A value may be another error, which is told in the same language.
    """

    is_temporary: ClassVar[bool] = False
    """Whether the same can go well a little later, without anybody doing anything."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values

    def bare(self) -> Self:
        """Return the same error without its trace, whose frames hold on to all that was read."""
        return type(self)(self.sentence, **self.values)


class UnreadableArticle(KnowledgeError):
    """A file, a line or a text that cannot be read as an article."""


class TooLargeArticle(UnreadableArticle):
    """A text that is more than one article can hold; by its headings it can be several."""


class IngestNote(UnreadableArticle):
    """What a reader noticed that is no fault: files of a folder that are no articles, keys that are not known."""


class FetchError(KnowledgeError):
    """An address that could not be fetched.

    Attributes:
        status: The HTTP status that the server answered with; 0 where there was no answer.
        retry_after: Seconds that the server asks to wait before the next request; 0 where it asks for none.
    """

    def __init__(self, sentence: str, /, *, status: int = 0, retry_after: float = 0.0, **values: object) -> None:
        super().__init__(sentence, status=status, retry_after=retry_after, **values)
        self.status = status
        self.retry_after = retry_after


class AddressRefused(FetchError):
    """An address that is no address of the open web, or that leads to a private network."""


class RobotsRefused(FetchError):
    """An address that the site's robots.txt keeps programs from."""


class HostBusy(FetchError):
    """A site that wants to be asked later."""


class InvalidQuestion(KnowledgeError):
    """A question with nothing in it, or too long to be one."""


class QuestionStopped(KnowledgeError):
    """A question on which work was begun, and would end no better if it was begun again."""


class QuestionTookTooLong(QuestionStopped):
    """A question whose answer takes more time than one question can have."""


class QuestionCrashed(QuestionStopped):
    """A question that ended the process that answered it; the log has more under the id that it names."""


class IndexBehind(KnowledgeError):
    """A question about articles that are still being indexed: it can be asked again in a moment."""

    is_temporary = True


class UnreadableQuestion(KnowledgeError):
    """A file or a line that cannot be read as a question with known answers."""


class UnreadableProof(KnowledgeError):
    """A file that holds no quotation to verify."""


class ArticleNotFound(KnowledgeError):
    """No article of this collection has that id."""


class AnswerNotFound(KnowledgeError):
    """No answer with that id can be shown here, or none has been given yet."""

    @staticmethod
    def unknown(id: int) -> "AnswerNotFound":
        """Return what is said of an answer that there is none of, or that the person may not know of."""
        return AnswerNotFound(
            "There's no answer #{id} here. You'll find the number at the bottom of each answer.", id=id
        )


class StoreUnavailable(KnowledgeError):
    """The data folder cannot be written, or its file is not one of ours."""

    is_temporary = True


class SearchUnavailable(KnowledgeError):
    """The cluster that searches cannot be reached: what was asked can be asked again when it is back."""

    is_temporary = True


class OutputRefused(KnowledgeError):
    """A file to write that belongs to the data folder."""
