"""Reading what people write: a command's name with arguments that fit it, small talk, and questions.

A text is talk only if nothing is left of it but the phrases below, so that a question that begins with a greeting stays
a question. Add a language by adding its phrases to the tables.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal

import regex

from bot import i18n
from bot.i18n import gettext as _
from bot.preferences import SETTING_NAMES
from bot.text import markdown
from bot.text.citation_styles import WANTED
from bot.text.commands import COMMANDS, ON_DISCORD, SPOKEN_ALIASES
from knowledge import MAX_QUESTION_CHARS, KnowledgeError

Talk = Literal["insult", "goodbye", "thanks", "praise", "greeting"]

_MAX_CHARS = 200
"""Longer texts are questions, whatever they begin with."""

_MAX_WORDS = 10
"""Words of the longest phrase."""

_GREAT = (
    r"(?:good|great|best|nice|smart|clever|awesome|amazing|excellent|brilliant|cool|funny|helpful|cute|perfect"
    r"|wonderful)"
)
_BAD = r"(?:stupid|dumb|useless|bad|worst|terrible|awful|horrible|idiotic|shit|shitty|crap|trash|garbage|fucking)"
_YOU_ARE = r"you(?:'?re| are| r)"
_NAMES = r"bot|robot|footnote"
_BEING = (
    r"(?:an? )?(?:real |just )*(?:bot|robot|human|person|man|woman|ai|chatgpt|machine|alive|real|there|ok|okay|not)"
)

_PHRASES: dict[str, dict[Talk, str]] = {
    "en": {
        "insult": rf"(?:{_YOU_ARE} |this (?:bot )?is |what )?(?:such |so |really |very |just |the "
        rf"|an? )*{_BAD}(?: {_BAD})*"
        rf"(?: (?:{_NAMES}|answer|thing|machine|ai|program))?|(?:{_YOU_ARE} )?(?:an? )?(?:idiot|moron|loser|joke)"
        r"|(?:you|this|it)(?: bot)? sucks?|shut up|(?:fuck|screw) (?:you|u|off)|i hate (?:you|this|this bot)|go away"
        rf"|(?:no )?(?:(?:that|this|it)(?:'?s| is| was)|{_YOU_ARE}) (?:just |so |totally |completely )?"
        r"(?:wrong|incorrect|not (?:right|true|correct|helpful|useful|what i (?:asked|meant|wanted)(?: for)?))"
        r"|wrong(?: answer)?|thanks for nothing|(?:that|this|it) (?:makes|made) no sense"
        r"|(?:that|this) (?:doesn't|does not|didn't|did not) (?:help|work|answer (?:it|my question))(?: me)?"
        r"|you (?:don't|do not) (?:know|understand) (?:anything|nothing|me|shit)|you(?:'re| are) no (?:help|use|good)"
        r"|(?:nonsense|rubbish|boring|lame|bullshit|wtf|ugh+)",
        "goodbye": r"bye(?: bye)?|good ?bye|good ?night|see (?:you|ya|u)(?: later| soon| tomorrow| around)?|farewell"
        r"|cya|gn|ttyl|laters?|so long|(?:until|till) (?:next time|tomorrow|later)"
        r"|take care|i(?:'?m| am) (?:off|leaving|done)|(?:i )?(?:gotta|got to|have to|must) (?:go|run)"
        r"|talk to you later"
        r"|have a (?:nice|good|great|lovely) (?:day|evening|weekend|one|night)|peace out|adios|ciao|brb"
        r"|catch you later",
        "thanks": r"(?:many |great |great many |no )?thanks?(?: (?:you|u))?|th(?:an)?x+|tn?ks|ty|tysm|tyvm|cheers"
        r"|(?:much |really )?appreciated"
        r"|(?:i )?(?:really )?appreciate (?:it|that|this|your help)|thank you kindly",
        "praise": rf"(?:{_YOU_ARE} |this is |that was |what )?(?:so |really |very |such |the |an? )*{_GREAT}"
        rf"(?: (?:{_NAMES}|answer|job|work|one|stuff))?|well done|wow|lol|lmao|xd|(?:ha){{2,}}h?|that'?s {_GREAT}"
        r"|(?:i )?(?:love|like) (?:you|this|this bot|it)|(?:that|this) (?:really )?(?:helped|helps"
        r"|was helpful)(?: me)?"
        r"|you rock|ok|okay|all ?right|got it|i see|understood|yes|yep|yeah|no|nope|sure|h+m+|oops|(?:i'?m )?sorry"
        r"|my bad|never ?mind|nvm|(?:very )?(?:interesting|impressive|neat|sweet|fantastic|superb)|congrat(?:s"
        r"|ulations)"
        r"|good to know|makes sense|fair enough|(?:you(?:'re| are) )?(?:the best|a (?:legend|genius|star|lifesaver))"
        r"|(?:just )?(?:kidding|joking)|i love it|k+|kk|yay+|yup|perfect",
        "greeting": r"hello world|(?:are )?you (?:good|ok(?:ay)?|alright)|h+i+(?: ?ya)?|hel+o+|hal+o+|he+y+a*"
        r"|hiya|howdy|yo+|sup|wa(?:s+"
        r"|z+)up|gm|greetings|welcome"
        r"|good (?:morning|afternoon|evening|day)|mornin(?:g|')?|long time no see"
        r"|what'?s (?:up|good|cracking)"
        r"|how (?:are|r) (?:you|u|things|ya)(?: (?:doing|feeling|going))?|how (?:have you been|do you do|do you feel)"
        r"|how(?:'?s| is| was) (?:it going|your (?:day|morning|evening|night|week|weekend)(?: going| been)?"
        r"|life|everything)"
        r"|(?:it is |it's )?(?:nice|good|pleased) to (?:meet|see) you"
        r"|who (?:are|r) (?:you|u)|what are you|what is this|what can (?:you|i) (?:do|ask)(?: (?:you|for me|here))?"
        r"|what do you do|how (?:do|can) (?:you work|i use (?:you|this|this bot))|how does (?:this|this bot|it) work"
        r"|who (?:made|created|built|wrote|programmed|developed|coded|designed|invented|trained|runs|maintains|owns) "
        r"(?:you|this bot)"
        r"|who(?:'?s| is) your (?:creator|maker|owner|developer|boss|master|author)|how old are you"
        r"|what(?:'?s| is) your (?:name|purpose|job|function|goal|favou?rite [^\W\d_]+|age)|what were you (?:made"
        r"|built) for"
        r"|what (?:kind|sort) of (?:bot|thing) are you|what can you tell me|what do you (?:think|want|like)"
        r"|(?:can|do) you (?:hear|see|read|understand|know|remember) me|are you (?:working|alive|sentient|conscious)"
        r"|do you (?:have (?:feelings|a name|a soul)|sleep|dream|speak|work)|(?:were|are) you (?:made|built"
        r"|created) by .{1,40}"
        r"|when were you (?:made|born|created|built)|what model are you|which (?:ai|model|llm) (?:are you|do you use)"
        rf"|are (?:you|u) {_BEING}(?: or {_BEING})?|(?:you(?:'?re| are)) {_BEING} right"
        r"|tell me about yourself|introduce yourself|where are you from|can you help(?: me)?"
        r"|(?:test(?:ing)?|ping)(?: (?:test(?:ing)?|ping|\d+|message))*|(?:is this|this is) (?:thing on|a test)"
        r"|asdf\w*|qwerty\w*|foo(?: bar)?|lorem ipsum"
        r"|(?:(?:is )?any(?:one|body)|(?:are )?you) (?:there|here|online|awake)|do you (?:like|love|hate|know) me"
        r"|(?:do|can) you (?:speak|understand|know) (?:english|korean|spanish|german|french|chinese|japanese)"
        r"|(?:what|which) languages (?:do|can) you (?:speak|understand)|where do you live|tell me a joke"
        r"|sing (?:me )?a song|i (?:need (?:some )?help|have a question)|please help(?: me)?"
        r"|can you help me with (?:something|this)"
        r"|(?:can|may|could) i ask (?:you )?(?:a question|something)|what (?:should|could|do) i ask(?: you)?",
    },
    "ko": {
        "insult": r"바보(?:야|네|같아|같은|같네)?|멍청(?:이|이야|해|하네|아|한)|쓸모 ?없(?:어|네|다|어요)"
        r"|짜증 ?나?(?:네|요)?"
        r"|(?:그건? ?|답이? ?)?틀렸(?:어|어요|네|네요|습니다)"
        r"|꺼져|닥쳐|시끄러워|(?:너 ?)?(?:진짜 ?)?(?:못 ?하네|별로(?:야|네|예요)?)|말이 안 ?(?:돼|되네|되잖아)"
        r"|도움이? ?안 ?(?:돼|되네|돼요)|최악(?:이야|이에요|이네)?|형편 ?없(?:어|네|어요)|싫어|미워|병신|[시씨]발",
        "goodbye": r"[ㅂ]{2,}|잘 ?있어요?|안녕히 ?(?:계세요|가세요|주무세요)|잘 ?가(?:요|세요)?|잘 ?자(?:요)?"
        r"|(?:바이){1,2}"
        r"|(?:또|다음에|내일)(?: 또)? ?(?:봐|봐요|봬요|만나요|올게|올게요)"
        r"|수고 ?(?:해|하세요|하셨어요|하셨습니다|했어|했어요|많으셨습니다)"
        r"|굿나잇",
        "thanks": r"(?:고마워|고맙|감사(?:해|드려|합|드립))(?:요|습니다|니다)?|감사|땡큐|ㄱㅅ|ㄳ",
        "praise": r"잘 ?(?:했어|하네|한다)(?:요)?|최고(?:야|예요|다|네|네요)?|훌륭(?:해|해요|합니다)|대단(?:해|해요"
        r"|하네|하네요)"
        r"|천재(?:야|네|다|예요)?|똑똑(?:해|해요|하네|하네요|하구나)|멋(?:져|져요|지다|지네요)|좋아요?|굿"
        r"|도움이? ?(?:많이 )?(?:됐어|됐어요"
        r"|되었어요)"
        r"|사랑해요?|귀여워요?|완벽(?:해|해요)|네|응|예|아니요?|알겠(?:어|어요|습니다)|오케이|[ㅋㅎ]+",
        "greeting": r"안녕(?:하세요|하십니까|하신가요|하신지요)?|(?:ㅎㅇ)+|하이루?|여보세요|뭐 ?(?:해|하니"
        r"|하세요|하고 있어)|헬로|반가(?:워|워요|습니다)|반갑습니다|좋은 ?(?:아침|저녁"
        r"|하루)(?:이에요|입니다)?"
        r"|잘 ?지내(?:니|요|세요|셨어요)?|누구(?:야|세요|예요|니|신가요|입니까)|뭐(?:야|예요|니)|이름이? ?(?:뭐야"
        r"|뭐예요|뭔가요)"
        r"|뭐 ?하는 ?봇(?:이야|이에요|인가요)|(?:뭐|뭘|무엇을) ?(?:할 ?수 ?있|물어볼 ?수 ?있)(?:어|어요|니|나요"
        r"|습니까)"
        r"|(?:누가|누구가) ?(?:(?:너를|널|당신을|이 ?봇을) )?만들었(?:어|어요|니|나요|습니까)|어떻게 ?(?:써|써요"
        r"|쓰나요|사용해|사용해요|사용하나요)|사용법"
        r"|(?:봇|로봇|사람|인간|인공지능|ai)(?:이야|이니|야|이에요|예요|인가요|입니까|니|맞아|맞아요)|몇 ?살(?:이야"
        r"|이에요)"
        r"|자기소개(?: ?(?:해줘|해 ?주세요))?|도와 ?(?:줘|줘요|주세요)|(?:테스트|시험|핑)(?:중)?",
    },
    "es": {
        "insult": r"(?:eres |qu[eé] )?(?:muy |un |una )*(?:tont[oa]|est[uú]pid[oa]|idiota|in[uú]til|mal[oa]"
        r"|basura|imb[eé]cil)"
        r"|c[aá]llate|vete|(?:eso |esto )?(?:est[aá] mal|es falso|no es (?:verdad|cierto|correcto)|no sirve)"
        r"|no me sirve|te odio",
        "goodbye": r"adi[oó]s|chao|chau|hasta (?:luego|pronto|ma[nñ]ana|la vista|otra)|nos vemos|buenas noches"
        r"|que (?:tengas|tenga) (?:un )?buen d[ií]a|cu[ií]date",
        "thanks": r"(?:muchas |muchísimas |mil )?gracias|(?:te lo|se lo|lo) agradezco(?: mucho)?",
        "praise": r"muy bien|buen[ao]? (?:bot|trabajo|respuesta)|bien hecho|genial|estupendo|perfecto|vale"
        r"|claro|s[ií]|no|(?:ja){2,}"
        r"|(?:eres )?(?:el mejor|genial|incre[ií]ble|muy (?:útil|listo|bueno|inteligente|amable))|me (?:gusta"
        r"|encanta)(?: mucho)?|entendido",
        "greeting": r"hola+|buenas(?: tardes)?|buenos d[ií]as|qu[eé] (?:tal|onda|hay|pasa)(?: est[aá]s?| todo"
        r"| vas)?|c[oó]mo (?:est[aá]s?|te va|va(?: todo)?|andas)|encantad[oa]|probando|prueba|qui[eé]n eres"
        r"|qu[eé] eres"
        r"|eres (?:(?:un|una) )?(?:bot|robot|humano|persona|ia|m[aá]quina|real)(?: o (?:un )?(?:bot|humano"
        r"|robot|persona))?"
        r"|c[oó]mo (?:te llamas|funcionas?|se usa)|qu[eé] (?:puedes|sabes) hacer|ayuda(?:me)?"
        r"|me (?:puedes ayudar|ayudas)"
        r"|qui[eé]n te (?:cre[oó]|hizo|program[oó]|dise[nñ][oó])|hablas (?:espa[nñ]ol|ingl[eé]s)"
        r"|cu[aá]ntos a[nñ]os tienes",
    },
    "de": {
        "insult": r"(?:du bist |das ist |so |was f[uü]r )?(?:ein |eine |sehr |so |echt |total )*(?:dumm|bl[oö]d"
        r"|doof|nutzlos"
        r"|schlecht|idiot|m[uü]ll|schei(?:ß|ss)e|falsch|quatsch|bl[oö]dsinn|unsinn|dummkopf)|halt (?:die klappe"
        r"|den mund)"
        r"|das (?:stimmt nicht|hilft (?:mir )?nicht|ergibt keinen sinn)|ich hasse dich",
        "goodbye": r"tsch(?:ü|u|ue)ss|tschau|auf wiedersehen|bis (?:bald|sp[aä]ter|morgen|dann"
        r"|zum n[aä]chsten mal)|gute nacht|mach'?s gut|ciao|sch[oö]nen (?:tag|abend)(?: noch)?",
        "thanks": r"(?:vielen |herzlichen |tausend |besten )?(?:lieben )?dank|merci|dankesch(?:ö|o|oe)n"
        r"|danke(?: (?:dir|ihnen|sch(?:ö|o|oe)n"
        r"|sehr))*",
        "praise": r"gut gemacht|(?:sehr )?gute(?:r|s)? (?:bot|arbeit|antwort)|(?:du bist |das ist "
        r"|das war )?(?:sehr |echt |wirklich )?(?:toll|super|klasse|der beste|spitze|prima|genial|hilfreich|gut"
        r"|perfekt|cool)|alles klar|verstanden|(?:ja|nein|okay)|(?:ha){2,}|das (?:hilft|hat geholfen)(?: mir)?",
        "greeting": r"hallo+|guten (?:tag|morgen|abend)|moin(?: moin)?|servus|gr(?:ü|u|ue)(?:ß|ss) (?:dich|gott)"
        r"|wie geht(?:'?s| es)(?: (?:dir|ihnen))?|wie l[aä]uft'?s|was geht(?: ab)?|na|hi|hey|gr(?:ü|u|ue)ezi|test"
        r"|wer (?:bist du|sind sie)|was (?:bist|machst) du|was kannst du(?: alles)?(?: (?:tun|machen))?"
        r"|kannst du mir helfen|hilfe"
        r"|(?:bist du|sind sie) (?:ein |eine )?(?:bot|roboter|mensch|ki|maschine|echt)(?: oder (?:ein "
        r"|eine )?(?:bot|mensch|maschine))?"
        r"|wie hei(?:ß|ss)(?:t du|en sie)|wer hat dich (?:gemacht|gebaut|erschaffen|programmiert|entwickelt"
        r"|geschrieben)"
        r"|wie alt bist du|sprichst du (?:deutsch|englisch)|wie funktionierst du|freut mich",
    },
    "fr": {
        "insult": r"(?:tu es |t'es |c'est |quel(?:le)? )?(?:vraiment |trop |un |une |tr[eè]s "
        r"|compl[eè]tement )*(?:nul(?:le)?|b[eê]te"
        r"|stupide|idiot|con|inutile|mauvais|faux|d[eé]bile)|(?:ferme la|tais toi|ta gueule)|ça n'a aucun sens"
        r"|je te d[eé]teste",
        "goodbye": r"au revoir|[aà] (?:bient[oô]t|plus tard|demain|plus)|bonne (?:nuit|soir[eé]e|journ[eé]e)"
        r"|adieu|ciao|bye|salut [aà] (?:tous|toi)",
        "thanks": r"(?:un grand )?merci(?: (?:beaucoup|bien|infiniment))?|je (?:te|vous) remercie",
        "praise": r"bravo|bien jou[eé]|bon (?:bot|travail)|g[eé]nial|parfait|super|d'accord|oui|non"
        r"|bonne r[eé]ponse|je vois"
        r"|(?:tu es|t'es|c'est) (?:trop |tr[eè]s )?(?:le meilleur|g[eé]nial|super|utile|fort|parfait|bien)",
        "greeting": r"bonjour|bonsoir|salut|coucou|(?:comment )?[cç]a va(?: bien)?|comment (?:vas tu|allez vous"
        r"|tu t'appelles|t'appelles tu|tu fonctionnes|[cç]a marche)"
        r"|qui (?:es tu|[eê]tes vous)|t'es qui|tu es qui|(?:es tu|tu es|t'es) (?:un |une )?(?:bot|robot|humain"
        r"|ia|machine)|quoi de beau"
        r"|(?:que|qu'est ce que) (?:peux tu|sais tu|tu (?:peux|sais)) faire|enchant[eé]e?|essai|aide moi"
        r"|tu peux m'aider"
        r"|qui (?:t'a|vous a) (?:cr[eé]{2}|fait|programm[eé]|con[cç]u)|quel [aâ]ge as tu"
        r"|tu parles (?:fran[cç]ais|anglais)",
    },
    "it": {
        "goodbye": r"arrivederci|addio|a (?:presto|dopo|domani)|buona ?notte|ci vediamo",
        "thanks": r"(?:molte |tante |mille )?grazie(?: (?:mille|tante|infinite))?|ti ringrazio",
        "praise": r"bravo|ottimo|perfetto|bene|sei (?:il migliore|bravo|fantastico)|va bene|ok|s[iì]|capito",
        "insult": r"(?:sei )?(?:un |molto )?(?:stupid[oa]|idiota|inutile|scem[oa])|stai zitto|(?:[eè] )?sbagliato",
        "greeting": r"ciao|salve|buon ?giorno|buona ?sera|come (?:stai|va|ti chiami|funzioni)|chi sei|cosa sai fare"
        r"|(?:tu )?sei (?:un )?(?:bot|robot|umano)|chi ti ha (?:creato|fatto)",
    },
    "pt": {
        "goodbye": r"tchau|adeus|at[eé] (?:logo|mais|breve|amanh[aã])|boa noite",
        "thanks": r"(?:muito )?obrigad[oa]|valeu",
        "praise": r"muito bem|[oó]timo|perfeito|legal|voc[eê] [eé] (?:o melhor|demais|incr[ií]vel)|entendi|sim|n[aã]o",
        "insult": r"(?:voc[eê] [eé] )?(?:um |muito )?(?:burr[oa]|idiota|in[uú]til|est[uú]pid[oa])|cala a boca"
        r"|(?:est[aá] )?errado",
        "greeting": r"ol[aá]|oi|bom dia|boa tarde|tudo bem|como (?:vai|est[aá]|voc[eê] (?:est[aá]|funciona))"
        r"|quem [eé] voc[eê]"
        r"|voc[eê] [eé] um (?:bot|rob[oô]|humano)|quem (?:te criou|criou voc[eê]|te fez)|o que voc[eê] (?:faz"
        r"|sabe fazer)",
    },
    "zh": {
        "insult": r"(?:你)?(?:真|好|太)?(?:笨蛋?|傻|蠢)(?:了|啊|死了)?|闭嘴|閉嘴|(?:你)?(?:真|太)?(?:没用|沒用"
        r"|垃圾|差劲|差勁)|滚|滾|(?:你)?(?:错|錯|答错|答錯)了|不对|不對|胡说|胡說",
        "goodbye": r"(?:再见|再見|拜拜|回头见|回頭見|晚安|明天见|明天見)[了啦吧]?",
        "thanks": r"(?:非常|十分|太|多)?(?:谢谢|謝謝|多谢|多謝|感谢|感謝)(?:你们|你們|你|您|大家)?"
        r"(?:的(?:帮助|幫助|回答|解答))?[了啦啊]?",
        "praise": r"(?:你)?(?:真|好|太|很)?(?:棒|厉害|厲害|聪明|聰明|不错|不錯)(?:了|啊|啦)?|(?:你)?辛苦[了啦]?"
        r"|做得好|好的|明白了?"
        r"|知道了|哈{2,}|嗯+|对|是的|我?爱你|我?愛你|(?:回答得)?很好|太好了|有道理",
        "greeting": r"(?:你|您|大家|你们|你們)好[啊呀吗嗎]?|哈[喽囉罗]|嗨|早上好|早安|下午好|晚上好|在[吗嗎]|你是谁"
        r"|你是誰|你是什么|你是什麼"
        r"|你是(?:不是)?(?:个|個)?(?:机器人|機器人|人|真人|ai)[吗嗎]?|你叫什[么麼](?:名字)?|你(?:能|会|會|可以)(?:做"
        r"|干|幹)(?:些)?什[么麼]"
        r"|(?:是)?(?:谁|誰)(?:创造|創造|做|造|开发|開發|制造|製造)(?:了|出)?(?:你|出你)?(?:的)?|测试|測試"
        r"|你(?:多大|几岁|幾歲)(?:了)?|在不在"
        r"|(?:你)?(?:最近)?(?:怎么样|怎麼樣|好不好)|(?:你)?会说(?:中文|英文|英语)[吗嗎]?|很高兴(?:认识|见到)你"
        r"|帮帮我|幫幫我|你能帮我[吗嗎]?",
    },
    "": {
        "goodbye": r"пока|до свидания|مع السلامة|hoşça ?kal|görüşürüz|tot ziens|do widzenia|tạm biệt"
        r"|sampai jumpa|ลาก่อน",
        "thanks": r"(?:большое )?спасибо(?: большое)?|благодарю|شكرا(?: جزيلا)?|teşekkür(?:ler| ederim)|sağ ?ol"
        r"|dank (?:je|u)(?: wel)?"
        r"|bedankt|dziękuję|tack(?: så mycket)?|terima kasih|cảm ơn(?: bạn)?|ขอบคุณ(?:ครับ|ค่ะ)?|धन्यवाद|shukran",
        "greeting": r"привет|здравствуйте?|добрый (?:день|вечер)|доброе утро|как дела|кто ты|السلام عليكم|مرحبا"
        r"|أهلا|merhaba|selam"
        r"|günaydın|naber|nasılsın|goedemorgen|goedendag|hoi|cześć|dzień dobry|hej(?:san)?|god dag|xin chào"
        r"|halo|selamat pagi"
        r"|สวัสดี(?:ครับ|ค่ะ)?|नमस्ते|namaste|salam",
    },
    "ja": {
        "insult": r"(?:お前は|君は)?(?:本当に)?(?:バカ|ばか|馬鹿|アホ|あほ|役立たず)(?:だな|だね|野郎|です)?"
        r"|うるさい|黙れ"
        r"|(?:それは)?(?:違う|違います|間違い(?:です|だ)?|間違ってる(?:よ)?)|使えない(?:な|ね)?|最悪(?:です|だ)?",
        "goodbye": r"さようなら|さよなら|バイバイ|おやすみ(?:なさい)?|また(?:ね|明日|あした)|じゃあ?(?:ね|また)",
        "thanks": r"(?:どうも|本当に)?(?:ありがとう|有難う|有り難う)(?:ございま(?:す|した)|ね)?|どうも|感謝します"
        r"|サンキュー",
        "praise": r"すごい(?:です)?ね?|素晴らしい(?:です)?|よくできました|お?疲れ様?(?:です|でした)?"
        r"|おつかれ(?:さま)?(?:です|でした)?|いいね|了解(?:です|しました)?"
        r"|わかりました|分かりました|なるほど"
        r"|はい|いいえ|うん|(?:笑|w+)|さすが(?:です)?|完璧(?:です)?|助かりました|役に立ちました|大好き(?:です)?",
        "greeting": r"こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|やあ|もしもし|初めまして|はじめまして"
        r"|(?:お)?元気(?:です)?か?|調子はどう(?:です)?か?"
        r"|(?:あなた|君|きみ|お前)?は?(?:誰|だれ|何者|ボット|ロボット|人間|AI)(?:なの)?(?:です)?か?"
        r"|お?名前は(?:何|なん)?(?:です)?か?"
        r"|何ができ(?:ますか|るの?)|テスト|誰が(?:あなたを|君を)?作(?:ったの?|りましたか)|使い方(?:は"
        r"|を教えて)?|助けて(?:ください)?|よろしく(?:お願いします)?",
    },
}
_US = frozenset({"you", "your", "yourself", "u", "ur", "you're", "you've"})
_SMALL_WORDS = (
    "i i'm am me my we is are was were be been do does did don't have has had can can't could will would may"
    " what what's who who's whose why how when which a an the and or not of to with for from in on at by so"
    " really just ever even still always never actually then now today talking talk speak speaking call called named"
    " name know like love hate want think bored tired happy sad"
    " angry alive born made human humans person people robot bot machine computer program ai chatgpt gpt llm real fake"
    " friend friends boyfriend girlfriend daddy mom mother father family parents creator maker"
    " owner master job hobby hobbies favorite favourite color colour age old young smart clever dumb stupid good"
    " funny nice mean rude cute pretty male female boy girl man woman he she it they exist"
    " doing okay ok fine well able understand joke jokes song story"
)
"""Words of which a sentence consists that is about us and about nothing else."""
_FILLERS = {
    "en": rf"{_NAMES}|there|everyone|everybody|folks|guys|people|team|y'all|all|friend|mate|buddy|dude|bro|man|sir|my"
    rf"|so|very|much|really|just|again|today|tomorrow|ever|now|for now|for today|then|indeed|truly|haha"
    r"|please|a (?:lot|bunch|million)|lots|oh|well|and|but|then|that's all|that is all|to you|you|me"
    r"|i (?:just )?(?:wanted?|want) to say|for (?:the|your|all|this|that|it|everything|helping(?: me)?|answering)"
    r"(?: (?:\w+ ){0,4}?(?:help|answers?|info|information|time|reply|replies|response|explanation|link|sources?))?",
    "ko": r"봇(?:아|님|이)?|친구야?|너|넌|너는|널|너를|당신(?:은|을)?|이 ?봇(?:은|을)?|정말|진짜|너무|아주|참|오늘"
    r"|다들|여러분"
    r"|(?:도와|알려|대답해|답해) ?(?:줘서|주셔서)|답변|많이|그럼|그래|아|오|이제|다|모두",
    "es": rf"{_NAMES}|amigos?|a todos|todos|por (?:todo|(?:la|tu) (?:ayuda|respuesta))|muy|mucho|hoy|pues|y|ok",
    "de": rf"{_NAMES}|zusammen|alle|leute|f[uü]r (?:alles|(?:die|deine) (?:hilfe|antwort))|sehr|heute|und|dann|du|ok",
    "fr": rf"{_NAMES}|[aà] tous|tout le monde|mon ami|pour (?:tout|(?:l'|ton |votre )(?:aide|r[eé]ponse))|et|toi|vous"
    rf"|ok",
    "it": rf"{_NAMES}|a tutti|amico|per (?:tutto|l'aiuto|la risposta)|e|ok",
    "pt": rf"{_NAMES}|a todos|amigo|pel[ao] (?:ajuda|resposta)|por tudo|e|ok",
    "zh": r"机器人|機器人|朋友|大家|请问|ok|bot",
    "ja": r"みなさん|皆さん|ボット(?:さん)?|ok",
    "": rf"{_NAMES}|бот|всем|روبوت",
}
_REACTIONS: dict[Talk, str] = {
    "insult": "👎😡🤬💩🖕",
    "thanks": "🙏",
    "goodbye": "",
    "greeting": "👋",
    "praise": "👍❤😀-🙏👏🎉💯🔥",
}
"""What emoji say that stand alone."""
_NO_WORDS = regex.compile(rf"[\p{{P}}\p{{Z}}\p{{M}}\p{{Cf}}\p{{Sk}}:<>=^~{''.join(_REACTIONS.values())}]+")
_LETTERS_OF = {"ko": r"\p{Hangul}", "zh": r"\p{Han}", "ja": r"[\p{Hiragana}\p{Katakana}\p{Han}]", "en": r"[a-z]"}
"""What a text in a language has."""
_OTHER_LATIN = r"^(?!\W*(?:what|when|where|which|who|whose|why|how|is|are|were|do|does|did|the)\b).*\p{Latin}"
"""The same for the others: most questions are plainly in English, and each table takes time to compile."""
_NO_LETTERS = regex.compile(r"[^\p{L}\p{N}']+")

_ABOUT = r"(?: (?:about|on|regarding|concerning|for|titled|called) (?:the |an? )?(?P<about>.+))?"
_LISTS = {
    "en": (
        r"(?:what|which)(?: kinds? of| sort of)? (?:articles?|sources|documents|stories|texts|headlines)"
        rf" (?:do|can|have|are|did) (?:you|there|we|i)(?: have| got| know| use| read| search"
        rf"| ask(?: about)?)*{_ABOUT}",
        r"(?:what|which|how many) (?:articles|stories) (?:mention|discuss|cover|deal with|talk about|are about)"
        r" (?:the |an? )?(?P<about>.+)",
        r"how many (?:articles|sources|documents|stories) (?:do you have|have you got|are there|do you know)"
        rf"(?: now| here| in total)?{_ABOUT}",
        rf"(?:do you have|have you got|(?:are|is) there)(?: any| an?| some)? (?:articles?|stor(?:y|ies)"
        rf"|texts?){_ABOUT}",
        r"(?:i(?:'m| am) looking for|find(?: me)?|search for|show(?: me)?|give me) (?:an?|the|any|some"
        r"|all)?(?: the)? ?"
        r"(?:articles?|stor(?:y|ies)) (?:about|on) (?:the |an? )?(?P<about>.+)",
        r"(?:do you have|have you got|is there|show me|give me|list)"
        r" (?:anything|something|everything|all|any news) (?:about|on) (?:the |an? )?(?P<about>.+)",
        r"(?:any|more) (?:articles?|stor(?:y|ies)|texts?) (?:about|on) (?:the |an? )?(?P<about>.+)",
        r"what (?:(?:have you got|do you have) (?:about|on)|is there about) (?:the |an? )?(?P<about>.+)",
        r"do you have (?:articles|texts|anything|something) in"
        r" (?:english|korean|spanish|german|french|chinese|japanese)"
        r"|what can you tell me(?: about)?",
        r"(?:can you |could you |please )*(?:list|show|give)(?: me)?(?: an?| the| full| whole| list of| all| your| of"
        rf"| some| newest| latest)* (?:articles?|headlines|topics|sources)(?: please)?{_ABOUT}",
        r"(?:can you |could you |please )*(?:list|show)(?: me)? (?:all|everything|it all)(?: please)?",
        rf"(?:the |a )?(?:article list|list of (?:all )?(?:the |your )?(?:articles|sources|topics)){_ABOUT}",
        r"what are your sources|where do you get your (?:information|answers|facts)(?: from)?"
        r"|what do you have(?: here)?",
        r"(?:i(?:'d like| would like| want) to read|let me read) (?:(?:the|an) article )?(?:about|on) (?:the |an? )?"
        r"(?P<about>.+)",
        r"(?:what|which)(?: kinds? of| sorts? of)? (?:topics|subjects|themes)"
        r"(?: do you (?:know|cover|have|deal with)| are (?:there|covered)| can i ask(?: you)? about)?(?: about)?",
        r"(?:what|which)(?: kinds? of| sorts? of)? (?:areas|things)"
        r" (?:do you (?:know|cover|deal with)|can i ask(?: you)? about)(?: about)?",
        r"what(?:'s| is) (?:in|inside) your (?:database|library|collection|index|archive|data|memory)"
        r"|what (?:data|information|texts) do you (?:have|use|know)|what have you (?:got|read)|what do you cover"
        r"|(?:tell|give|show) me (?:the|all the|some) (?:news|headlines|stories|articles)",
        r"what (?:do you know|can i ask(?: you)? about|are (?:the|your) articles about)(?: about)?",
        r"(?:what(?:'s| is) (?:new|happening)|what happened(?= (?:today|this))"
        r"|anything new|any (?:news|updates)|what(?:'s| is) the (?:latest|news)"
        r"|(?:what(?:'s| is| are) )?(?:the )?(?:latest|newest|new)"
        r" (?:articles?|news|headlines))(?: today| here| this week)?",
        r"(?:(?:give|show|tell) me |any(?:thing)? |what(?:'s| is) )?(?:the )?(?:latest|newest|new|news|updates?)"
        r"(?: (?:articles?|news|headlines|stories))?"
        r" (?:about|on|regarding) (?:the |an? )?(?P<about>.+)",
        r"(?:can you |could you |please )*(?:summari[sz]e|sum up|read|show|open|give)(?: me)? (?:the|an|that)"
        r"(?: full| whole| entire)? (?:article|story) (?:about|on|of|called|titled) (?:the |an? )?(?P<about>.+)",
        r"(?:can you |could you |please )*(?:(?:(?:give|write)(?: me)? )?(?:a |an |the )?(?:short |brief |quick )*"
        r"summary of|summari[sz]e|sum up|read|open)(?: me)? (?:the|an|that|your) (?P<about>.+?) (?:article|story)",
        r"(?:can you |could you |please )*(?:(?:give|write)(?: me)? )?(?:a |an |the )?(?:short |brief "
        r"|quick )*summary of"
        r" (?:the|an|that|your) (?:article|story) (?:about|on|of|called|titled) (?:the |an? )?(?P<about>.+)",
    ),
    "ko": (
        r"(?:어떤|무슨) ?(?:기사|글)(?:가|이|를|들이|들을)? ?(?:있어|있어요|있니|있나요|있습니까|갖고 있어요?"
        r"|알아요?)",
        r"(?:전체 |모든 )?기사 ?(?:목록|리스트)?(?:을|를)? ?(?:보여|알려) ?(?:줘|줘요|주세요)|(?:전체 "
        r"|모든 )?기사 ?(?:목록|리스트)",
        r"(?:넌|너는|당신은) ?(?:무슨|어떤) ?기사를? ?(?:알아|알고 있어|갖고 있어|가지고 있어)(?:요)?",
        r"(?P<about>.+?)에 ?(?:대한|관한) ?(?:기사|글)(?:가|이|는|도)? ?(?:있어|있어요|있니|있나요|있습니까)",
        r"기사(?:가|는)? ?(?:뭐|뭐가|어떤 ?(?:게|것이)|몇 ?개(?:가|나)?) ?있(?:어|어요|니|나요|습니까)",
        r"(?P<about>.+?)(?:에 ?(?:대한|관한))? ?(?:최신 |새 |최근 )?(?:기사|글)(?:를|을)? ?"
        r"(?:보여|요약해|읽어|찾아) ?(?:줘|줘요|주세요)",
        r"(?P<about>.+?)에 ?(?:대한|관한) ?(?:최신 |새 |최근 )?(?:기사|글|소식|뉴스)(?:를|을)?"
        r"(?: ?알려 ?(?:줘|줘요|주세요))?",
        r"(?:새로운|새|최신|최근) ?(?:소식|기사|뉴스)(?:가|이|는)? ?(?:있어|있어요|있나요|뭐야|뭐예요|보여 ?줘"
        r"|보여 ?주세요)?",
        r"(?:무슨|어떤) ?주제(?:가|를)? ?(?:있어|있어요|있나요|물어볼 수 있어요?|다뤄요?)",
    ),
    "es": (
        r"(?:qu[eé]|cu[aá]les) art[ií]culos (?:tienes?|hay)(?: (?:sobre|de) (?:la |el )?(?P<about>.+))?",
        r"(?:lista(?: de)?|mu[eé]strame|muestra)(?: (?:todos|los))* art[ií]culos(?: (?:sobre|de) (?:la "
        r"|el )?(?P<about>.+))?",
        r"qu[eé] hay de nuevo|(?:qu[eé]|cu[aá]les) temas hay|(?:las )?[uú]ltimas noticias",
        r"(?:resume|resumen de|l[eé]eme)(?:me)? (?:el|del) art[ií]culo (?:sobre|de) (?:la |el )?(?P<about>.+)",
    ),
    "de": (
        r"welche (?:artikel|themen) (?:hast du|gibt es|kennst du)(?: (?:über|zu[mr]?) (?:die |den "
        r"|das )?(?P<about>.+))?",
        r"(?:liste|zeige?)(?: mir)?(?: alle| die)* artikel(?: auf)?(?: (?:über|zu[mr]?) (?:die |den "
        r"|das )?(?P<about>.+))?",
        r"was gibt(?:'s| es) neues|(?:die )?neueste[nrs]? (?:artikel|nachrichten)",
        r"(?:fasse?|lies)(?: mir)? den artikel (?:über|zu[mr]?) (?:die |den |das )?(?P<about>.+?)(?: zusammen| vor)?",
    ),
    "fr": (
        r"quels (?:articles|sujets) (?:as[- ]tu|avez[- ]vous|y a[- ]t[- ]il)(?: sur (?:l[ae'] ?|les )?(?P<about>.+))?",
        r"(?:liste|montre(?:[- ]moi)?)(?: tous)?(?: les)? articles(?: sur (?:l[ae'] ?|les )?(?P<about>.+))?",
        r"quoi de neuf|(?:les )?derni[eè]res nouvelles",
        r"r[eé]sume(?:[- ]moi)? l'article sur (?:l[ae'] ?|les )?(?P<about>.+)",
    ),
    "it": (
        r"(?:che|quali) articoli (?:hai|ci sono)|(?:mostra(?:mi)?|elenca)(?: tutti| gli)* articoli|che c'è di nuovo",
    ),
    "pt": (r"(?:que|quais) artigos (?:voc[eê] )?(?:tem|h[aá])|(?:mostr[ae]|lista)r?(?: todos| os)* artigos",),
    "zh": (
        r"(?:你)?(?:有|知道)(?:些)?(?:什[么麼]|哪些)(?:文章|话题|話題|新闻|新聞)|(?:列出|显示|顯示)(?:所有"
        r"|全部)?(?:的)?文章|文章列表"
        r"|有什[么麼]新(?:闻|聞|消息|文章)",
        r"(?:有)?(?:关于|關於)(?P<about>.+?)的(?:最新|新)?文章[吗嗎]?",
    ),
    "ja": (
        r"(?:どんな|何の)記事が(?:ありますか|ある)|記事(?:の)?(?:一覧|リスト)(?:を見せて(?:ください)?)?"
        r"|最新の?(?:記事|ニュース)",
        r"(?P<about>.+?)(?:について|に関する)の?記事(?:を見せて(?:ください)?|はありますか)?",
    ),
}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: all together take longer than a question, with `regex` three times."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def _letters(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE)


@cache
def _phrase(code: str) -> re.Pattern[str]:
    return _compiled(rf"(?:{'|'.join((*_PHRASES[code].values(), _FILLERS[code]))})(?!\S)")


def _may_be_in(code: str, text: str) -> bool:
    other = _OTHER_LATIN if code else _OTHER_LATIN.replace("Latin", "L")
    return _letters(_LETTERS_OF.get(code, other)).search(text) is not None


def talk_kind(text: str) -> Talk | None:
    """Return what someone says who asks nothing; None for a question."""
    if len(text) > _MAX_CHARS:
        return None
    if text.strip() and _NO_WORDS.fullmatch(text):
        said = (talk for talk, emoji in _REACTIONS.items() if emoji and _compiled(f"[{emoji}]").search(text))
        return next(said, "greeting")
    words = _words_of(text)
    for code, patterns in _PHRASES.items():
        phrases = _phrases_of(words, code) if _may_be_in(code, text) else []
        for talk, pattern in patterns.items() if phrases else ():
            if any(map(_compiled(pattern).fullmatch, phrases)):
                return talk
    return "greeting" if _is_about_us(words) else None


@cache
def _small_words() -> frozenset[str]:
    return frozenset(_SMALL_WORDS.split())


def _is_about_us(words: list[str]) -> bool:
    """Tell whether somebody speaks with us about us: “what do people call you?” asks nothing of any article.

    “How old do you have to be?” does, as its “you” is anybody.
    """
    said = set(words)
    is_general = "you have to" in " ".join(words)
    return not is_general and len(words) <= _MAX_WORDS and not said.isdisjoint(_US) and said - _US <= _small_words()


def talk_reply(talk: Talk) -> str:
    """Return what is said to talk; a greeting is replied to with the short help instead."""
    match talk:
        case "goodbye":
            return _("Goodbye! I'm here whenever you have a question.")
        case "praise":
            return _("Glad to help. Ask me anything else you'd like to know.")
        case "insult":
            return _("Sorry that wasn't helpful. Try the words an article would use: names, places, dates.")
        case _:
            return _("You're welcome! Ask me anything else you'd like to know.")


def wanted_articles(text: str) -> str | None:
    """Return the words to narrow the list of articles by, where it is what someone asks for; None for a question."""
    asked = " ".join(text.replace("’", "'").strip(" ?!.？。¿¡").split())
    if len(asked) > _MAX_CHARS:
        return None
    for pattern in chain.from_iterable(_LISTS[code] for code in _LISTS if _may_be_in(code, asked)):
        if found := _compiled(pattern).fullmatch(asked):
            return found.groupdict().get("about") or ""
    return None


_MORE = (
    r"(?:(?:please )?(?:show|tell|give)(?: me)?(?: some)? )?more(?: passages| results| please| about (?:it|that"
    r"|this))?"
    r"|(?:and )?(?:what|anything) else|next(?: one| page)?|go on|continue|keep going"
    r"|(?:조금 )?더(?: ?(?:보여|알려|말해) ?(?:줘|줘요|주세요))?|계속(?: ?(?:해|해줘))?"
    r"|다음(?: ?(?:페이지|것|거))?|또(?: 있어| 있어요)?"
    r"|(?:muéstrame )?más(?: resultados)?|(?:zeig(?:e)? (?:mir )?)?mehr|encore|更多|还有吗|還有嗎|もっと"
)


def wants_more(text: str) -> bool:
    """Tell whether someone asks for more of the last answer, and for nothing else."""
    return _compiled(_MORE).fullmatch(" ".join(_words_of(text))) is not None


def _words_of(text: str) -> list[str]:
    return _NO_LETTERS.sub(" ", text.casefold().replace("’", "'")).split()


def _phrases_of(words: list[str], code: str) -> list[str]:
    """Return the phrases and fillers that a text consists of, the longest first taken; nothing where a word is left."""
    found: list[str] = []
    start = 0
    # Most questions begin with no such phrase, which is found out in one go.
    while start < len(words) and _phrase(code).match(" ".join(words[start : start + _MAX_WORDS])):
        ends = range(min(len(words), start + _MAX_WORDS), start, -1)
        end = next((end for end in ends if _phrase(code).fullmatch(" ".join(words[start:end]))), None)
        if end is None:
            return []
        found.append(" ".join(words[start:end]))
        start = end
    return found if start == len(words) else []


BRIEF = "brief"
"""The help topic that is shown for an empty message."""
TOPICS = ("filters", "moderators")
"""Help topics besides commands."""

_SAID = re.compile(r"/?(?P<name>[^\W\d][\w-]*)(?P<colon>:?)(?P<rest>.*)", re.DOTALL)
_SIGNS = " \t\n.!?"
_CHANGING = ("show", "export", "import", "reset", "set")
_POLITE = frozenset({"me", "please"})


def parse_command(text: str) -> tuple[str, str]:
    """Return the command in a free text, and its argument; the short help for an empty text."""
    text = text.strip()
    if not text or talk_kind(text) == "greeting":
        return "help", BRIEF
    if (wanted := wanted_articles(text)) is not None:
        return "articles", wanted
    found = _SAID.fullmatch(text)
    name = i18n.canonical_name(found["name"].casefold(), ON_DISCORD) if found else ""
    rest = _read(SPOKEN_ALIASES.get(name, name), found["colon"], found["rest"]) if found else None
    return ("ask", text) if rest is None else (SPOKEN_ALIASES.get(name, name), rest)


def is_talk(text: str) -> bool:
    """Tell whether a text asks nothing that articles could answer: small talk, or a wish to see the articles."""
    return talk_kind(text) is not None or wanted_articles(text) is not None


def may_be_topic(text: str) -> bool:
    """Tell whether a text is one word that praises or insults, but may mean something else: Vale, Müll."""
    return text.strip().isalpha() and talk_kind(text) in ("praise", "insult")


def courtesy(text: str) -> str | None:
    """Return the reply to thanks, praise, a goodbye or an insult; None for anything else."""
    talk = talk_kind(text)
    return talk_reply(talk) if talk and talk != "greeting" else None


def _read(name: str, colon: str, rest: str) -> str | None:
    """Return the argument of a command from the text after its name; None if it doesn't fit the command."""
    spec = COMMANDS.get(name)
    if colon or spec is None:
        return rest.strip() or None if spec and spec.takes_text else None
    if name in _READERS:
        return _READERS[name](rest.strip())
    said = rest if spec.keeps_punctuation else rest.rstrip(_SIGNS)
    return said.strip() if spec.continuation and spec.continuation.fullmatch(said) else None


