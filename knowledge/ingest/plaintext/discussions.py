"""Pages of forums, networks and trackers, where people answer each other below one post → Article.

What is known are the shapes that all of them share: who wrote, with when, above a post or below it; the buttons
around it; what a page says above its first post and below its last. No shape alone makes a text such a page.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Literal

from knowledge.ingest import boilerplate
from knowledge.ingest.plaintext.paragraphs import body_of_parts, take_headings
from knowledge.models import Article
from knowledge.text import normalize
from knowledge.text.dates import DateHints, find_dates

_MONTH = (
    r"(?:jan|ene|gen|feb|fév|mar|mär|mrt|maa|apr|abr|avr|ma[iyjg]|giu|jui?n|jui|lug|jul|aug|ago|août|sep|set|oct|okt|"
    r"out|ott|"
    r"nov|dec|dez|déc|dic|des)[a-zéû]{0,6}\.?"
)
_TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?"
_DATE = (
    rf"(?:[a-z]{{3,9}}, )?(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}}| ?'\d\d)?|\d{{1,2}}\.? {_MONTH}(?:,? \d{{4}})?|"
    rf"{_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})(?:,? (?:at )?{_TIME}(?: [a-z]{{2,4}})?)?"
)
_AGE = (
    r"(?:(?:about |over |almost )?(?:an?|\d+) ?(?:s|m|h|d|w|y|mo|min|hr|yr|sec|second|minute|hour|day|week|month|"
    r"year)s?\.?"
    r"(?:,? \d+ (?:month|day)s?)?(?: ago)?|just now|vor \d+ \w+|\d+ (?:j|std|min|tg|wo|mon)\.|il y a \d+ \w+|"
    r"hace \d+ \w+|há \d+ \w+|\d+ \w+ (?:fa|"
    r"geleden|sitten)|"
    r"\d+ ?(?:초|분|시간|일|주|개월|년) ?전|\d+ ?(?:秒|分|時間|日|週間|か月|年)前)"
)
_LIKE = r"(?:like|gefällt mir|j['’]aime|me gusta|mi piace|curtir|vind ik leuk|좋아요|いいね！?)"
_REPLY = r"(?:reply|antworten|répondre|responder|rispondi|reageren|svara|svar|답글(?: 달기)?|返信|回复|回覆)"
_SHARE = r"(?:share|teilen|partager|compartir|condividi|compartilhar|delen|dela|공유하기|シェア)"
_COMMENT = r"(?:comment|kommentieren|commenter|comentar|commenta|댓글 달기|コメント)"
_SUBSCRIBERS = r"(?:subscribers|abonnenten|abonnés|suscriptores|iscritti|inscritos|abonnees|prenumeranter|подписчик\w*)"
_VIEWS = r"(?:views|aufrufe|vues|visualizaciones|visualizzazioni|visualizações|weergaven|visningar|просмотр\w*)"
_TODAY = r"(?:today|heute|aujourd['’]hui|hoy|oggi|hoje|오늘|今日)"
_STANDING = r"[\d,.k]{1,12}[●\d ]{0,30}(?:[●\d \n]{0,20}(?:gold|silver|bronze) badges?)*"
_WHEN = rf"(?:(?:{_DATE}|{_AGE})(?: \(?edited\)?)?)"
_BADGE = (
    r"(?:op|mod|admin|author|member|contributor|owner|collaborator|maintainer|developer|reporter|guest|regular|"
    r"leader|staff|"
    r"moderator|administrator|verfasser|auteur|autor|well-known member|active member|author developer|"
    r"top \d+% .{2,20}|verified(?: account)?|bot|original poster|edited|pinned|new member|"
    r"senior member)"
)


_IS_BADGE = re.compile(_BADGE, re.IGNORECASE)
_BESIDE_TAG = (
    r"(?:latest|pre-release|draft|stable|compare|choose a tag to compare|filter|loading(?:…|\.\.\.)?|view all tags|"
    r"uh oh!|sorry, something went wrong\.|there was an error while loading\. please reload this page\.|"
    r"no results found)"
)
"""What stands between the name of a release and who released it."""
_RELEASED = rf"(?:{_BESIDE_TAG}\n){{0,12}}@?\S{{1,40}} (?:\S{{1,40}} )?released this"
_RELEASER = re.compile(r"^@?(\S{1,40}) (?:\S{1,40} )?released this\b", re.MULTILINE | re.IGNORECASE)
_OF_RELEASE = (
    r"(?:(?:· )?\d+ commits? to .{1,60} since this release|immutable release\..{0,80}|"
    r"this commit was (?:created on github\.com and )?signed with .{3,60}|gpg key id: [0-9a-f]{8,40}|"
    r"ssh key fingerprint: \S{10,80}|(?:un|partially )?verified|learn about vigilant mode\.|"
    r"(?:the|this) (?:key|signature) has expired\.|expired|[0-9a-f]{7,10}|(?=.*\d)v?\S{3,20}(?=\n[0-9a-f]{7,10}\n)|"
    rf"{_BESIDE_TAG})"
)
"""What stands between who released it and its notes."""


_SIGNS: dict["re.Pattern[str]", Sequence[str]] = {}
"""Of shapes that take long to look for, the words of which one is in each."""


def _shape(pattern: str, *signs: str) -> "re.Pattern[str]":
    shape = re.compile(rf"^(?:{pattern})$", re.MULTILINE | re.IGNORECASE)
    _SIGNS[shape] = signs
    return shape


def _possible(shapes: Sequence["re.Pattern[str]"], words: str) -> list["re.Pattern[str]"]:
    """Return the shapes that a text can have, which is given in small letters."""
    has_any = cache(lambda signs: any(map(words.__contains__, signs)))
    return [shape for shape in shapes if not _SIGNS.get(shape) or has_any(_SIGNS[shape])]


_HEADS = (
    # phpBB, MyBB.
    _shape(
        r"(?:[^\n»]{0,30}\b(?:by|von|par|por|di|da|door|af|av|przez|от|"
        r"de):? )?(?P<who>[^\n»]{1,40}?) » (?P<when>[^\n»]*\d{4}[^\n»]*)",
        "»",
    ),
    # XenForo.
    _shape(
        r"(?P<who>.{1,40})\n.{1,40}\njoined\n.{4,20}\n(?:.{1,30}\n){0,10}?"
        rf"(?P<when>{_DATE})\n(?:add bookmark\n)?#[\d,]+",
        "joined",
    ),
    # Hacker News, Lobsters.
    _shape(
        r"(?P<who>[\w.-]{2,40}) (?P<when>\d+ \w{3,7} ago|on [a-z]{3,9} \d{1,2}, \d{4})(?: edited .{2,20} ago)?"
        r"(?: \|.{0,80})?(?: ?\[(?:[–+−-]|\d+ more)\])?(?<! ago)(?<! \d{4})"
    ),
    # Reddit as it was.
    _shape(
        r"\[[–+−-]\] ?(?P<who>[\w-]{2,30}).{0,40}? (?:-?[\d.k]+ points?|"
        r"\[score hidden\]) ?(?P<when>.{2,20} ago)\*?.{0,40}",
        " ago",
    ),
    # GitHub: more releases below the first.
    _shape(rf"(?P<who>.{{1,100}})\n{_RELEASED} (?P<when>.{{0,60}})(?:\n{_OF_RELEASE})*", "released this"),
    # GitHub, Gitea.
    _shape(
        rf"@?(?P<who>[\w-]{{1,40}}|.{{2,40}}(?= added a comment)) (?:commented|left a comment|opened this (?:issue|"
        rf"pull request)|requested changes|"
        rf"approved these changes|reviewed|added a comment|asked this question|"
        rf"started a conversation)(?: in .{{2,30}})?"
        rf"(?: (?:on |- )?(?P<when>{_WHEN}|\d\d/\w{{3}}/\d\d .{{4,8}}))?(?: ·.{{0,60}}| via .{{2,20}})?",
        *("commented", "left a comment", "opened this", "requested changes", "approved these", "reviewed"),
        *("added a comment", "asked this", "started a conversation"),
    ),
    # GitLab.
    _shape(rf"(?P<who>.{{1,60}}) @[\w.-]{{2,60}} · (?P<when>{_WHEN})(?: ·.{{0,40}})?", " · "),
    # X, Bluesky, Mastodon.
    _shape(
        rf"(?P<untitled>)(?P<who>[^@\n].{{0,60}})\n(?P<handle>@[\w.@-]{{2,80}})(?:(?:\n| ?)·(?:\n|"
        rf" )(?P<when>[^\n]{{1,30}})|"
        rf"\n(?P<at>{_WHEN}))?",
        "\n@",
    ),
    # LinkedIn.
    _shape(
        rf"(?P<untitled>)(?P<who>.{{1,60}})\n(?:(?:\w+ )?• ?(?:[123]\S{{0,4}}|following|you)(?: (?:et|und|y) \+)?|"
        rf"[\d.,]+[km]? (?:followers?|abonnés|seguidores))\n"
        rf"(?:.{{1,200}}\n){{0,3}}?(?P<when>{_AGE}|\d{{1,2}} ?[^\W\d_]{{1,6}}\.?)(?: ?•.{{0,160}})?(?:\n(?:{_AGE} •|"
        rf"{_AGE} ago •).{{0,80}})?",
        *("•", "follower", "abonnés", "seguidores"),
    ),
)
"""Who wrote the post below, and when: shapes that are nothing else."""
_HEAD = _shape(
    rf"(?P<who>[^\n]{{1,60}})\n(?:{_BADGE}\n){{0,3}}(?:(?:opened|asked|replied|posted)\n)?(?:[•·]\n|[•·] |on |"
    rf"opened on |opened )?"
    rf"(?P<when>{_WHEN}|{_TIME} (?:{_TODAY}|yesterday|gestern)|yesterday)(?: ?[•·].{{0,40}})?(?:\n{_BADGE}){{0,2}}"
)
"""A name, and below it a day or an age: a head on a page that is known to have any."""
_ROOTS = (
    # Stack Exchange.
    _shape(
        rf"(?:ask question\n)?(?:asked (?:{_WHEN}|today|"
        rf"yesterday)(?:\nmodified .{{3,40}})?(?:\nviewed .{{2,20}} times)?|"
        rf"[^\W\d]{{5,14}} {_AGE}\n[^\W\d]{{5,14}} {_AGE}\n\w{{4,12}} [\d.,k]+ \w{{4,10}})"
    ),
    # Reddit, its headline above the author or below, and Hacker News.
    _shape(
        r"(?P<title>.{2,300}?)(?: \((?:self\.\w+|[\w./-]+\.[\w/-]{2,})\))?\n"
        r"(?:submitted (?P<when>.{3,40}?) by (?P<who>[\w-]{2,30})(?: to .{1,40})?|"
        r"\d+ points? by (?P<whose>\S{1,30}) (?P<at>\d+ \w{3,7} ago|on .{4,20}?) \|.{0,200})",
        *("\nsubmitted ", " points by ", " point by "),
    ),
    _shape(
        rf"r/\w{{2,30}}\n(?:[•·]\n)?(?:(?P<when>{_AGE})\n)?(?:posted by\n?)?(?:u/)?(?P<who>[\w-]{{2,30}})"
        rf"(?:\n(?:[•·]\n)?(?P<at>{_AGE}))?\n(?P<title>.{{2,300}})",
        "r/",
    ),
    # Lobsters.
    _shape(rf"(?:authored by|via) (?P<who>\S{{1,30}}) (?P<when>{_AGE}) \|.{{0,80}}", "by ", "via "),
    # GitLab, GitHub.
    _shape(
        rf"(?:(?:open|closed|merged)\n)?(?P<who>.{{1,60}}) (?:requested to merge|"
        rf"asked this question) .{{2,120}}?(?: (?P<when>{_WHEN}))?",
        *("requested to merge", "asked this question"),
    ),
    _shape(
        rf"(?:(?:open|closed|merged)\n)?(?P<who>[\w-]{{1,40}}) opened this (?:issue|"
        rf"pull request)(?: on)? (?P<when>{_WHEN}) ·.{{0,60}}",
        "opened this ",
    ),
    _shape(
        rf"(?:(?:open|closed|merged)\n)?(?:issue |merge request )?(?:created|"
        rf"opened) (?P<when>{_WHEN}) by (?P<who>.{{1,60}})",
        *("created ", "opened "),
    ),
    _shape(
        r"repository files navigation(?P<below>)(?:\n(?:readme|license|contributing|security|code of conduct|"
        r".{2,30} licen[sc]e))*",
        "repository files navigation",
    ),
    _shape(
        rf"(?!{_BESIDE_TAG}\n)(?P<title>.{{1,200}})\n{_RELEASED}\b(?P<when>\n{_DATE}$|[^|\n]{{0,60}})(?:\|.{{0,80}})?"
        rf"(?:\n{_OF_RELEASE})*",
        "released this",
    ),
    _shape(
        r"(?P<title>.{1,200})\n(?:(?P=title)\n)?(?:\S{1,40} )?[0-9a-f]{8} ·.{0,200}\n"
        r"released (?P<when>.{3,40}?)(?: by .{0,80})?",
        "\nreleased ",
    ),
    # Confluence, Jira, Trello, Notion, Google Docs.
    _shape(
        r"(?:owned|created) by (?P<who>.{2,60})(?:\nlast (?:updated|"
        r"modified):?(?: on)? (?P<when>.{4,40}?)(?: by .{2,60})?)?",
        *("owned by", "created by"),
    ),
    _shape(r"(?:(?:attach|apps|add(?: .{3,30})?|create(?: .{3,20})?|link .{3,20})\n){2,6}description", "description"),
    _shape(r"by (?P<who>.{2,60})\n\d+ min(?: read)?\n(?:\d+\n)?add a reaction", "add a reaction"),
    _shape(r"(?:log ?in\n|export\n){0,2}details\n(?:.{1,60}\n){2,20}?description", "details\n"),
    _shape(r"in list .{1,60}", "in list "),
    _shape(r"(?:add (?:icon|cover|comment)\n){1,2}add (?:icon|cover|comment)(?P<below>)", "add "),
    _shape(
        r"(?:file\nedit\nview\ninsert|datei\nbearbeiten\nansicht\neinfügen|fichier\n[ée]dition\naffichage\ninsertion|"
        r"archivo\neditar\nver\ninsertar)\nformato?\n(?:.{1,40}\n){1,4}(?:help|hilfe|aide|ayuda)",
        *("file\nedit", "datei\nbearbeiten", "fichier\n", "archivo\neditar"),
    ),
    # Channels of Telegram and YouTube.
    _shape(
        r"(?=(?P<title>[^\n]{1,60})\n)(?P<who>[^\n]{1,60})\n@\w{2,40}\n[\d., ]+[km]? (?:subscribers|members)", "\n@"
    ),
    _shape(
        rf"(?P<title>.{{2,200}})\n(?P<who>.{{1,60}})\n[\d.,]+.{{0,6}} {_SUBSCRIBERS}"
        rf"(?:\n(?:.{{1,30}}\n){{0,12}}?[\d.,]+.{{0,6}} {_VIEWS}\s+(?P<when>.{{4,30}}))?",
        *("subscribers", "abonnent", "abonnés", "suscriptores", "iscritti", "inscritos", "abonnees", "prenumeranter"),
        "подписчик",
    ),
)
"""Begins the first post of a page, below what stands on every page."""
_FEET = (
    # Stack Exchange.
    _shape(
        rf"(?:asked|answered) (?P<when>{_DATE})\n(?:(?:user avatar|.{{1,60}}’?'?s user avatar)\n)?(?P<who>.{{1,60}})"
        rf"(?:\n{_STANDING})?",
        *("asked ", "answered "),
    ),
    # The same in other languages, with how much who wrote it is thought of.
    _shape(
        r"[^\W\d]{5,14}(?: \w{1,3})? "
        r"(?P<when>\d[^\n]{6,30}\d{1,2}:\d\d)\n(?:[^\n]{0,20}avatar[^\n]{0,60}\n)?(?P<who>.{1,60})\n"
        r"[\d,.k]+.{0,80}"
    ),
    re.compile(
        rf" –(?: ?|\n(?=.{{1,40}}\nCommented))(?P<who>[^\n–]{{1,40}})(?:\n?\s?Commented\s?| )(?P<when>{_DATE})$|"
        r" – \n?(?P<whose>[^\n–]{1,40})\n\s?[^\W\d]{5,14}(?: \w{1,3})? (?P<at>\d[^\n]{6,30}\d{1,2}:\d\d)$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
"""Who wrote the post above."""
_ENDS_ANSWER = re.compile(rf"^{_AGE}\n(?:{_LIKE}\n)?{_REPLY}", re.MULTILINE | re.IGNORECASE)
_ANSWERED = _shape(
    rf"(?!(?:{_BADGE}|{_LIKE}|{_REPLY}|{_SHARE}|most relevant|relevanteste zuerst|all reactions:|alle reaktionen:|"
    rf"view .*|write .*)$)"
    rf"(?=[^\W\d])(?P<who>[^\n.!?]{{2,60}})(?P<said>(?:\n(?!(?:{_LIKE}|{_REPLY}|{_SHARE}|{_COMMENT}|most relevant|"
    rf"relevanteste zuerst)$)[^\n]+){{1,12}}?)\n(?P<when>{_AGE})\n(?:{_LIKE}\n)?{_REPLY}(?:\n(?:edited|bearbeitet|"
    rf"modifié|editado))?"
)
"""A comment on Facebook: who, the words, and below these when."""
_DID_WORDS = (
    *("added", "removed", "linked", "unlinked", "mentioned", "assigned"),
    *("self-assigned", "unassigned", "closed", "reopened", "changed", "locked"),
    *("unlocked", "pinned", "unpinned", "moved", "merged", "deleted"),
    *("restored", "force-pushed", "requested", "referenced", "converted", "marked"),
    *("modified", "transferred", "enabled", "disabled", "approved", "archived"),
    *("joined", "completed", "set"),
)
_DID = rf"(?:{'|'.join(_DID_WORDS)})\b"
_OF_FILE = (
    r"(?:source code(?: ?\((?:zip|tar(?:\.\w{2,3})?)\))?(?: \d+ downloads?)?|\((?:zip|tar\.gz)\)|"
    r"sha256:[0-9a-f.…]{4,80}|"
    r"(?:\d[\d.,]* ?(?:bytes|[kmgt]i?b)|[\d,]+ downloads?)(?: · .{1,30})?|loading(?:…|\.\.\.)?|copy|\d{1,4}|"
    rf"{_DATE}|\d{{4}}-\d\d-\d\dT[\d:]+Z|evidence collection|collected .{{3,30}}|[0-9a-f]{{8}}|"
    r"(?!v?\d+(?:\.\d+)+)[^\s/]{1,150}\.[a-z][a-z0-9]{0,7})"
)
_LIKED = (
    r"(?:[^\w\s]{1,6} ?\d{0,5}(?: reactions?)?(?: [^\w\s]{1,6} ?\d{1,5})*|(?:[\d,]+ (?:people|person)|.{1,200}) reacted"
    r"(?: with .{2,30} emoji)?|all reactions|\d+ join discussion)"
)
_FILES = re.compile(
    rf"^(?:assets|downloads)(?:[ \n]\d+)?\n"
    rf"(?:(?!.{{1,200}}\n{_RELEASED})(?:{_OF_FILE}|{_LIKED})(?:\n|\Z))+",
    re.MULTILINE | re.IGNORECASE,
)
"""The files of a release, how large each is and when it came, and how the release was liked."""
_RELEASE = _shape(rf".{{1,200}}\n{_RELEASED} .{{3,120}}", "released this")
_EVENTS = (
    _shape(
        rf"(?:@[\w-]{{1,40}} )?@?(?P<who>[\w-]{{1,40}})(?: ?bot)?[\n ]{_DID}[^\n.!?]{{0,160}}?(?:(?:\n(?!on "
        rf").{{1,60}}){{0,4}}\n)?(?:on "
        rf")?{_DATE}",
        *_DID_WORDS,
    ),
    _shape(rf"(?P<who>.{{2,60}}?) {_DID}[^\n.!?]{{2,100}}\n{_DATE}", *_DID_WORDS),
    _shape(rf".{{2,60}} (?P<what>{_DID} .{{2,100}}?) {_AGE}\n(?P=what)(?: {_AGE})?", *_DID_WORDS),
    # How much somebody has written on a forum, and since when.
    _shape(
        r".{1,40}\n\w+[ \xa0]?: [\d,. ]+\n(?:[\w ]{2,20}:.{0,60}\n){0,5}?\w+[ \xa0]?: .*\d{4}.*"
        r"(?:\n[\w ]{2,20}:.{0,60}){0,4}"
    ),
    _shape(r"all\nfrom .{2,40}\n(?:.{1,20}\n)?related", "all\nfrom "),
    _shape(rf"edited {_DATE}(?:\n(?:.{{1,60}}s user avatar|user avatar)\n.{{1,60}}\n{_STANDING})?", "edited "),
    re.compile(r"^Contributors\n(?:.{1,80}\n){1,8}?(?=Assets\b)", re.MULTILINE),
    _FILES,
    _shape(
        r"(?:assignees?|labels|priority|sprint|milestone|weight|due date|time tracking|projects?|type|epic|iteration|"
        r"parent|"
        r"team|story points?|fix versions?|components?|status|development|relationships|confidentiality|"
        r"health status)\n"
        r"(?:none(?: yet)?|no .{3,60}|unassigned|medium|highest|high|low|lowest|add .{2,20})"
    ),
)
"""What a program notes between posts, and what it tells of their authors."""
_ANSWER = re.compile(
    r"reply|quote|upvote|downvote|award|permalink|embed|repost|react|improve this (?:question|answer)|"
    r"(?:add|write|post|leave) (?:a|your) (?:public )?(?:comment|reply|reaction|answer)\W*|post reply|"
    r"join the conversation|"
    r"show activity on this post\.?|[\d,.]+[km]? (?:repl(?:y|ies)|reposts?|boosts?)|boosts?",
    re.IGNORECASE,
)
"""By what a page says that its readers answer."""


def _joined(patterns: str) -> str:
    """Return patterns that stand on several lines as one."""
    return re.sub(r"\n\s+", "", patterns)


_SORTED = r"""sort(?:ed)? by:?(?: \w+)?|highest score.{0,12}|date (?:modified|created).{0,20}|trending.{0,30}|
    reset to default|
    active oldest votes|most relevant|relevanteste zuerst|sortieren nach:?|ordina per:?|trier par|ordenar por|
    ordenado por:|trié par :|
    mayor puntuación.*|maior pontuação.*|oldest first|newest first|(?:show )?all activity|work log"""
_MORE = r"""(?:show|view|load|see) (?:\d+ )?(?:more|all|less|previous|quotes|reviewed changes|details|resolved|
    activity|results)
    (?: (?:comments?|replies|activity|answers|\d+ replies))?(?: \(\d+ replies\))?|\d+ more (?:comments?|repl(?:y|ies))|
    more replies|
    read \d+ repl(?:y|ies)|(?:…|\.{3})\s?(?:more|less)|(?:…|\.{3})(?:mehr|plus|más)|load more comments.*|view all|
    (?:all )?[\d.,]+[km]? (?:comments?|repl(?:y|ies)|answers?|likes?|shares?|reposts?|quotes?|reactions?|boosts?|
    favou?rites?|
    bookmarks?|views?|votes?|participants?|stars?|forks?|watching|commits?|branch(?:es)?|tags?|releases?|followers?|
    subscribers?|
    people reacted|checks? passed|members?|online|points?|kommentare?|antwort(?:en)?|respuestas?|respostas?|réponses?|
    mal geteilt)|
    (?:[\d.,]+[km]?|\d{1,3}(?: \d{3})+) (?:photos|videos|files|links)|[\d.,]+[km]? views.{0,40}|viewed .{2,12} times|
    (?:add|write|post|leave) (?:a |your |an |public )*(?:comment|reply|reaction|answer|link|item|icon|cover)\W*"""
_OF_NETWORKS = r"""upvote|downvote|award|(?:positiv|negativ) bewerten|auszeichnen|zu den kommentaren|kommentare suchen|
    bereich „kommentare“|beste|vote (?:positif|négatif)|récompenser|aller aux commentaires|
    section (?:des )?commentaires|
    rechercher des commentaires|voto (?:a favor|en contra)|premiar|ir a los comentarios|buscar comentarios|
    sección de comentarios|votar (?:positivamente|negativamente)|ir para os comentários|pesquisar comentários|
    vota (?:a favore|contro)|vai ai commenti|cerca (?:nei )?commenti|sezione commenti|(?:un)?follow|repost|
    react(?: with .{2,20})?|
    everybody can reply|what['’]s up\?|all reactions:?|alle reaktionen:|translate post|show this thread|replying to|
    shared with (?:public|(?:your )?friends)|(?:see|show) translation|see new posts|bearbeitet|schreibe einen .*…|
    kommentieren\W*|
    feed post number \d+|view .{2,60}(?:profile|graphic link)|.{2,60} and \d+ others?(?: reacted)?|
    activate to view larger image,?|
    \+ ?follow|verified • .{2,10}|go to comments|comments section|(?:search|expand) comments?(?: search)?|
    join the conversation|u/[\w-]+ avatar|r/\w+(?: icon)?|get app|reddit rules|want to (?:join|
    add to the discussion)\?.*|
    post a comment!|my subreddits|edit subscriptions|crosspost|permalink|
    comment (?:removed|deleted) by .{2,20}|\[(?:deleted|removed|dead|flagged)\]|hacker news ?new \| past.*|
    guidelines \| faq.*|
    follow along using the transcript\.|show transcript|\d{1,2}:\d\d(?::\d\d)?(?: / \d{1,2}:\d\d(?::\d\d)?)?|
    pinned by .{2,60}|
    download telegram|preview channel|channel created"""
_OF_FORUMS = r"""improve this (?:question|answer)|mejorar? esta (?:pregunta|respuesta)|
    améliorer (?:cette question|la réponse)|melhorar esta (?:pergunta|resposta)|seguir|suivre|folgen|
    añadir un comentario|
    adicionar um comentário|ajouter un commentaire|ask question|save this (?:question|answer)\.?|
    show activity on this post\.?|
    this question shows research effort.*|(?:(?:share|improve this (?:question|answer)|follow|edit|close|flag|cite|
    add a comment)\W*){2,6}|
    active \d+ .* ago|.{1,60}s user avatar|by clicking “post your answer”.*|accepted answer|read \d+ min|last reply|
    solved by .{2,40} in post #\d+|go to solution|\d+ (?:days?|months?|years?) later|quick links|post reply|print view|
    search this topic…|advanced search|\d+ \w+ • \w+ \d+ \w+ \d+|unread post|#\d+|board index.{0,120}|
    foren-übersicht|druckansicht|nach oben|reactions:|click to expand\W*|add bookmark|last edited: .{4,40}|
    (?:thread starter|start date)(?: .{1,40})?|who replied\?"""
_OF_TRACKERS = r"""copy link|contributor|member|owner|collaborator|maintainer|more actions|
    issue body actions|
    (?:commits|checks|files changed|conversation|overview|pipelines|changes) \d+|\+\d+ −\d+|view details|
    something isn['’]t working|child items|linked items|link issues together to show .*|
    \d+ of \d+ (?:checklist items|tasks)(?: completed.{0,60})?|pro tip: press m to comment|
    add (?:a child issue|to card)|
    link (?:issue|work item)|(?:un)?answered(?: by .{1,40})?|replies: \d+ comments?.*|you must be logged in to vote|
    answer selected by .*|view full answer|select a reply|return to top|marked as answer|category:?|q&a|new issue|
    have a question about this project\?.*|no branches or pull requests|merge requests|merge request reports|
    approved by|
    resolved by .{2,40}|author developer|(?:· )?\d+ commits? to .* since this release|
    this commit was created on github\.com .*|
    successfully merging this pull request may close .*|comments and activity|(?:show|hide) details|\d{1,3}%"""
_OF_SITES = r"""open (?:menu|navigation)|user agreement|privacy policy|create an account|jump to content|
    skip to (?:main )?content|
    navigation menu|skip navigation|log ?in|sign (?:up|in)|search(?:…|\.\.\.)|see how many people viewed this page|
    \d+ people viewed|
    \d+ min read|
    be the first to (?:like|react|add a reaction).{0,20}|no labels|add comment|edited .{3,12}|last edit was .*|
    document tabs|tab \d+|
    previous(?: (?:\d+|…))+ next|
    headings you add (?:to .{3,20} )?will .{3,20} here\.|überschriften, die sie dem dokument .*|normal text|
    turn on screen reader support|to enable screen reader support, press .*|accessibility"""
_BUTTON = re.compile(
    "|".join(
        (
            *(_LIKE, _REPLY, _SHARE, _COMMENT, r"[•·|✓]"),
            *map(_joined, (_SORTED, _MORE, _OF_NETWORKS, _OF_FORUMS, _OF_TRACKERS, _OF_SITES)),
        )
    )
)
"""What can be done with a post, and what counts it, in small letters, which takes half the time."""
_WORD = re.compile(
    r"open|closed|merged|draft|description|bug|enhancement|activity|all|comments|history|show:|created|users|"
    r"replies|links|views|members|labels|dates|cover|move|copy|archive|private|public|web|home|explore|messages|"
    r"notifications|videos|about|search|menu|post|back|top|author|op|empty|star|share|save|hide|link|watch|join|"
    r"love|celebrate|support|insightful|funny|solved|solution|download|clip|chapters|transcript|relevant|tools|"
    r"extensions|arial|add|create|attach|configure|send|blog|apps|platform|checklist|attachment|duplicate|none|"
    r"done|to do|in progress|best|new|old|hot|controversial|oldest|newest|tags|vote|joined|conversation|parent|"
    r"embed|report|flag|cite|follow|bookmark|subscribe|hashtag|compare|edit|delete|quote|more|less|"
    r"go to [\w-]{2,30}|re: .{1,120}|register|faq|premium|feeds|grok|edited|quotes?|boosts?|favorites?|zitat|"
    r"freigeben|gliederung|analytics|export|first|prev|next|last|unwatch|ignore|like"
)
_COUNT = re.compile(
    r"[-+−]?[\d.,]+[km]?|[^\w\s]{1,6}|:[\w+-]{2,30}:|·.*|v?\d+(?:\.\d+)+\S{0,10}|[0-9a-f]{7,10}", re.IGNORECASE
)
"""A word, a number or a picture: a button or a count beside others, and elsewhere all that somebody said."""
_END = re.compile(
    r"your answer|not the answer you['’]re looking for\?.*|you must log in to (?:answer|reply).*|"
    r"start asking to get answers|"
    r"explore related questions|highly active question.*|know someone who can answer\?.*|hot network questions|"
    r"(?:related|suggested|new & unread) topics|topic list, column headers with buttons are sortable\.|"
    r"(?:powered|community platform|forum software) by .*|"
    r"return to [“\"‘«].*|jump to|who is online|users browsing this forum.*|"
    r"reddit rules|reddit, inc\..*|use of this site constitutes.*|guidelines \| faq.*|search:|filter|moderation log|"
    r"new to (?:x|reddit)\?|(?:neu bei|nouveau sur|¿?(?:eres )?nuevo en|novo no|nuovo su) reddit ?\?|"
    r"create (?:your|an) account and .*|erstelle ein konto und .*|crée(?:z)? (?:votre|ton) compte et .*|"
    r"crea tu cuenta y .*|crie sua conta e .*|crea il tuo account e .*|"
    r"(?:continue|log in|sign (?:in|up)) with (?:e-?mail|google|apple|facebook|github|phone number|.{2,12} account)|"
    r"who to follow|trending now|sign in to participate in the conversation|terms of service|"
    r"sign up for free(?: to join this conversation.*)?|to join this conversation on github\..*|add a comment|"
    r"metadata|reviewers|"
    r"please (?:register or sign in|sign in or register|log in) to (?:reply|comment)|assignees?|reporter|details|"
    r"zurück zu [“\"„«].*|wer ist online\?|mitglieder in diesem forum.*|similar threads|share:|people|0 assignees|"
    r"reviewers?|"
    r"you must log in or register to reply here\.|unterstützung für screenreader.*|there are \d+ unread.*|"
    r"tu respuesta|sua resposta|votre réponse|deine antwort|"
    r"add to card|promoted|more posts you may like|.{0,40}\bphpbb\b.{0,60}|"
    r"(?:qui est en ligne|¿?quién está conectado|chi c[’']è in linea|wie is er online|kto jest online) ?\??|"
    r"(?:utilisateurs parcourant ce|usuarios navegando por este|visitano il|gebruikers op dit|"
    r"użytkownicy przeglądający to) forum.*|"
    r"(?:retourner vers|volver a|torna a|terug naar|wróć do) [“\"„«].*|"
    r"if you have telegram, you can .*|footer|footer navigation|© ?\d{4}.*|assets(?: \d+)?|"
    r"turn on screen reader support",
    re.IGNORECASE,
)
"""Below the last post of a page."""
_README_END = re.compile(
    r"^About\n(?:.{1,300}\n){0,12}?(?:Resources\n)?\s?(?:Readme|Resources|Activity)$", re.MULTILINE
)
_REPORTER = re.compile(r"^Reporter:?\n(?P<who>.{2,60})$", re.MULTILINE)
_CREATED = re.compile(rf"^Created:?[ \n](?P<when>{_DATE}|\d\d/\w{{3}}/\d\d).{{0,12}}$", re.MULTILINE | re.IGNORECASE)
_POSTED_AT = re.compile(
    rf"(?:.{{0,4}}{_TIME}.{{0,4}} · [^\n·]*\d{{4}}[^\n·]*|{_TIME} · {_DATE}|{_DATE} ?·|"
    rf"{_MONTH} \d{{1,2}}, \d{{4}},? (?:at )?{_TIME})(?: ?·.{{0,80}})?|"
    r"[\d.,]+[km]? views\s+.{6,30}|premiered .{6,20}|(?:[\d.]+ [kmg]?b )?\d{4}-\d\d-\d\dT[\d:]+Z",
    re.IGNORECASE,
)
"""The row of a post that says when it was written, how and from where."""
_DAY_ROW = _shape(rf".{{0,20}}{_DATE}")
MIN_SIGNS, MIN_HEADS, STRONG = 3, 2, 2
MAX_TITLE_ROWS, MAX_ROW_CHARS = 4, 300


_LABEL = re.compile(
    r"(?:last )?(?:created|updated|edited|modified|viewed|published|posted|joined|asked|replied|reply)(?: .{0,20})?|"
    r"(?:due |start |end )?(?:date|day|time|deadline)s?|(?:\d+ )?(?:reviewers?|assignees?|participants?|"
    r"contributors?|views)|"
    r"latest commit|history",
    re.IGNORECASE,
)
"""What a day below it is the day of."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A place in a page where a post begins, or where one ends that says at its end whose it is."""

    start: int
    end: int
    who: str = ""
    when: str = ""
    title: str = ""
    kind: Literal["root", "sure", "head", "foot", "end"] = "head"
    has_title: Literal["above", "below", "none"] = "above"


@dataclass(slots=True)
class _Post:
    who: str
    when: str
    rows: list[str] = field(default_factory=list)


def read_discussion(lines: Sequence[str], hints: DateHints) -> Article | None:
    """Read a post and the answers to it, each below who wrote it and when; None for any other text."""
    rows = [line for line in lines if line]
    text = "\n".join(rows)
    is_marked = any(map(_is_mark, dict.fromkeys(rows[:MAX_ROWS_ABOVE_MARK])))
    if not (is_marked or " » " in text or " released this " in text):
        return None
    is_release = bool(_possible([_RELEASE], text.lower()) and _RELEASE.search(text) and _FILES.search(text))
    top = text[:MAX_TOLD_CHARS]
    is_large = len(top) < len(text) and not is_release
    if is_large and not _begins_discussion(top, len(rows), len(text)):
        return None
    text = _without_events(text)
    events = _events(text)
    if not events or not (is_release or is_large or _is_discussion(events, text)):
        return None
    if sum(event.kind != "end" for event in events) > MAX_POSTS:
        raise normalize.too_many_paragraphs()
    first = events[0]
    if first.has_title == "below" and (end := _README_END.search(text, first.end)):
        events = [event for event in events if event.end <= end.start()]
        text = "\n".join((text[: end.start()], *filter(_is_own, text[end.start() :].split("\n"))))
    above = [row for row in text[: first.start].split("\n") if row and not (_is_button(row) or _is_word(row))]
    above = [row for row in above if not _INTRODUCED.match(row)]
    title = first.title or (_title_above(above, rows) if first.has_title == "above" else "")
    are_sure = sum(event.kind == "sure" and event.has_title == "above" for event in events) >= MIN_HEADS
    is_titled = first.kind == "root" or are_sure
    own = [row for row in above if not (is_titled and row == title)]
    told = [row for row in own if boilerplate.is_prose(row) and not boilerplate.is_boilerplate(row)]
    if told and not is_titled:
        return None  # Answers below a story, which is read as one.
    posts = _without_repeated([post for post in _posts(text, events) if post.rows])
    if not posts:
        return None
    said = posts[0].rows
    if len(said) > 1 and first.title and f"[{said[0]}]".casefold() in first.title.casefold():
        del said[0]  # What sort of post it is, once more.
    if said[0] == title or (first.has_title == "below" and not boilerplate.is_prose(said[0])):
        title = said[0]
        del said[: 1 if len(said) > 1 else 0]
    return _article([_Post("", "", told), *posts] if told else posts, first, title, lines, hints)


_INTRODUCED = re.compile(r".{2,60} is a question and answer site for ", re.IGNORECASE)
"""What sites of Stack Exchange say of themselves above a question."""


def _begins_discussion(top: str, rows: int, chars: int) -> bool:
    """Tell a large discussion by its beginning; TooLargeArticle by how many posts and rows it must have."""
    events = _events(top)
    is_one = _is_discussion(events, top)
    if is_one and (len(events) * chars > MAX_POSTS * len(top) or rows > MAX_ROWS):
        raise normalize.too_many_paragraphs()
    return is_one


MAX_TOLD_CHARS, MAX_POSTS, MAX_ROWS = 400_000, 2 * normalize.MAX_PARAGRAPHS, 5 * normalize.MAX_PARAGRAPHS
"""How much of a text tells whether it is a discussion, posts of which over half hold text that is said once, and rows
of which a fifth do, beside names, times and buttons."""


def _without_events(text: str) -> str:
    """Return a page without what its program notes of people who wrote a post there."""
    words = text.lower()
    heads = [*_possible(_HEADS, words), _HEAD]
    # Few pages have such notes.
    names = cache(lambda: {match["who"].strip() for shape in heads for match in shape.finditer(whole)})
    whole = text

    def noted(match: "re.Match[str]") -> str:
        who = match.groupdict().get("who")
        return "" if who is None or who.endswith("bot") or who in names() else match[0]

    for event in _possible(_EVENTS, words):
        text = event.sub(noted, text)
    return text


MAX_SIGN_CHARS = 80
MAX_ROWS_ABOVE_MARK = 3_000
"""Rows of a page, the first post among them, in which there is a button or an age if there is any."""


def _is_discussion(events: Sequence[_Event], text: str) -> bool:
    """Tell a page by several signs together: who wrote what when, and the buttons around it.

    A text that quotes them has its own words between them.
    """
    if not events:
        return False
    sure = sum(event.kind != "head" for event in events)
    rows = [row for row in text.split("\n") if row]
    marks = list(map(_is_mark, rows))
    signs = {row.casefold() for row, is_mark in zip(rows, marks, strict=True) if is_mark}
    if len(signs) + STRONG * min(sure, STRONG) < MIN_SIGNS:
        return False
    if sure - (events[0].kind == "root") >= MIN_HEADS:
        return True
    stamps = any(map(_POSTED_AT.fullmatch, signs))
    beside = stamps + sum(map(all, pairwise(marks))) + sum(_is_beside_mark(text, event) for event in events)
    is_answered = stamps or any(map(_ANSWER.fullmatch, signs))
    is_page = events[0].kind == "root" or (is_answered and sure + len(events) >= MIN_HEADS)
    return is_page and beside >= MIN_BESIDE


def _is_mark(row: str) -> bool:
    return len(row) <= MAX_SIGN_CHARS and bool(_is_button(row) or _is_word(row) or _POSTED_AT.fullmatch(row))


@lru_cache(maxsize=1 << 12)
def _is_button(row: str) -> bool:
    return _BUTTON.fullmatch(row.lower()) is not None


@lru_cache(maxsize=1 << 12)
def _is_word(row: str) -> bool:
    return _WORD.fullmatch(row.lower()) is not None


def _is_beside_mark(text: str, event: _Event) -> bool:
    """Tell whether what says who wrote a post takes several rows, or has a button above or below it."""
    if "\n" in text[event.start : event.end]:
        return True
    above = text[max(event.start - MAX_SIGN_CHARS, 0) : max(event.start - 1, 0)].rpartition("\n")[2]
    below = text[event.end + 1 : event.end + 1 + MAX_SIGN_CHARS].partition("\n")[0]
    return _is_mark(above) or _is_mark(below)


MIN_BESIDE = 2


def _events(text: str) -> list[_Event]:
    """Return where the posts of a page begin and end, in order, from its first post on."""
    words = text.lower()
    sure = (match for shape in _possible(_HEADS, words) for match in shape.finditer(text))
    found = [_event(match, "sure") for match in sure if "untitled" not in match.groupdict() or _is_author(match["who"])]
    feet = [_event(match, "foot") for shape in _possible(_FEET, words) for match in shape.finditer(text)]
    feet = [foot for foot in feet if _is_author(foot.who)]
    answered = list(_ANSWERED.finditer(text)) if not found and _ENDS_ANSWER.search(text) else []
    for match in answered:
        found.append(_Event(match.start(), match.end("who"), match["who"], match["when"]))
        found.append(_Event(match.start("when"), match.end(), kind="end"))
    if not feet and all(event.has_title == "above" for event in found):
        starts = [match.start() for match in answered]
        for match in _HEAD.finditer(text):
            before = bisect(starts, match.start()) - 1
            if _is_author(match["who"]) and (before < 0 or match.start() >= answered[before].end()):
                found.append(_event(match, "head"))
    if begun := [first for each in _possible(_ROOTS, words) if (first := each.search(text))]:
        root = min(begun, key=lambda first: first.start())
        found = [_event(root, "root"), *(event for event in found if event.start >= root.end())]
    last = max((event.end for event in found if event.kind == "sure"), default=0)
    below = _BELOW_THREAD.search(text, last) if last else None
    if below:
        found = [event for event in found if event.end <= below.start()]
    events: list[_Event] = []
    for event in sorted([*found, *feet], key=lambda each: (each.start, each.kind == "head")):
        if not events or event.start >= events[-1].end:
            events.append(event)
    return events


_BELOW_THREAD = re.compile(
    r"^(?:you must log in or register to reply here\.?|similar threads|"
    r"du musst dich einloggen oder registrieren, um hier zu antworten\.?|ähnliche themen)$",
    re.MULTILINE | re.IGNORECASE,
)
"""Stands below the last post of a thread of XenForo, above other threads."""


def _event(match: "re.Match[str]", kind: Literal["root", "sure", "head", "foot"]) -> _Event:
    told = match.groupdict()
    where: Literal["above", "below", "none"] = "below" if "below" in told else "none" if "untitled" in told else "above"
    return _Event(
        start=match.start(),
        end=match.end(),
        who=(told.get("who") or told.get("whose") or "").strip(),
        when=told.get("when") or told.get("at") or "",
        title=told.get("title") or "",
        kind=kind,
        has_title=where,
    )


def _is_author(row: str) -> bool:
    """Tell a row that can be the name of who wrote the post below it."""
    if (row[-1] in ".:;,!?…" and not _INITIAL.fullmatch(row)) or row[0] == "#":
        return False
    if not any(map(str.isalpha, row)) or _COUNT.fullmatch(row) or len(row.split()) > MAX_WORDS_OF_NAME:
        return False
    return not (
        _is_button(row) or _is_word(row) or _LABEL.fullmatch(row) or boilerplate.is_prose(row) or find_dates(row)
    )


MAX_WORDS_OF_NAME = 7
_INITIAL = re.compile(r"[^\W\d_]+ [^\W\d_a-zß-ÿ]\.")
"""A name with the first letter of the other: "Marit L."."""


def _title_above(above: Sequence[str], rows: Sequence[str]) -> str:
    """Return the headline above the first post: what a forum says was begun, what comes twice, or is the longest there.

    The others are names of boards and tags.
    """
    own = set(above)
    begun = (row for row, below in pairwise(rows) if row in own and _BEGUN_BY.match(below))
    if title := next(begun, ""):
        return title
    often = Counter(above) + Counter(row.removeprefix("Re: ") for row in rows if row.startswith("Re: "))
    near = [
        row for row in above[-MAX_TITLE_ROWS:] if not _COUNT.fullmatch(row) and len(row) <= normalize.MAX_TITLE_CHARS
    ]
    return max(near, key=lambda row: (" " in row and often[row] > 1, len(row)), default="")


_BEGUN_BY = re.compile(
    r"(?:thread starter|ersteller|themenstarter|topicstarter|trådstartare)(?: .{1,40})?$", re.IGNORECASE
)
"""Stands below the title of a thread of XenForo."""


def _posts(text: str, events: Sequence[_Event]) -> Iterator[_Post]:
    """Yield the posts of a page, without what surrounds them."""
    post = _Post(events[0].who, events[0].when)
    for event, after in pairwise([*events, _Event(len(text), len(text), kind="end")]):
        if event.kind == "foot":
            # A headline's row above can have said that much of the first post.
            post.who, post.when = event.who, event.when
            yield post
            post = _Post("", "")
        elif event is not events[0]:
            yield post
            post = _Post(event.who, event.when)
        rows: Sequence[str] = [row for row in text[event.end : after.start].split("\n") if row]
        if event.kind == "root" and after.kind == "foot":
            rows = _without_tags(rows)
        post.rows += _said(rows, post.who, event, after)
    yield post


def _without_repeated(posts: list[_Post]) -> list[_Post]:
    """Return posts without what stands at the end or the beginning of nearly each, as buttons in any language do."""
    for at in (-1, -1, -1, 0, 0) if len(posts) >= MIN_POSTS else ():
        often = Counter(post.rows[at] for post in posts if len(post.rows) > 1)
        for post in posts:
            row = post.rows[at]
            is_word = len(row) <= MAX_BUTTON_CHARS and row[-1].isalpha() and not boilerplate.is_prose(row)
            if len(post.rows) > 1 and is_word and often[row] * 3 > len(posts) * 2:
                del post.rows[at]
    return posts


MIN_POSTS, MAX_BUTTON_CHARS = 3, 40


def _without_tags(rows: Sequence[str]) -> Sequence[str]:
    """Return a question without the tags between its text and its buttons."""
    button = next((at for at, row in enumerate(rows) if _is_button(row)), len(rows))
    end = button
    while end > 1 and button - end < MAX_QUESTION_TAGS and _TAG.fullmatch(rows[end - 1]):
        end -= 1
    return [*rows[:end], *rows[button:]]


MAX_QUESTION_TAGS = 5
_TAG = re.compile(r"[a-z][a-z0-9.+#-]{1,35}")


def _said(rows: Sequence[str], who: str, event: _Event, following: _Event) -> list[str]:
    """Return what somebody wrote, without the buttons and counts around it and the picture of who is next."""
    after = following.who
    is_last = following.kind == "end" and following.start == following.end
    is_head = event.kind in ("sure", "head")
    end = next((at for at, row in enumerate(rows) if _END.fullmatch(row)), len(rows)) if is_last else len(rows)
    gone = [_is_button(row) or bool(_POSTED_AT.fullmatch(row)) for row in rows[:end]]
    counts = [_is_word(row) or bool(_COUNT.fullmatch(row) or _IS_BADGE.fullmatch(row)) for row in rows[:end]]
    for at in range(1, end):
        # Below that are the names of who liked a post.
        gone[at] = gone[at] or (_LIKED_BY.fullmatch(rows[at - 1]) is not None and not boilerplate.is_prose(rows[at]))
    for at in range(end):
        # Votes stand above a post that is signed below.
        gone[at] = gone[at] or (counts[at] and (gone[at - 1] if at else not is_head))
    for at in range(end - 1, 0, -1):
        name = rows[at].removeprefix("@").removeprefix("View ")
        gone[at] = gone[at] or name == who
        is_name = bool(after) and name.startswith(after) and len(name) <= len(after) + MAX_AFTER_NAME
        gone[at] = gone[at] or ((counts[at] or is_name) and (at + 1 == end or gone[at + 1]))
    # On a network, what is between the time of a post and the answers is no more of it.
    is_between = event.has_title == "none" and not is_last
    stamp = next((at for at, row in enumerate(rows[:end]) if is_between and _POSTED_AT.fullmatch(row)), end)
    gone[stamp:] = [
        is_gone or not boilerplate.is_prose(row) for is_gone, row in zip(gone[stamp:], rows[stamp:end], strict=True)
    ]
    # Below the buttons there can be the labels of the page.
    label = end - 1
    while is_last and label > 0 and not gone[label] and _TAG.fullmatch(rows[label]):
        label -= 1
    gone[label + 1 :] = [is_gone or (label > 0 and gone[label]) for is_gone in gone[label + 1 :]]
    rows = [_SEE_MORE.sub("", row) if row.endswith("See more") else row for row in rows]
    said = [row for row, is_gone in zip(rows, gone, strict=False) if not is_gone]
    if not said and is_head:
        # A word or a number can be all that somebody answers.
        words = (row for row, is_count in zip(rows, counts, strict=False) if is_count)
        said = [row for row in words if not (_is_button(row) or _IS_BADGE.fullmatch(row))][:1]
    return [*said, *filter(_is_own, rows[end:])]


MAX_AFTER_NAME = 20
_LIKED_BY = re.compile(r"reactions:|reaktionen:", re.IGNORECASE)
_SEE_MORE = re.compile(r"(?<=\S)\s?(?:…|\.\.\.)?\s?See more$")


def _is_own(row: str) -> bool:
    """Tell a row below the end of a page that may be no part of it, whatever it is."""
    if not boilerplate.is_prose(row) or row[-1] in "?？":
        return False
    return not (boilerplate.is_boilerplate(row) or _is_button(row) or _END.fullmatch(row))


_SHORT_YEAR = re.compile(r" ['’](\d\d)(?!\d)")


def _article(posts: Sequence[_Post], first: _Event, title: str, lines: Sequence[str], hints: DateHints) -> Article:
    kept = {row for post in posts for row in post.rows}
    marked = [title, "", *(line for line in lines if not line or (line in kept and line != title))]
    levels = {row: max(level, 2) for row, level in take_headings(marked).items()}
    text = "\n".join(filter(None, lines))
    reporter, created = _REPORTER.search(text), _CREATED.search(text)
    released = _RELEASER.findall(text)
    reported = reporter["who"] if reporter else released[0] if len(released) == 1 else ""
    who = first.who or posts[0].who or reported
    when = first.when or posts[0].when or (created["when"] if created else "")
    files = _FILES.search(text)
    came = _DAY_ROW.finditer(files[0]) if files else ()
    stamps = chain((row for row in lines if row and _POSTED_AT.fullmatch(row)), (found[0] for found in came))
    dates = find_dates(_SHORT_YEAR.sub(r", 20\1", when), hints) or next(
        filter(None, (find_dates(row, hints) for row in stamps)), []
    )
    if first.kind == "root" and not posts[0].who:
        posts[0].who, posts[0].when = who, when
    are_answers = len(posts) > 1
    parts = [(_heading(post, hints) if are_answers else "", post.rows) for post in posts]
    body, corrected = body_of_parts(parts, levels, title)
    return Article(
        title=normalize.one_line(title, normalize.MAX_TITLE_CHARS) or normalize.derived_title(body.paragraphs),
        paragraphs=body.paragraphs,
        headings=body.headings,
        corrections=corrected,
        byline=normalize.one_line(who, normalize.MAX_NAME),
        published_at=dates[0].day if dates else None,
    )


def _heading(post: _Post, hints: DateHints) -> str:
    """Return who wrote a post, and when where that is a day, not an age."""
    return f"{post.who} · {post.when}" if post.who and find_dates(post.when, hints) else post.who
