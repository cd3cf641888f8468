"""What surrounds the text of a news page: links, captions, adverts, lists of other stories, footers."""

import re
from collections.abc import Iterable, Iterator

from knowledge.reading import publishers

_SHARE = (
    r"share(?: this(?: article| story| page| post)?| on \w+| via \w+)?|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|"
    r"telegram|messenger|tumblr|kakaotalk|kakaostory|naver(?: band)?|line|weibo|wechat|flipboard|pocket|instagram|youtube|"
    r"e-?mail(?: this(?: article)?| link| to a friend)?|print(?: this(?: article| page)?)?|imprimer|drucken|partager|teilen|"
    r"copy(?: the)? (?:link|url)|link copied|copied|url ?복사|공유(?:하기)?|페이스북|트위터|카카오톡|카카오스토리|네이버 ?밴드|밴드|라인|"
    r"프린트|인쇄(?:하기)?|스크랩|글자 ?크기(?: ?조절)?|폰트|댓글(?: ?\d+)?|"
    r"(?:\d+ |view |show |leave a |post a |read )?comments?(?: ?\(?\d+\)?)?|\d+ shares?|save(?: article| for later)?|"
    r"bookmark|listen(?: to (?:this )?article)?|font ?size|text size|a[+-]|like|tweet|send|follow(?: us(?: on \w+)?)?|"
    r"subscribe(?: now)?|sign in|log ?in|menu|search|close|gift(?: this)?(?: article)?|read in app|more|分享|打印|字号"
)
_SHARE_LINE = re.compile(rf"(?:(?:{_SHARE})(?:[\s|•·,/>+:-]+|$))+", re.IGNORECASE)
_ALWAYS = re.compile(
    r"advertisement\b.{0,60}|advertising|sponsored(?: content| by .*)?|anzeige|publicité|реклама|광고|story continues below.*|"
    r"(?:article|story) continues (?:after|below).{0,40}|"
    r"media playback is (?:un|not )supported.*|this video (?:can ?not|could not) be played.*|"
    r"(?:image|media|video) (?:copyright|caption|source|credit)\b.*|"
    r"(?:photo|photograph|image|picture|foto|illustration)s?(?: by| credit)? ?: ?.{1,160}|photos? by .{1,80}|"
    r"getty images?|\[?(?:file )?photo(?:/[\w ]+)?\]?|\[?\(?(?:ap|afp|epa|reuters|yonhap|xinhua) ?(?:photo)?/.{2,60}|"
    r"(?:please )?(?:sign up|subscribe|register)\b.{0,140}|get (?:our|the) .{0,80}newsletter.{0,60}|.{0,60}\bnewsletters?\W{0,2}|"
    r"enter your e-?mail.{0,60}|follow .{0,40} on (?:twitter|facebook|instagram|x|telegram).{0,40}|"
    r"download (?:our|the) .{0,40}app.{0,40}|"
    r"(?:copyright|©|\(c\)|ⓒ|<저작권자).{0,200}|.{0,120}all rights reserved.{0,80}|.{0,80}무단 ?전재.{0,80}|"
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|\(end\)|[-=_*~#•·.\s]{2,}|[-–—]?\s?\d{1,2}\s?[-–—]|page \d+(?: of \d+)?|"
    r"\(?(?:additional )?(?:reporting|writing|editing|edited) by .{3,200}|our standards: ?.{0,80}|"
    r"\d+ ?min(?:ute)?s?(?: to)? read|reading time:? .{1,20}|(?:last )?updated?\W*|"
    r"reuse this content|topics|back to top|show caption.*|hide caption.*|toggle caption|continue reading.{0,80}|"
    r"(?:read (?:more|also|next)|see also|also read|related|lire aussi|mehr zum thema|читайте также|watch|관련 ?기사)\s?[:：|].*|"
    r"click here .{0,80}|skip to (?:main )?content|(?:home|news)(?: ?[>»/›] ?[^.>»/›]{1,40}){1,5}",
    re.IGNORECASE,
)
_LIST_HEADING = re.compile(
    r"(?:related|more|other|latest|top|recommended|popular|trending|most)(?: (?:read|viewed|popular|shared|commented))?"
    r"(?: (?:on this|from))?(?: (?:stories|story|articles?|news|topics?|content|coverage|links|reading|videos?|headlines|stor\w+))?"
    r"(?: (?:on|from|in) .{1,40})?\s?[:：]?|"
    r"read (?:more|next|also)\s?[:：]?|see also\s?[:：]?|you (?:may|might) also (?:like|be interested in).{0,20}|"
    r"more (?:on|from|in) .{1,40}|recommended(?: for you)?|editors?['’]? picks?|what to read next|don['’]t miss|"
    r"관련 ?(?:기사|뉴스)|많이 본 (?:기사|뉴스)|주요 ?뉴스|인기 ?(?:기사|뉴스)|à lire aussi|les plus lus|sur le même sujet|"
    r"mehr zum thema|meistgelesen|verwandte artikel|читайте также|по теме|相关新闻|相关阅读",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\(([^()]{2,60})\)")
_PHOTO = re.compile(r"photo|images?\b|courtesy|pool|via\b|handout|사진|제공", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*(?:\s?\([^()]{2,40}\))?$")
_LIST = 12


def is_prose(row: str) -> bool:
    """Tell a row that is running text: a whole sentence, or too long for anything else."""
    return len(row) > 160 or (len(row) > 40 and bool(_SENTENCE_END.search(row)))


def is_furniture(row: str) -> bool:
    """Tell a row that certainly is no part of the text."""
    if len(row) > 260:
        return False
    return bool(_SHARE_LINE.fullmatch(row.lstrip("•·*- ")) or _ALWAYS.fullmatch(row)) or _is_credit(row)


def agency(text: str) -> str:
    """Return the agency that a text credits in brackets at its end, as in "… he said. (Yonhap)"."""
    credits = list(_CREDIT.finditer(text))
    if not credits or credits[-1].end() != len(text) or not publishers.is_known(credits[-1][1]):
        return ""
    return credits[-1][1]


def text_of(rows: Iterable[str]) -> Iterator[str]:
    """Yield the rows that are text, without furniture and without lists of other stories."""
    left = 0
    for row in rows:
        if _LIST_HEADING.fullmatch(row):
            left = _LIST
        elif left and not is_prose(row):
            left -= 1
        else:
            left = 0
            if not is_furniture(row):
                yield row


def _is_credit(row: str) -> bool:
    """Tell a row of nothing but credits: "(Yonhap) (Yonhap)"."""
    names = _CREDIT.findall(row)
    if not names or _CREDIT.sub("", row).strip():
        return False
    return all(publishers.is_known(name) or _PHOTO.search(name) for name in names) or len(set(names)) < len(names)