def _help(rest: str) -> str | None:
    words = rest.casefold().rstrip(_SIGNS).replace("/", "").split()
    if not words or _POLITE.issuperset(words):
        return ""
    topics = (*ON_DISCORD, *SPOKEN_ALIASES, *TOPICS)
    name, *more = [i18n.canonical_name(words[0], topics), *words[1:]]
    known = name in topics and (not more or (name == "settings" and _changing(more[0]) in _CHANGING and len(more) == 1))
    return " ".join([SPOKEN_ALIASES.get(name, name), *map(_changing, more)]) if known else None


def _settings(rest: str) -> str | None:
    how, *more = rest.rstrip("?!").split(maxsplit=2) or [""]
    how = _changing(how)
    named = bool(more) and more[0].casefold().replace("-", "_") in SETTING_NAMES
    reads = {"set": named and len(more) == 2, "reset": named or not more}.get(how, not more)
    return " ".join([how, *more]).strip() if reads and how in ("", *_CHANGING) else None


def _changing(word: str) -> str:
    return i18n.canonical_name(word.casefold(), _CHANGING)


_READERS: dict[str, Callable[[str], str | None]] = {"help": _help, "settings": _settings}


_MARKUP = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|/[^:<>]+:\d+|t:-?\d+(?::\w)?|id:\w+)>")


