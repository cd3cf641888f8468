"""Articles of several languages in one collection: none changes what a question in another one finds."""

import pytest

from knowledge import Article
from knowledge.evaluation import Snapshot


def _article(row: int, language: str, title: str, *paragraphs: str) -> Article:
    return Article(id=f"{language}{row}", title=title, paragraphs=paragraphs, language=language, row=row, version=1)


ENGLISH = (
    _article(
        1,
        "en",
        "Solveig runs aground off Lindvik",
        "The ferry Solveig ran aground off Lindvik on Monday with 212 people on board.",
        "Nobody was hurt, and the ferry was towed to the port in the evening.",
        "Captain Marta Holm said that fog had hidden the light at Lindvik.",
    ),
    _article(
        2,
        "en",
        "Lindvik mends its light",
        "The light at Lindvik was mended in May, three weeks after the ferry ran aground.",
        "The port paid 40,000 crowns for it.",
    ),
    _article(
        3,
        "en",
        "Herring harvest is the best in years",
        "Fishing boats landed 900 tons of herring in the port of Lindvik.",
        "Half of the herring is sold abroad.",
    ),
)
KOREAN = (
    _article(
        4,
        "ko",
        "여객선 솔베이그 좌초",
        "여객선 솔베이그(Solveig)가 월요일 린드비크(Lindvik) 앞바다에서 좌초했다.",
        "선장 마르타 홀름(Marta Holm)은 안개 때문에 등대가 보이지 않았다고 말했다.",
    ),
    _article(5, "ko", "청어 풍년", "린드비크 항구에 청어 900톤이 들어왔다.", "청어의 절반은 수출된다."),
)
SPANISH = (
    _article(
        6,
        "es",
        "El transbordador Solveig encalla frente a Lindvik",
        "El transbordador Solveig encalló el lunes frente a Lindvik con 212 personas a bordo.",
        "La capitana Marta Holm dijo que la niebla ocultaba el faro de Lindvik.",
    ),
    _article(7, "es", "Buen año para el arenque", "El puerto de Lindvik recibió 900 toneladas de arenque."),
)
QUESTIONS: list[tuple[tuple[Article, ...], tuple[str, ...]]] = [
    (
        ENGLISH,
        (
            "Who is the captain of the ferry Solveig?",
            "When did the ferry run aground off Lindvik?",
            "How many tons of herring were landed in Lindvik?",
            "What did Marta Holm say about the light at Lindvik?",
        ),
    ),
    (KOREAN, ("여객선 솔베이그는 언제 좌초했나?", "청어는 몇 톤이 들어왔나?", "선장 Marta Holm은 무엇을 말했나?")),
    (
        SPANISH,
        (
            "¿Cuándo encalló el transbordador Solveig frente a Lindvik?",
            "¿Cuántas toneladas de arenque recibió el puerto de Lindvik?",
            "¿Qué dijo la capitana Marta Holm sobre el faro de Lindvik?",
        ),
    ),
]


def test_question_is_answered_as_if_its_own_language_were_alone(subtests: pytest.Subtests) -> None:
    mixed = Snapshot.build([*SPANISH, *KOREAN, *ENGLISH])
    for own, asked in QUESTIONS:
        unmixed = Snapshot.build(own)
        for question in asked:
            with subtests.test(question=question):
                alone, among_others = unmixed.ask(question, k=3), mixed.ask(question, k=3)
                assert alone.hits
                assert among_others.hits == alone.hits
                assert among_others.reply.confidence == alone.reply.confidence
