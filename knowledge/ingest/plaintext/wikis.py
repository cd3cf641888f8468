"""Pages copied from Wikipedia and other wikis, whatever their language → Article."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice, pairwise, takewhile

from knowledge.ingest import boilerplate
from knowledge.ingest.plaintext.paragraphs import body_of_rows, take_headings
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
_BRIEF_FROM = re.compile(rf"(?:\S{{1,9}} ){{1,6}}{_WIKIPEDIA}\S{{0,3}}", re.IGNORECASE)
"""The same below the tabs, in languages that say no more: "Från Wikipedia"."""
_EDIT_WORD = re.compile(
    r"edit(?: source| section)?|(?:quelltext )?bearbeiten|modifier(?: le code)?|editar(?: código(?:-fonte)?)?|"
    r"modifica(?: wikitesto| sursa)?|(?:ソースを)?編集|править(?: код)?|edytuj(?: kod)?|(?:brontekst )?bewerken|"
    r"redigera(?: wikitext)?|rediger(?: kilde(?:tekst)?)?|编辑(?:源代码)?|編輯|(?:원본 )?편집|muokkaa(?: wikitekstiä)?|"
    r"(?:kaynağı )?değiştir|upravit|editovat zdroj|(?:forrásszöveg )?szerkesztése?|редагувати(?: код)?|"
    r"modificare(?: sursă)?|edita(?: la font)?|edytuj kod źródłowy|editovat|sunting(?: sumber)?|sửa(?: đổi| mã nguồn)?|"
    r"ред\.(?: код)?|επεξεργασία(?: κώδικα)?|",
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
    r"הערות שוליים|articles connexes|annexes|noter|kilder|se også|eksterne henvisninger|poznámky|související články|"
    r"джерела|див\. також|примечания и ссылки|tham khảo|chú thích|liên kết ngoài|xem thêm|referensi|"
    r"pranala luar|lihat (?:pula|juga)|catatan kaki|ayrıca bakınız|notlar|aiheesta muualla|katso myös|források|"
    r"további információk|kapcsolódó szócikkek|παραπομπές|εξωτερικοί σύνδεσμοι|参考来源|註釋|注释|參考文獻|"
    r"延伸阅读|延伸閱讀",
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
    r"(?<=\S)(?:\[(?:\d{1,3}|[a-z]|[^\W\d_]{1,8}\.? \d{1,3}|[\w?]+(?: \w+)? needed|réf\. nécessaire|cita requerida|"
    r"senza fonte|carece de fontes?.{0,20}|bron\?|источник не указан.{0,20}|potrzebny przypis|要出典|来源请求|來源請求|"
    r"출처 필요)\]"
    r"(?::\s?\d{1,4}(?:[–-]\d{1,4})?)?)+"
    r"(?=\s|[.,;:)»”\"。、，；\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|$)",
    re.IGNORECASE,
)
"""The numbers that lead to what an encyclopaedia cites, with the page there."""
_LICENCE = re.compile(
    r"creative.commons|cc.by.sa|クリエイティブ・コモンズ|크리에이티브 커먼즈|知识共享|創用 ?cc|wikimedia foundation",
    re.IGNORECASE,
)
"""Under what terms the text of a wiki can be used, which is below all else in any language."""
_NAMED = re.compile(_WIKIPEDIA, re.IGNORECASE)
_MOMENT = re.compile(r"(?=.*\b\d{4}\b).*(?<!\d)\d{1,2}(?:[:.h]\d\d|時)", re.IGNORECASE)
"""A year and a time of day, as in what says when a page was last edited."""
_CITED = re.compile(r"[\^↑]\s?\S")
"""Leads from what an article cites back to where it does."""
_COUNTED = re.compile(r"\d{1,3}\s?[^\d\s]\S{0,20}(?: \S{1,20}){0,2}")
"""In how many languages there is an article."""
MAX_ROWS_ABOVE_TEXT, MAX_TOLD_CHARS, MAX_HEADING_CHARS, MAX_MARK_CHARS = 400, 200, 120, 60
MIN_MARKS, MIN_TABS, MIN_LISTED_TABS = 2, 4, 2
"""Tabs in known words that tell a wiki alone, and with a list of contents."""
TABS_BEFORE_EDIT, TABS_BELOW_EDIT, MAX_ROWS_BELOW_TABS, MAX_TAB_WORDS = 3, 2, 30, 3
"""Article, talk, read stand before the tab to edit, history and tools below it, in any language."""
MAX_NAME_ROWS, MAX_NAME_CHARS, MAX_FOOT_ROWS, MAX_ROWS_BELOW_TITLE, MAX_ROWS_BETWEEN_LISTED = 12, 60, 60, 10, 2
LEVEL = 2


def read_wiki(lines: Sequence[str]) -> Article | None:
    """Read the page of a wiki without menu, contents, references and marks; None for any other text."""
    filled = [line for line in lines if line]
    top = filled[:MAX_ROWS_ABOVE_TEXT]
    is_marked = any(row[-1] == "]" and _MARK.search(row[-MAX_HEADING_CHARS:]) for row in filled)
    if not (is_marked or any(map(_FROM.fullmatch, top)) or _tabs(top) >= 0 or _is_wikipedia(filled)):
        return None
    rows = [_REFERENCE.sub("", row) if "[" in row else row for row in unwrap(list(lines))]
    is_known = _is_wikipedia(rows)
    rows = rows[: _foot(rows)] if is_known else rows
    tabs, first = _beginning(rows)
    source = _source_at(rows, tabs, first, is_known=is_known)
    marks = _marks(rows, first, is_sure=is_known or max(source, tabs) >= 0)
    marked = sum(_unmarked(row, marks) != row for row in rows) + sum(row in marks for row in rows[first:])
    below_lead = set(rows[first:])
    listed = sum(item["text"] in below_lead for row in rows if (item := _NUMBERED.fullmatch(row)))
    known = sum(1 for _ in takewhile(_MENU.fullmatch, rows[max(tabs, 0) :]))
    is_tabbed = tabs >= 0 and (marked >= MIN_MARKS or known >= (MIN_LISTED_TABS if listed >= MIN_MARKS else MIN_TABS))
    # Any page can be about the encyclopaedia and free to use.
    is_tabbed = is_tabbed or (is_known and (max(tabs, _end_of_contents(rows, first, marks)) > 0 or marked >= MIN_MARKS))
    if source < 0 and not is_tabbed and sum(_unmarked(row, marks) != row for row in rows) < MIN_MARKS:
        return None
    title = _title_at(rows, source, tabs, first, marks)
    told = [row for row in rows[: title + 1] if boilerplate.is_prose(row) and not boilerplate.is_boilerplate(row)]
    if told and not is_tabbed:
        return None  # A part of another text, with where it is from.
    head = max(source, _last_tab(rows, range(title, first), marks) if tabs > 0 or is_known else tabs)
    body, levels = _body(rows, range(title, first), head, marks)
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


def _beginning(rows: list[str]) -> tuple[int, int]:
    """Return the places of the first tab, -1 without one, and of the first sentence; a menu below it goes."""
    tabs, first = _tabs(rows), _first_sentence(rows, 0)
    if first >= tabs:
        return tabs, first
    below = _first_sentence(rows, tabs)
    if below == len(rows):
        del rows[tabs:]
        return -1, first
    # What is told above the tabs is the text if its title stands above it, else what the site has to say.
    near = (at for at in range(first) if at <= MAX_ROWS_BETWEEN_LISTED or at > first - MAX_ROWS_BELOW_TITLE)
    is_text = _told_at(rows, (at for at in near if not _NAMED.search(rows[at])), first) >= 0
    return (-1, first) if is_text else (tabs, below)


def _source_at(rows: Sequence[str], tabs: int, first: int, *, is_known: bool) -> int:
    """Return the place of what says whose text is below, under the tabs or else the title; -1 without that."""
    source = next((at for at in range(first - 1, -1, -1) if _FROM.fullmatch(rows[at])), -1)
    if source > tabs or not (is_known or tabs >= 0):
        return source
    start = max(tabs, 1)
    near = range(start, min(start + (MAX_ROWS_BELOW_TABS if tabs >= 0 else 1), first))
    return next((at for at in near if _BRIEF_FROM.fullmatch(rows[at])), -1)


def _is_wikipedia(rows: Sequence[str]) -> bool:
    """Tell a page with the name of the encyclopaedia at its top, and under what terms it can be used at its end."""
    names = (row for row in rows[:MAX_NAME_ROWS] if len(row) <= MAX_NAME_CHARS)
    return any(map(_NAMED.search, names)) and _foot(rows) < len(rows)


MAX_TERMS_ROWS, MAX_FOOT_PROSE = 3, 2


def _foot(rows: Sequence[str]) -> int:
    """Return where a page goes on with when it was edited and how its text can be used; past its end without that."""
    start = max(len(rows) - MAX_FOOT_ROWS, 1)
    terms = next((at for at in range(start, len(rows)) if _LICENCE.search(rows[at])), len(rows))
    if any(map(boilerplate.is_prose, rows[terms + MAX_TERMS_ROWS :])):
        return len(rows)
    if terms == len(rows):
        return terms
    is_dated = len(rows[terms - 1]) <= MAX_BOX_CHARS and bool(_MOMENT.match(rows[terms - 1]))
    is_below = is_dated or any(_NAMED.search(row) for row in rows[terms + 1 :] if len(row) <= MAX_NAME_CHARS)
    return terms - is_dated if is_below else len(rows)


def _first_sentence(rows: Sequence[str], above: int) -> int:
    """Return where the text of an article begins, below a row; past the end without one."""
    below = range(above, len(rows))
    told = (at for at in below if boilerplate.is_prose(rows[at]) and not _is_told_readers(rows[at]))
    return next((at for at in told if not _FROM.fullmatch(rows[at])), len(rows))


def _tabs(rows: Sequence[str]) -> int:
    """Return the place of the first tab above an article, in a language that is known or not; -1 without tabs."""
    above = rows[:MAX_ROWS_ABOVE_TEXT]
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
    often = Counter(map(_mark_of, rows))
    words = {part for mark, count in often.items() if count >= MIN_MARKS for part in _parts(mark)} - {""}
    return next((at for at, row in enumerate(rows[:MAX_ROWS_ABOVE_TEXT]) if row.casefold() in words), -1)


def _last_tab(rows: Sequence[str], above: range, marks: Collection[str]) -> int:
    """Return the place of the last tab between a title and the text: two below the one to edit; -1 without that."""
    words = {part for mark in marks for part in _parts(mark)}
    near = above[1 : MAX_ROWS_BELOW_TITLE + 1]
    last = next((at for at in near if _EDIT_WORD.fullmatch(rows[at]) or rows[at].casefold() in words), 0)
    end = last + 1 + TABS_BELOW_EDIT
    if not last:
        is_counted = len(near) > 1 and _COUNTED.fullmatch(rows[near[0]])
        last, end = (near[0], above.stop) if is_counted else (-1, 0)
    while last + 1 in near and (_EDIT_WORD.fullmatch(rows[last + 1]) or rows[last + 1].startswith(f"{rows[last]} ")):
        last, end = last + 1, end + 1
    below = (at for at in near if last < at < end)
    tabs = takewhile(lambda at: len(rows[at].split()) <= MAX_TAB_WORDS and rows[at] != rows[above.start], below)
    return max(tabs, default=last)


def _marks(rows: Sequence[str], first: int, *, is_sure: bool) -> Collection[str]:
    """Return what leads to changing a section: it comes again and again, and says what the menu says.

    Args:
        rows: All of the page.
        first: The first sentence.
        is_sure: Whether it is the page of a wiki, on which two such links in brackets are nothing else.
    """
    menu = set(rows[:first])
    words = {row.casefold() for row in menu}
    often = Counter(row for row in rows[first:] if len(row) <= MAX_MARK_CHARS)
    often.update(filter(None, (_mark_of(row) for row in rows[first:] if row[0] != "[")))
    return {
        row
        for row, count in often.items()
        if all(map(_EDIT_WORD.fullmatch, _parts(row)))
        or (count >= MIN_MARKS and row not in menu and words.issuperset(_parts(row)))
        or (count >= MIN_MARKS and is_sure and _TWO_MARKS.fullmatch(row))
    }


_TWO_MARKS = re.compile(r"\[[^\[\]|]{1,40} \| [^\[\]|]{1,40}\]")


def _mark_of(row: str) -> str:
    """Return what stands in brackets at the end of a short row, with these; empty if nothing does."""
    found = _MARK.search(row) if row[-1] == "]" and len(row) <= MAX_HEADING_CHARS else None
    return found[0].strip() if found else ""


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.strip("[] ").casefold().split("|")]


def _unmarked(row: str, marks: Collection[str]) -> str:
    """Return a row without what leads to changing the section below it: "History [edit]"."""
    found = _MARK.search(row) if row[-1] == "]" and len(row) <= MAX_HEADING_CHARS else None
    if not found or not found.start():
        return row
    is_mark = found[0].strip() in marks or all(map(_EDIT_WORD.fullmatch, _parts(found["words"])))
    return row[: found.start()] if is_mark else row


def _told_at(rows: Sequence[str], above: Iterable[int], first: int) -> int:
    """Return the place of the longest row of those above a text that begins by naming it; -1 without one."""
    lead = rows[first][:MAX_TOLD_CHARS].casefold() if first < len(rows) else ""
    told = [at for at in above if len(rows[at]) > 1 and rows[at].partition(" (")[0].casefold() in lead]
    return max(told, key=lambda at: (len(rows[at]), at), default=-1)


def _title_at(rows: Sequence[str], source: int, tabs: int, first: int, marks: Collection[str]) -> int:
    """Return the place of the title: above the tabs, below the list of contents, or else above the text.

    Args:
        rows: All of the page.
        source: The row that says where the text is from; -1 without one.
        tabs: The first tab; -1 without one.
        first: The first sentence.
        marks: What leads to changing a section.
    """
    contents = _end_of_contents(rows, first, marks)
    if tabs > 0:
        is_language = tabs > 1 and bool(_LANGUAGES.fullmatch(rows[tabs - 1]) or _COUNTED.fullmatch(rows[tabs - 1]))
        title, end = tabs - 1 - is_language, tabs
    else:
        end = source if source > 0 else first
        title = contents if 0 < contents < end else max(end - 1, 0)
    near = range(max(contents, end - MAX_ROWS_BELOW_TITLE, 0), end)
    told = _told_at(rows, near, first)
    # Where the menu stands below the tabs, the title is right above the text, which begins with it.
    below = _told_at(rows, [first - 1], first) if first - 1 > tabs > 0 else -1
    return next((at for at in (told, below) if at >= 0), title)


def _end_of_contents(rows: Sequence[str], first: int, marks: Collection[str]) -> int:
    """Return the place below a list of what are headings below the first sentence; -1 without such a list."""
    below = {_unmarked(row, marks) for row in rows[first:] if len(row) <= MAX_HEADING_CHARS} - set(marks)
    listed = [at for at, row in enumerate(rows[:first]) if row in below]
    for at, after in pairwise([*listed, len(rows)]):
        if after - at > 1 + MAX_ROWS_BETWEEN_LISTED:
            return at + 1 if at > listed[0] else -1
    return -1


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
    names = {_unmarked(row, marks) for row in rows[first:] if len(row) <= MAX_HEADING_CHARS}
    levels: dict[str, int] = {}
    kept: list[str] = []
    facts = 0
    end: int | None = None
    in_contents = False
    told = (
        at
        for at in range(len(rows) - 1, first, -1)
        if boilerplate.is_prose(rows[at]) and not (_MOMENT.match(rows[at]) or _LICENCE.search(rows[at]))
    )
    last = next(islice(told, MAX_FOOT_PROSE, None), first)
    for at in range(title + 1, len(rows)):
        row = _unmarked(rows[at], marks)
        after = rows[at + 1] if at + 1 < len(rows) else ""
        is_listed = bool(_NUMBERED.fullmatch(row))
        # Above the first of the numbers is the heading of the list.
        is_contents = after.startswith("1 ") and after[2:] in names and len(row) <= MAX_NAME_CHARS
        in_contents = is_contents or bool(_CONTENTS.fullmatch(row)) or (in_contents and is_listed)
        is_title = row == rows[title] and at < first
        is_above = at < first and (
            _is_above(row, is_menu=at <= head) or _jumps(row, after) or _jumps(rows[at - 1], row)
        )
        if is_title or row in marks or in_contents or is_above:
            continue
        is_heading = row != rows[at] or after in marks or (at > first and (row in listed or row in numbers))
        if _FOOT.fullmatch(row) and at > first:
            if at > last:
                break
            continue  # Another page is below.
        is_below = bool(kept) and kept[-1] in levels
        is_below_end = bool(kept) and bool(_END.fullmatch(kept[-1]))
        if at > first and _CITED.match(row):
            is_named = (
                bool(kept) and (is_below or len(kept[-1]) <= MAX_NAME_CHARS) and not boilerplate.is_prose(kept[-1])
            )
            end = len(kept) - is_named if end is None else end
        elif at > first and _END.fullmatch(row):
            end = len(kept) if end is None else end
        elif is_heading and not is_below_end:
            end = None  # What had such a heading above is text: the sources of a river.
        if is_heading:
            # What follows a heading at once is below it.
            levels[row] = LEVEL + numbers.get(row, min(levels[kept[-1]] - LEVEL + 1, 2) if is_below else 0)
        facts = len(kept) + 1 if at < first and not is_heading else facts
        kept.append(row)
    # The parts of a box of facts can be called as sections are.
    return [row for at, row in enumerate(kept[:end]) if at >= facts or row not in levels], levels


def _jumps(row: str, after: str) -> bool:
    """Tell what leads to the menu, above what leads to the search field."""
    is_short = max(len(row.split()), len(after.split())) <= MAX_JUMP_WORDS
    return is_short and bool(_NAVIGATION.search(row) and _SEARCH.search(after))


MAX_JUMP_WORDS = 5
_NAVIGATION = re.compile(
    r"na[vw]ig|navega|ナビゲーション|둘러보기|导航|導[覽航]|навигац|навігац|điều hướng|gezinti|πλοήγηση", re.IGNORECASE
)
_SEARCH = re.compile(
    r"search|suche|recherche|búsqueda|ricerca|procura|pesquisa|zoeken|wyszuki|検索|검색|搜[索尋]|поиск|пошук|sök|hled|"
    r"tìm kiếm|arama|pencarian|haku|søg|søk|αναζήτηση",
    re.IGNORECASE,
)


def _is_above(row: str, *, is_menu: bool) -> bool:
    """Tell a row above the text that is none of it: tabs and tools, and what readers are told of the article."""
    if _FROM.fullmatch(row) or _MENU.fullmatch(row) or _is_told_readers(row):
        return True
    return is_menu and not boilerplate.is_prose(row)


def _is_told_readers(row: str) -> bool:
    return len(row) <= MAX_BOX_CHARS and bool(_BOX.match(row) or _MORE_OF_BOX.fullmatch(row) or _HATNOTE.match(row))


MAX_BOX_CHARS = 1_000