def strip_markup(text: str) -> str:
    """Return a question without mentions, emoji and other Discord markup, whose ids mean nothing in an article."""
    return " ".join(_MARKUP.sub(" ", text).split())


def without_mention(text: str, me: int) -> str | None:
    """Return the text without the mentions of the bot itself, or None where there are none."""
    spoken, times = re.subn(rf"<@!?{me}>", " ", text)
    return spoken.strip() if times else None


def closest_command(name: str, commands: Iterable[str]) -> str | None:
    """Return the command that a mistyped name was meant to be."""
    return next(iter(difflib.get_close_matches(name.casefold(), commands, n=1, cutoff=0.6)), None)


_WEB_LINK = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\(<?https?://[^\s<>)]+>?\)|<?https?://[^\s<>]+>?", re.IGNORECASE)


_LINE_MARK = re.compile(r"^[ \t]{0,8}(?:#{1,3}|-#|>{1,3})[ \t]+", re.MULTILINE)
"""What makes a line a heading, small or a quotation."""


def question_from_message(text: str, prefix: str, longest: int) -> str:
    """Return the question that someone else's message makes: its text without links, or the question it put to us.

    It is empty for one of emoji and marks alone.
    """
    words = strip_markup(_LINE_MARK.sub("", text)).removeprefix(prefix).strip()
    name, rest = parse_command(words)
    words = rest if name == "ask" else words
    beside = " ".join(_WEB_LINK.sub(lambda link: f" {link['words'] or ''} ", words).split())
    words = beside if any(map(str.isalnum, beside)) else words
    if not any(map(str.isalnum, words)):
        return ""
    return words[: markdown.cut_point(words, longest)]


_ANSWER_ID = re.compile(r"#([0-9]{1,15})")
_CITATION_STYLE = "|".join(WANTED)
_LINK = (
    r"(?:https?://)?(?:(?:ptb|canary|www)\.)?discord(?:app)?\.com/channels/"
    r"(?P<server>[0-9]{1,20}|@me)/[0-9]{1,20}/(?P<message>[0-9]{1,20})/?"
)
_PART = re.compile(
    rf"#(?P<id>[0-9]{{1,15}})|(?P<n>[0-9]{{1,4}})|(?P<style>{_CITATION_STYLE})|<?{_LINK}>?", re.IGNORECASE
)
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """What `!source` was asked for: an answer by its id or by a link to its message, a citation, a style."""

    id: int | None = None
    n: int | None = None
    style: str = ""
    server: str = ""
    """Where a linked message is: a server's id, or `@me` for direct messages."""
    message: str = ""


class BadSourceRequest(KnowledgeError):
    """What follows `!source` is neither a citation's number nor an answer's id, a link or a style."""


def parse_source_request(text: str) -> SourceRequest:
    """Read `2`, `#412`, a link to a message, a style, or several of them; raises BadSourceRequest."""
    found: dict[str, str] = {}
    for word in text.split(maxsplit=_MOST_PARTS):
        part = _PART.fullmatch(word.strip())
        given = {name: value for name, value in part.groupdict().items() if value} if part else {}
        if not given or given.keys() & found.keys():
            raise BadSourceRequest(_how_to_refer())
        found |= given
    if "id" in found and "message" in found:
        raise BadSourceRequest(_how_to_refer())
    return SourceRequest(
        id=int(found["id"]) if "id" in found else None,
        n=int(found["n"]) if "n" in found else None,
        style=found.get("style", "").casefold(),
        server=found.get("server", ""),
        message=found.get("message", ""),
    )


def parse_answer_request(text: str) -> SourceRequest:
    """Read which answer is to be verified: `412`, `#412`, a link to its message, or nothing for the last one.

    Raises BadSourceRequest.
    """
    said = text.strip()
    with suppress(BadSourceRequest):
        found = parse_source_request(f"#{said}" if said.isdecimal() else said)
        if found.n is None and not found.style:
            return found
    raise BadSourceRequest(
        _("Give an answer's id, e.g. #412, or a link to its message. With nothing, the last answer here is verified.")
    )


def _how_to_refer() -> str:
    """Say what may follow `!source`."""
    return _(
        "Give the number of a citation, e.g. 2, an answer's id, e.g. #412, or a link to its message, and a style, "
        "e.g. apa. With nothing, you get the sources of the last answer here."
    )


def answer_id_in(text: str) -> int | None:
    """Return the answer id that the last line of a reply shows, if it shows one."""
    ids = _ANSWER_ID.findall(text.rpartition("\n")[2])
    return int(ids[0]) if ids else None


MIN_FORUM_CONFIDENCE = 0.7
"""Confidence from which a post is answered; docs/quality.md has how often that is wrong."""
MAX_WRONG_SHARE = 0.05
"""Share of the questions without an answer on which the bot may speak at most."""
_SOLVED = frozenset({"solved", "answered", "resolved", "closed", "done", "해결", "해결됨", "답변완료", "완료"})
"""Tags that say that a post needs no answer, in small letters."""
_SENTENCE = re.compile(r"[^.!?？。\n]*[?？]")
_MAX_SENTENCE_CHARS = 300


def is_solved(tags: list[str]) -> bool:
    """Tell whether one of a post's tags says that it needs no answer."""
    return any(tag.strip(" ✅✔️:").casefold() in _SOLVED for tag in tags)


def asks(text: str) -> bool:
    """Tell whether a message asks something."""
    return bool(_SENTENCE.search(text))


def question_of_post(title: str, text: str) -> str:
    """Return what a post asks: its title where that is a question, else the first question in its text, else the title.

    A title of one or two words says too little without the first question.
    """
    title = " ".join(title.split())
    first = next((found[0].strip() for found in _SENTENCE.finditer(text) if len(found[0].split()) > 2), "")
    if not first or len(first) > _MAX_SENTENCE_CHARS or (title.endswith(("?", "？")) and len(title.split()) > 2):
        return title[:MAX_QUESTION_CHARS]
    return (first if len(title.split()) > 2 else f"{title}: {first}")[:MAX_QUESTION_CHARS]
