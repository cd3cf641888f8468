"""Publishers that are known by name, the clock that their dates are told by, and what else tells how dates are read."""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from knowledge.text import language
from knowledge.text.dates import DateHints, shows_day_first

# Zone → names as printed: for pages that give a time without a zone, and to tell a masthead or a credit.
_ZONES = {
    "Asia/Seoul": (
        "The Korea Herald, The Korea Times, Korea JoongAng Daily, Yonhap, Yonhap News, Yonhap News "
        "Agency, The Chosun Ilbo, The Dong-A Ilbo, Hankyoreh, The Hankyoreh, KBS World, KBS World Radio, "
        "Arirang, Arirang News, NK News, Daily NK, 연합뉴스, 조선일보, 중앙일보, 동아일보, 한겨레, "
        "경향신문, 한국일보, 매일경제, 한국경제, "
        "서울신문, 뉴시스, 뉴스1, KBS 뉴스"
    ),
    "Asia/Pyongyang": "KCNA, Korean Central News Agency, Rodong Sinmun, The Pyongyang Times, 조선중앙통신, 로동신문",
    "Asia/Tokyo": (
        "The Japan Times, Kyodo News, NHK World, NHK, Nikkei Asia, The Asahi Shimbun, The Mainichi, The "
        "Yomiuri Shimbun, Jiji Press, 朝日新聞, 毎日新聞, 読売新聞, 日本経済新聞, 共同通信"
    ),
    "Asia/Shanghai": (
        "Xinhua, Xinhuanet, Xinhua News Agency, China Daily, Global Times, CGTN, People's Daily, 新华社, "
        "新华网, 人民日报"
    ),
    "Asia/Hong_Kong": "South China Morning Post, SCMP, RTHK, Hong Kong Free Press",
    "Asia/Taipei": "Taipei Times, Focus Taiwan, 中央社",
    "Asia/Singapore": "The Straits Times, CNA, Channel NewsAsia",
    "Asia/Kolkata": ("The Hindu, The Times of India, Hindustan Times, The Indian Express, NDTV, Press Trust of India"),
    "Asia/Qatar": "Al Jazeera",
    "Europe/Moscow": (
        "TASS, Russian News Agency TASS, RT, Sputnik, Interfax, RIA Novosti, The Moscow Times, "
        "Kommersant, ТАСС, РИА Новости, Интерфакс, Коммерсантъ"
    ),
    "Europe/London": (
        "BBC, BBC News, The Guardian, The Times, The Independent, The Telegraph, Daily Mail, Mail Online, "
        "Financial Times, The Economist, Sky News, Reuters, Press Association"
    ),
    "Europe/Dublin": "The Irish Times, RTÉ News",
    "Europe/Paris": ("Le Monde, Le Figaro, Libération, France 24, AFP, Agence France-Presse, Les Echos, Le Parisien"),
    "Europe/Berlin": (
        "Der Spiegel, Spiegel Online, SPIEGEL, Die Zeit, Zeit Online, Süddeutsche Zeitung, FAZ, "
        "Frankfurter Allgemeine Zeitung, Die Welt, Tagesschau, Deutsche Welle, DW, dpa, taz"
    ),
    "Europe/Zurich": "Neue Zürcher Zeitung, NZZ, Tages-Anzeiger, Le Temps, Swissinfo",
    "Europe/Vienna": "Der Standard, Die Presse",
    "Europe/Rome": "ANSA, Corriere della Sera, La Repubblica, La Stampa",
    "Europe/Madrid": "El País, EL PAÍS, El Mundo, EFE, ABC",
    "America/New_York": (
        "The New York Times, The Washington Post, The Wall Street Journal, The Associated Press, "
        "Associated Press, AP, AP News, CNN, NPR, ABC News, CBS News, NBC News, Fox News, USA Today, "
        "Bloomberg, Politico, The Hill, Time, Voice of America, VOA, VOA News, UPI, The Boston Globe"
    ),
    "America/Chicago": "Chicago Tribune",
    "America/Los_Angeles": "Los Angeles Times, San Francisco Chronicle",
    "America/Toronto": "The Globe and Mail, Toronto Star, CBC News, CBC",
    "Australia/Sydney": "The Sydney Morning Herald, ABC News (Australia), The Australian, The Age",
}


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ").strip(" .")


_ZONE_OF = {_key(name): zone for zone, names in _ZONES.items() for name in names.split(", ")}


def is_known(name: str) -> bool:
    return _key(name) in _ZONE_OF


@lru_cache(maxsize=1 << 10)
def zone_of(publisher: str) -> tzinfo | None:
    """Return the clock of a known publisher."""
    zone = _ZONE_OF.get(_key(publisher))
    return ZoneInfo(zone) if zone else None


def date_hints(text: str, *, spoken: str = "", publisher: str = "") -> DateHints:
    """Return what a text tells about its dates: by dates that can be read in one way only, by its language and letters.

    Args:
        text: Title and paragraphs.
        spoken: Its language, where that is known.
        publisher: Who published it, where that is known.
    """
    day_first = shows_day_first(text)
    if spoken:
        return DateHints(spoken, zone_of(publisher), day_first)
    if day_first is None and language.cannot_be_english(text):
        day_first = True  # Of the languages in Latin letters English alone begins with the month.
    return DateHints(language.detect(text), zone_of(publisher), day_first)
