"""Pages copied from Wikipedia and other wikis, whatever their language → Article."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, takewhile

from knowledge.ingest import boilerplate
from knowledge.ingest.paragraphs import body_of_rows, take_headings
from knowledge.ingest.wrapping import unwrap
from knowledge.models import Article
from knowledge.text import normalize

_WIKIPEDIA = (
    r"(?:wiki(?:p[eé]di|vo[iy]ag|books?|quote|source)|viquip|vikipe|википеди|вікіпеді|уикипеди|βικιπα|ウィキペディア|"
    r"위키백과|"
    r"[维維]基百科|ויקיפדיה|ويكيبيديا|ویکی‌پدیا|विकिपीडिया|วิกิพีเดีย)"
)
_FROM = re.compile(
    rf"(?:\S{{1,9}}:? ){{0,3}}{_WIKIPEDIA}[^\s,،，]{{0,3}}(?: [^\s,]{{1,12}}){{0,2}}\s?[,،，—–-]\s?[^.!?]{{5,50}}\.?|"
    rf"出典: フリー百科事典.{{0,40}}|"
    r"from (?:\S{1,20} ){0,3}\S{0,20}wiki",
    re.IGNORECASE,
)
"""Whose article it is, right above the text: "From Wikipedia, the free encyclopedia"."""
_BRIEF_FROM = re.compile(rf"(?:\S{{1,9}} ){{1,3}}{_WIKIPEDIA}\S{{0,3}}", re.IGNORECASE)
"""The same below the tabs, in languages that say no more: "Från Wikipedia"."""
_EDIT_WORD = re.compile(
    r"edit(?: source| section)?|(?:quelltext )?bearbeiten|modifier(?: le code)?|editar(?: código(?:-fonte)?)?|"
    r"modifica(?: wikitesto| sursa)?|(?:ソースを)?編集|править(?: код)?|edytuj(?: kod)?|(?:brontekst )?bewerken|"
    r"redigera(?: wikitext)?|rediger(?: kilde(?:tekst)?)?|编辑(?:源代码)?|編輯|(?:원본 )?편집|muokkaa(?: wikitekstiä)?|"
    r"(?:kaynağı )?değiştir|upravit|editovat zdroj|(?:forrásszöveg )?szerkesztése?|редагувати(?: код)?|"
    r"modificare(?: sursă)?|edita(?: la font)?|",
    re.IGNORECASE,
)
"""What leads to changing a section, beside its heading; the empty one is an icon. Others are known by the menu."""
_MARK = re.compile(r"\s?\[(?P<words>[^\[\]]{0,60})\]$")
_TAB = re.compile(
    r"article|talk|artikel|diskussion|discussion|artículo|discusión|voce|discussione|artigo|discussão|overleg|"
    r"статья|обсуждение|artykuł|dyskusja|문서|토론|ページ|ノート|条目|讨论|條目|討論|page",
    re.IGNORECASE,
)
_TABS = re.compile(r"article talk|sign in to edit(?: history)?", re.IGNORECASE)
"""Those of a page on a telephone, and on Fandom."""
_EDIT_TAB, _HISTORY = re.compile(r"(?:edit|view)(?: source)?", re.I), re.compile(r"(?:view )?history", re.I)
_LANGUAGES = re.compile(
    r".{0,20}(?:languages?|sprachen?|langues?|l[ií]nguas?|lingue|idiomas?|язык(?:а|ов|и)?|język\w*|tal(?:en|ar)?|"
    r"språk|sprog|"
    r"kiel(?:et|tä)|언어|言語版?|语言|語言|jazyk\w*|dil|мов\w*).{0,8}",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"article|talk|read|edit|toggle .{3,60}|view (?:source|history)|tools|artikel|diskussion|lesen|bearbeiten|"
    r"quelltext (?:bearbeiten|anzeigen)|versionsgeschichte|werkzeuge|discussion|lire|modifier(?: le code)?|outils|"
    r"voir l['’]historique|artículo|discusión|leer|editar|ver historial|herramientas|inhaltsverzeichnis umschalten|"
    r"afficher / masquer la table des matières|목차 토글|문서|토론|읽기|편집|원본 (?:편집|보기)|역사 보기|도구|"
    r"ページ|ノート|閲覧|編集|ソースを(?:編集|閲覧)|履歴表示|ツール|history|purge|talk \(\d+\)|language|watch|page|"
    r"discussion|"
    r"appearance(?: hide)?|erscheinungsbild|verbergen|hide|move to sidebar|coordinates: .{5,60}|"
    r"sign in to edit|\(redirected from .*\)|jump to:.*|(?:jump to (?:navigation|search)\s?)+|main page|"
    r"printable version",
    re.IGNORECASE,
)
"""Between the title and the text."""
_CONTENTS = re.compile(
    r"(?:contents|inhaltsverzeichnis|sommaire|contenidos?|índice|indice|목차|目次|содержание|inhoud|spis treści|"
    r"conteúdo|"
    r"innehåll|indhold|innhold|obsah|tartalomjegyzék|зміст|içindekiler|目录)"
    r"(?: \[?(?:hide|verbergen|masquer|ocultar|nascondi|숨기기|скрыть)\]?)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\s(?P<text>.{1,80})")
_BOX = re.compile(
    r"(?:this (?:article|section|page|biography|list)|the (?:neutrality|factual accuracy)|"
    r"diese[rs]? (?:artikel|abschnitt)|(?:cet|la mise en forme de cet) article|cette section|este (?:artículo|artigo)|"
    r"esta sección|questa voce|(?:ten|ta) (?:artykuł|sekcja)|dit artikel|эта статья|в этой статье|"
    r"текущая версия страницы|"
    r"この記事|この項目|이 문서|本条目|此條目|本條目|den här artikeln|denne artikkelen|denne artikel|bu madde)"
    r"(?=.*(?:\b(?:citations?|sources?|references|cite|verif\w+|improve|help|stub|tone|style|neutral\w*|disputed|"
    r"encyclop\w+|belege\w*|einzelnachweis\w*|quellen|überarbeit\w+|ébauche|sources|vérifi\w+|référenc\w+|referencias|"
    r"aparezcan|wikificar|mejorar|referências|fontes|fonti|abbozzo|bozza|źród\w+|przypis\w*|bron\w*|beginnetje|"
    r"источник\w*|ссылк\w+|проверя\w+|källhänvisning\w*|kilder|kaynak\w*)\b|出典|参考文献|書きかけ|출처|来源|來源|"
    r"参考))",
    re.IGNORECASE,
)
"""What readers are told about an article, above its text: "This article needs additional citations"."""
_MORE_OF_BOX = re.compile(
    r"(?:find sources|busca fuentes|trova fonti|trouver des sources|quellen suchen)\b.*|.*\((?:learn how|"
    r"comment faire)\b.*|"
    r"please (?:help|improve|introduce)\b.*|unsourced material\b.*|you can (?:help|assist)\b.*|"
    r"(?:relevant )?discussion may be found on the talk page.*|este aviso fue puesto\b.*|"
    r"vous pouvez (?:partager|améliorer|aider)\b.*|\([^\W\d_]+\.? \d{4}\)|hilf bitte\b.*|bitte hilf\b.*",
    re.IGNORECASE,
)
_HATNOTE = re.compile(
    r"for (?:other uses|the [^.]{2,60}), see |not to be confused with |this article is about |"
    r"[“\"].{1,60}[”\"] redirects here|"
    r"dieser artikel (?:behandelt|beschreibt|erläutert) |pour les articles homonymes, voir |"
    r"ne doit pas être confondu avec |"
    r"para otros usos de este término, |disambiguazione – |se stai cercando |zie .{1,80} voor andere betekenissen|"
    r"у этого термина существуют |この項目では、|다른 뜻에 대해서는|关于与.{1,40}(?:标题|名称)|關於與.{1,40}(?:標題|"
    r"名稱)",
    re.IGNORECASE,
)
"""Which other article a reader may have looked for."""
_END = re.compile(
    r"notes et références|notas(?: y referencias| e referências)?|note|notes|bibliografia|collegamenti esterni|"
    r"altri progetti|"
    r"references|external links|further reading|see also|citations|sources|notes and references|footnotes|"
    r"einzelnachweise|weblinks|siehe auch|literatur|anmerkungen|références|voir aussi|liens externes|bibliographie|"
    r"referencias|véase también|enlaces externos|bibliografía|referências|ver também|ligações externas|voci correlate|"
    r"przypisy|linki zewnętrzne|zobacz też|примечания|ссылки|см\. также|литература|источники|bronnen(?:, noten.*)?|"
    r"zie ook|externe links?|referenser|källor|externa länkar|se även|referanser|referencer|eksterne (?:lenker|"
    r"henvisninger)|"
    r"각주|같이 보기|외부 링크|참고 문헌|脚注|出典|注釈|参考文献|関連項目|外部リンク|参考资料|外部链接|参见|參考資料|"
    r"外部連結|參見|"
    r"kaynakça|dış bağlantılar|lähteet|reference|externí odkazy|виноски|примітки|посилання|jegyzetek|مراجع|المراجع|"
    r"הערות שוליים",
    re.IGNORECASE,
)
"""The headings above what an article cites and what else there is to read."""
_FOOT = re.compile(
    r"(?:kategorien?|categor(?:y|ies)|catégories?|categorías?|categorie|categorias?|категори[яи]|kategoria|kategorie|"
    r"categorieën|kategorier?|kategori|분류|カテゴリ|分类|分類|luokat?|تصنيفات?|קטגוריות?|kategoriler)\s?[:：].*|"
    r"categories|"
    r"navigation menu|"
    r"(?:this page was last (?:edited|modified)|diese seite wurde zuletzt|la dernière modification de cette page|"
    r"esta página (?:se editó|foi editada) por|questa pagina è stata modificata|эта страница в последний раз|"
    r"tę stronę ostatnio|deze pagina is voor het laatst|sidan redigerades|denne siden ble sist|denne side blev senest|"
    r"이 문서는 .{4,40}에 마지막으로|最終更新|本页面最后修订于|本頁面最後修訂於|last edited .{3,30} (?:ago )?by)\b.*|"
    r"community content is available under .*|more fandoms",
    re.IGNORECASE,
)
"""Below everything that an article has."""
_REFERENCE = re.compile(
    r"(?<=\S)(?:\[(?:\d{1,3}|[a-z]|(?:note|nb|anm\.?) \d{1,3}|[\w?]+(?: \w+)? needed)\]"
    r"(?::\s?\d{1,4}(?:[–-]\d{1,4})?)?)+"
    r"(?=\s|[.,;:)»”\"。、，；]|$)",
    re.IGNORECASE,
)
"""The numbers that lead to what an encyclopaedia cites, with the page there."""
MAX_ROWS_ABOVE_TEXT, MAX_TOLD_CHARS, MAX_HEADING_CHARS, MAX_MARK_CHARS = 400, 200, 120, 60
MIN_MARKS, MIN_TABS, MIN_LISTED_TABS = 2, 4, 2
"""Tabs in known words that tell a wiki alone, and with a list of contents."""
TABS_BEFORE_EDIT, MAX_ROWS_BELOW_TABS = 3, 30
"""Article, talk, read: the tabs before the one to edit, in any language."""
LEVEL = 2


def read_wiki(lines: Sequence[str]) -> Article | None:
    """Read the page of a wiki without menu, contents, references and marks; None for any other text."""
    filled = [line for line in lines if line]
    top = filled[:MAX_ROWS_ABOVE_TEXT]
    source = next((at for at, row in enumerate(top) if _FROM.fullmatch(row)), -1)
    is_marked = any(row[-1] == "]" and _MARK.search(row[-MAX_HEADING_CHARS:]) for row in filled)
    if source < 0 and not is_marked and _tabs(top) < 0:
        return None
    rows = [_REFERENCE.sub("", row) for row in unwrap(list(lines))]
    source = next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_TEXT]) if _FROM.fullmatch(row)), -1)
    tabs = _tabs(rows, source if source > 0 else MAX_ROWS_ABOVE_TEXT)
    if source < 0 <= tabs:
        near = range(tabs, min(tabs + MAX_ROWS_BELOW_TABS, len(rows)))
        source = next((at for at in near if _BRIEF_FROM.fullmatch(rows[at])), -1)
    below = range(max(source, tabs) + 1, len(rows))
    first = next((at for at in below if boilerplate.is_prose(rows[at]) and not _is_told_readers(rows[at])), len(rows))
    marks = _marks(rows, first)
    marked = sum(_unmarked(row, marks) != row for row in rows) + sum(row in marks for row in rows[first:])
    below_lead = set(rows[first:])
    listed = sum(item["text"] in below_lead for row in rows if (item := _NUMBERED.fullmatch(row)))
    known = sum(1 for _ in takewhile(_MENU.fullmatch, rows[max(tabs, 0) :]))
    is_known = known >= (MIN_LISTED_TABS if listed >= MIN_MARKS else MIN_TABS)
    is_tabbed = tabs >= 0 and (marked >= MIN_MARKS or is_known)
    if source < 0 and not is_tabbed and sum(_unmarked(row, marks) != row for row in rows) < MIN_MARKS:
        return None
    title = _title_at(rows, source, tabs, first)
    told = [row for row in rows[: title + 1] if boilerplate.is_prose(row) and not boilerplate.is_boilerplate(row)]
    if told and not is_tabbed:
        return None  # A part of another text, with where it is from.
    body, levels = _body(rows, range(title, first), max(source, tabs), marks)
    if not body:
        return None
    if not levels:
        kept = set(body)
        levels = take_headings([rows[title], "", *(line for line in lines if not line or line in kept)])
    found, corrected = body_of_rows([*told, *body], levels, rows[title])
    return Article(
        title=normalize.one_line(rows[title], normalize.MAX_TITLE_CHARS),
        paragraphs=found.paragraphs,
        headings=found.headings,
        corrections=corrected,
    )


def _tabs(rows: Sequence[str], end: int = MAX_ROWS_ABOVE_TEXT) -> int:
    """Return the place of the first tab above an article, in a language that is known or not; -1 without tabs."""
    above = rows[:end]
    for at, (row, after) in enumerate(pairwise(above)):
        if at and (
            _TABS.fullmatch(row)
            or (_EDIT_TAB.fullmatch(row) and _HISTORY.fullmatch(after))
            or (_TAB.fullmatch(row) and _TAB.fullmatch(after))
        ):
            return at
    edit = next((at for at, row in enumerate(above) if _EDIT_WORD.fullmatch(row)), _edit_tab(rows))
    is_run = edit > TABS_BEFORE_EDIT and not any(map(boilerplate.is_prose, above[edit - TABS_BEFORE_EDIT : edit]))
    return edit - TABS_BEFORE_EDIT if is_run else -1


def _edit_tab(rows: Sequence[str]) -> int:
    """Return the place of the tab whose words come again and again in brackets below; -1 without one."""
    often = Counter(row for row in rows if len(row) <= MAX_MARK_CHARS and row[0] == "[" and row[-1] == "]")
    words = {_parts(row)[0] for row, count in often.items() if count >= MIN_MARKS} - {""}
    return next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_TEXT]) if row.casefold() in words), -1)


def _marks(rows: Sequence[str], first: int) -> Collection[str]:
    """Return the rows that lead to changing a section: they come again and again, and say what the menu says."""
    menu = set(rows[:first])
    words = {row.casefold() for row in menu}
    often = Counter(row for row in rows[first:] if len(row) <= MAX_MARK_CHARS)
    return {
        row
        for row, count in often.items()
        if all(map(_EDIT_WORD.fullmatch, _parts(row)))
        or (count >= MIN_MARKS and row not in menu and words.issuperset(_parts(row)))
    }


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.strip("[] ").casefold().split("|")]


def _unmarked(row: str, marks: Collection[str]) -> str:
    """Return a row without what leads to changing the section below it: "History [edit]"."""
    found = _MARK.search(row) if row[-1] == "]" and len(row) <= MAX_HEADING_CHARS else None
    if not found or not found.start():
        return row
    is_mark = found[0].strip() in marks or all(map(_EDIT_WORD.fullmatch, _parts(found["words"])))
    return row[: found.start()] if is_mark else row


def _title_at(rows: Sequence[str], source: int, tabs: int, first: int) -> int:
    """Return the place of the title, which stands above the tabs, or else above the text."""
    lead = rows[first][:MAX_TOLD_CHARS].casefold() if first < len(rows) else ""

    def is_told(at: int) -> bool:
        return at >= 0 and rows[at].partition(" (")[0].casefold() in lead

    if tabs > 0:
        title = tabs - 2 if tabs > 1 and (_LANGUAGES.fullmatch(rows[tabs - 1]) or is_told(tabs - 2)) else tabs - 1
        # Where the menu stands below the tabs, the title is right above the text, which begins with it.
        return first - 1 if first - 1 > tabs and is_told(first - 1) and not is_told(title) else title
    return max(source - 1, 0)


def _body(rows: Sequence[str], above: range, head: int, marks: Collection[str]) -> tuple[list[str], Mapping[str, int]]:
    """Return the rows of an article's text, and the levels of those that are headings.

    Args:
        rows: All of the page.
        above: From the title to the first sentence.
        head: The last row of the menu there.
        marks: What leads to changing a section.
    """
    title, first = above.start, above.stop
    numbers = {found["text"]: found["number"].count(".") for row in rows if (found := _NUMBERED.fullmatch(row))}
    listed = {row for row in rows[:title] if not _END.fullmatch(row)}
    levels: dict[str, int] = {}
    kept: list[str] = []
    facts = 0
    end: int | None = None
    in_contents = False
    for at in range(title + 1, len(rows)):
        row = _unmarked(rows[at], marks)
        after = rows[at + 1] if at + 1 < len(rows) else ""
        in_contents = bool(_CONTENTS.fullmatch(row)) or (in_contents and bool(_NUMBERED.fullmatch(row)))
        is_title = row == rows[title] and at < first
        if is_title or row in marks or in_contents or (at < first and _is_above(row, is_menu=at <= head)):
            continue
        is_heading = row != rows[at] or after in marks or (at > first and (row in listed or row in numbers))
        if _FOOT.fullmatch(row) and at > first:
            break
        if at > first and _END.fullmatch(row):
            end = len(kept) if end is None else end
        elif is_heading:
            end = None  # What had such a heading above is text: the sources of a river.
        if is_heading:
            # What follows a heading at once is below it.
            is_below = bool(kept) and kept[-1] in levels
            levels[row] = LEVEL + numbers.get(row, min(levels[kept[-1]] - LEVEL + 1, 2) if is_below else 0)
        facts = len(kept) + 1 if at < first and not is_heading else facts
        kept.append(row)
    # The parts of a box of facts can be called as sections are.
    return [row for at, row in enumerate(kept[:end]) if at >= facts or row not in levels], levels


def _is_above(row: str, *, is_menu: bool) -> bool:
    """Tell a row above the text that is none of it: tabs and tools, and what readers are told of the article."""
    if _FROM.fullmatch(row) or _MENU.fullmatch(row) or _is_told_readers(row):
        return True
    return is_menu and not boilerplate.is_prose(row)


def _is_told_readers(row: str) -> bool:
    return len(row) <= MAX_BOX_CHARS and bool(_BOX.match(row) or _MORE_OF_BOX.fullmatch(row) or _HATNOTE.match(row))


MAX_BOX_CHARS = 1_000
