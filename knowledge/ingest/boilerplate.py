"""What stands on news pages besides their text, as patterns for a whole row."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from knowledge.ingest.blocks import QUESTION_MARKS
from knowledge.text import publishers

_SHARING = (
    r"share(?: this(?: \w+)?| (?:on|to) \w+| via(?: \w+)?)?",
    r"facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|messenger|tumblr|line|weibo|"
    r"wechat|flipboard|pocket",
    r"instagram|youtube|kakaotalk|kakaostory|naver(?: band)?",
    r"e-?mail(?: this(?: article)?| link| to a friend)?|print(?: this(?: article| page)?)?",
    r"copy|(?:link )?kopieren|copier(?: le lien)?|copiar|kopiuj|kopiera(?: länk)?|kopiëren|kopieer link|"
    r"kopier (?:lenke|link)|kopioi linkki|kopírovat odkaz|(?:link[iy]?|bağlantıyı) kopyala|(?:リンクを)?コピー|"
    r"复制(?:链接)?|(?:링크 ?)?복사",
    r"copy(?: the)? (?:link|url)|pin (?:it|this)(?: for later)?|link copied|copied|send|tweet|like|"
    r"save(?: article| for later)?|bookmark",
    r"(?:\d+ |view |show |leave a |post a |read )?comments?(?: ?\(?\d+\)?)?|\d+ shares?",
    r"(?:give|gift)(?: this)?(?: article)?|read in app|listen(?: to (?:this )?article)?|font ?size|text size|a[+-]",
    r"follow(?: us(?: on \w+)?)?|subscribe(?: now)?|abonnieren|sign in|log ?in|menu|search|close|more",
    r"imprimer|partager(?: sur \w+)?|drucken|teilen(?: auf \w+)?|分享|打印|字号|imprimir|guardar|escuchar|"
    r"comparti(?:r|lhar)(?: (?:en|no|na|em|por) \w+)?|copi(?:ar|a) (?:el )?(?:enlace|link)|comentarios?|"
    r"condividi|stampa|(?:mostra|leggi) i commenti|(?:mostrar|ver) (?:los |os )?coment[aá]rios|"
    r"(?:afficher|voir) les commentaires|kommentare (?:anzeigen|ansehen|lesen)|vis(?:a)? kommentarer|toon reacties|"
    r"показать комментарии|"
    r"jaa|dela?|del (?:denne )?(?:arti(?:kkele|kle|kel)n|siden|saken|nyheden)|"
    r"sdílet|zdieľať|megosztás|partajea[zț]ă|κοινοποίηση|chia sẻ|แชร์|شارك|مشاركة|שתפו?|"
    r"साझा करें|シェア|ツイート|印刷|delen|"
    r"yazdır|podziel się(?: artykułem)?|posłuchaj(?: artykułu)?|"
    r"udostępnij|skopiuj link|поделиться(?: в \w+)?|скопировать ссылку|комментари(?:й|и|ев)|deel|paylaş",
    r"deel (?:dit )?artikel|bagikan|поділитися|distribuie|ポスト|podijeli|споделете|megosztom|"
    r"click to (?:share on|print|email) .{1,40}|like this:?|like loading\W*|(?:…|\.\.\.)?\s?more|"
    r"see translation|all reactions:?|shared with (?:public|your friends|friends)|restacks|previous|next",
    r"share full article|share as gift|listen\W+[\d:]+ ?min|(?:teilen|share|partager|deel)(?: mit| this|:)+|"
    r"(?:écouter|écoutez) (?:cet|l['’]) ?article|réservé aux abonnés|oferecer artigo|ακούστε το άρθρο|ouvir o texto|"
    r"for abonnenter|(?:nur )?für abonnenten|solo per abbonati|阅读 ?\d+ ?分钟|点赞 ?\d*|收藏|登录后.{0,12}|"
    r"gefällt mir|wird geladen\W*|kup prezent|kaydet|حفظ",
    r"url ?복사|공유(?:하기)?|페이스북|트위터|카카오톡|카카오스토리|네이버 ?밴드|밴드|라인|프린트|인쇄(?:하기)?|스크랩",
    r"글자 ?크기(?: ?(?:조절|조정))?|폰트|댓글(?: ?\d+)?|공감(?: ?\d+)?|좋아요(?: ?\d+)?|구독(?:하기)?|신고(?:하기)?",
)
_PICTURES = (
    r"(?:die )?wiedergabe wurde unterbrochen\.?|caricamento (?:player|video|audio)\W*|"
    r"(?:loading|chargement du|cargando(?: el)?|carregando(?: o)?) (?:player|lecteur|reproductor|video|vídeo|audio)\W*|"
    r"media playback is (?:un|not )supported.*|this video (?:can ?not|could not) be played.*",
    r"(?:image|media|video) (?:copyright|caption|source|credit)\b.*|(?:show|hide|toggle) caption.*",
    r"(?:photo|photograph|image|picture|foto|illustration|фото|zdjęcie|사진|写真)s?(?: by| credit)? ?: ?.{1,160}|"
    r"photos? by .{1,80}",
    r"(?:fuente de la imagen|pie de foto|source de l['’]image|légende image|legenda da foto|"
    r"(?:crédito|fonte) da imagem|م?صدر الصورة|التعليق على الصورة|источник изображения|подпись к фото|"
    r"джерело зображення|підпис до фото|"
    r"fotoğraf altı yazısı|[图圖]像[来來]源|[图圖]像加[注註]文字|画像提供|画像説明|사진 출처|사진 설명|"
    r"nguồn hình ảnh|chụp lại hình ảnh|sumber gambar|keterangan gambar)\s?[:：,،，].{1,200}",
    r"getty images?(?:/\w+)?(?: [^.!?]{1,160})?",
    r"\[?(?:file )?photo(?:/[\w ]+)?\]?|\[?\(?(?:ap|afp|epa|reuters|yonhap|xinhua) ?(?:photo)?/.{2,60}",
)
_PROGRAMS = (
    r"(?:sorry, )?(?:your|this) browser (?:does not|doesn['’]t|cannot|can['’]t) (?:support|play|display)\b.{0,120}|"
    r"[×x]? ?(?:this|our|the) (?:page|site|website|content) requires java ?script\b.{0,120}|"
    r"java ?script is (?:required|disabled|not enabled)\b.{0,160}|please enable java ?script\b.{0,120}|"
    r"something went wrong\W{1,3}please try again(?: later)?\W*|loading(?:…|\.\.\.)?|"
    r"(?:did|was) (?:our|this|the) (?:ai )?(?:summary|update|answer|article|page|guide) (?:help(?:ful)?|useful)\??|"
    r"this (?:audio|recording) (?:was|is) (?:made|generated|read) (?:with|by|using) an? (?:automated|ai|computer)\b"
    r".{0,120}|"
    r"no (?:credit )?card (?:required|needed)\W*|cook mode(?: ?prevent your screen from going dark)?|"
    r"(?:(?:½|0\.5|[1-4])x\s?){2,4}|(?:want|would you like) to save this recipe\?|"
    r"(?:list|قائمة|elenco|lista|liste) \d{1,2} (?:of|من|di|de|von|sur) \d{1,2}",
)
"""What the program of a page says, in words that no text has."""
_ALSO = (
    r"read (?:more|also|next)(?: (?:from|on|about) .{2,40})?|see also|also read|"
    r"(?:[àa] )?lire (?:aussi|également)|mehr zum thema|"
    r"lesen sie (?:auch|mehr)|(?:lees|bekijk|kijk|luister) (?:ook|meer|verder)|"
    r"(?:ler|leia|lee|lea|leer|veja|vea|ve|mira) (?:también|também|además|mais|más)|"
    r"te puede interesar|leggi anche|(?:czytaj|zobacz|przeczytaj) (?:także|też|również|więcej)|čtěte (?:také|více)|"
    r"läs (?:också|mer|även|vidare)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|ilgili haber(?:ler)?|"
    r"(?:читайте|смотрите) (?:ещё|еще|также|по теме)|читайте також|اقرأ أيض[اًا]*|شاهد أيض[اًا]*|(?:यह|ये) भी पढ़ें|"
    r"xem thêm|đọc thêm|อ่านเพิ่มเติม|baca juga|関連(?:ニュース|記事)|あわせて読みたい|"
    r"(?:延伸|相[关關]|推[荐薦])(?:阅读|閱讀|新闻|新聞|文章|报道|報導)|"
    r"관련 ?(?:기사|뉴스)|함께 읽으면 좋은 기사|διαβάστε (?:επίσης|ακόμα)|קראו (?:גם|עוד)|citește și|"
    r"kapcsolódó(?: cikkek)?|lesen sie mehr zum thema|para saber más|"
    r"(?:pourrait|peut|va) vous intéresser|mohlo by vás (?:také )?zajímat|może (?:cię|ciebie|państwa) zainteresować|"
    r"(?:dit|det) (?:vil )?(?:måske|kanskje) (?:også )?(?:interessere|interesser\w*) (?:dig|deg)|"
    r"du kanske också (?:gillar|vill läsa)|saattaisit pitää myös|ilginizi çekebilir|ilgini çekebilir|"
    r"вам может быть интересно|(?:вас )?может заинтересовать|вас може зацікавити|이런 ?기사(?:는)? 어때요\?*|"
    r"추천 ?기사|你可能(?:还|也)?(?:感兴趣|喜欢)|猜你喜欢|مواضيع قد تهمك|قد يهمك(?: أيض[اًا]*)?|اخترنا لكم|الأكثر قراءة|"
    r"(?:أخبار|مواضيع|موضوعات|مقالات) (?:ذات صلة|متعلقة|مرتبطة)|"
    r"אולי יעניין אותך|anda mungkin (?:juga )?(?:suka|tertarik)|có thể bạn quan tâm|"
    r"gerelateerde? (?:nieuws|artikelen|berichten)|relatera(?:t|de (?:artiklar|nyheter))|"
    r"relate(?:ret|rt|rede artikler|rte (?:saker|artikler))|articoli correlati|notizie correlate|"
    r"articles (?:liés|associés|similaires)|powiązane (?:artykuły|tematy)|схожі новини|benzer haberler"
)
"""Leads to other stories."""
_COOKIE_BUTTONS = (
    r"(?:(?:accept|reject|allow|enable|decline|view|hide|manage|set|only)(?: \w+){0,2} (?:cookies?|"
    r"cookie message)\W*)+|"
    r"cookies on .{2,40}|cookie (?:settings|preferences|notice)|(?:alle )?cookies (?:akzeptieren|ablehnen)|"
    r"(?:tout )?(?:accepter|refuser) les cookies|(?:aceptar|rechazar)(?: todas)? las cookies",
)
_COOKIE_NOTICES = (
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: uses?|['’]d like to (?:use|set)| would like to (?:use|set)) "
    r"(?:(?:some|essential|necessary|additional|optional|analytics|functional|our|own|third-party|and) ){0,4}cookies "
    r"(?:and similar|on (?:this|our)|(?:so that|to) (?:we can |help |us )*(?:make (?:this|our)|improve|give|ensure|"
    r"provide|personali|understand|offer|enhance|deliver|store|remember|analy))\w*\b.{0,200}",
    r"(?:wir verwenden|diese (?:web)?seite verwendet) (?:\w+ ){0,2}cookies,? (?:um|und|auf|damit)\b.{0,200}",
    r"nous utilisons des cookies (?:pour|afin|et|sur)\b.{0,200}|utilizamos cookies (?:para|y|en)\b.{0,200}",
)
"""What a page says of its own cookies, in words that no sentence about those of others has."""
_BANNER = (
    r"alle (?:akzeptieren|ablehnen)|tout (?:accepter|refuser)|aceptar tod[oa]s?|rechazar tod[oa]s?|"
    r"(?:we|this (?:web)?site|wir verwenden|diese (?:web)?seite (?:verwendet|nutzt)|nous utilisons|ce site utilise|"
    r"utilizamos|este sitio (?:web )?utiliza) .{0,70}\bcookies\b.{0,200}",
)
"""The same above everything else on a page, where more is sure to be it."""
_GOES_ON = (
    r"(?:contin[uú][aeo]|weiter|la suite|sigue|segue|lees verder|gaat verder|fort?s[aeæä]tt?er|jatkuu|"
    r"ciąg dalszy|dalsza część|pokrač[ou]|devam|продолж|続|계속|继续)"
)
_STORY = (
    r"(?:artik|article|story|artículo|artigo|articolo|juttu|artyku|článek|haber|yazı|texte?n?\b|beitrag|noticia|saken|"
    r"стать|материал|記事|기사|本文|文章)"
)
_BELOW = (
    r"(?:\b(?:nach|unter|after|below|après|sous|dopo|sotto|efter|etter|under|nedan\w*|pod|después|tras|debajo|após|"
    r"depois|abaixo|na|onder|после|под|altında)\b|jälkeen|\balla\b|sonra|[後下]|아래|다음|之?后)"
)
_ADVERT = (
    r"(?:\b(?:ad|anzeige|werbung|publicit[éà]|publicidade?|pubblicità|advertentie|annon[sc]|reklam|mainok|реклам)|"
    r"広告|광고|广告)"
)
"""Say that a text goes on below an advertisement, or a picture."""
_ADVERTS = (
    r"(?:skip )?advertisement\b.{0,60}|advertising|sponsored(?: content| by .*)?|anzeige|werbung|publicité|"
    r"publicidade?|"
    r"pubblicità|advertentie|annons|annonse?|reklam[ae]?|mainos|werbeanzeige|iklan|quảng cáo|โฆษณา|"
    r"реклама|إعلان|פרסומת|διαφήμιση|광고|広告|广告|廣告|"
    r"(?:advertisement|anzeige|werbung|mainos|annons|annonse|reklame?|publicité|publicidad|pubblicità|advertentie)"
    r" ?(?:\(.{4,40}\)|päättyy|slutt?|fin|ende|fine|einde)|"
    r"ad(?: feedback)?|sponsor message|passer la (?:pub(?:licité)?|vidéo)|"
    r"(?:a )?message from our sponsors?|anuncios?|werbeinhalt",
    r"(?:article|story) continues(?: (?:after|below).{0,40})?|continue reading.{0,80}|"
    r"haberin devamı|een (?:andere )?versie van dit artikel verscheen.{0,60}|"
    rf"(?=[^.?:]{{6,80}}+\W?\Z)(?=.*{_GOES_ON})(?=.*{_BELOW})(?=.*(?:{_STORY}|{_ADVERT}))[^.?:]{{6,80}}\W?|"
    r"(?:this|some of the) .{3,40}\baffiliate links?\b.{0,120}|"
    r"diese[rs]? .{3,40}\baffiliate-?links\b.{0,120}",
    r"\*? ?i understand and agree that registration.{0,160}|(?:please )?(?:sign up|subscribe|"
    r"register (?:now|here|today|free|for|to))\b.{0,230}|enter your e-?mail.{0,60}|click here .{0,80}",
    r"type your e-?mail.{0,20}|\d[\d,.]*[km]? (?:likes?|restacks?|claps?|upvotes?)",
    r"thanks for reading .{0,160}|"
    r"(?:close )?thanks for signing up.{0,40}|watch for us in your inbox.*|"
    r"článek si můžete poslechnout.{0,30}|role, .{3,80}|you have selected \d+ posts?\.?|"
    r"notre dossier sur .{2,60}|"
    r"(?:guardar en|save to|enregistrer sur|merken auf|salva su|salvar no|bewaar op|zapisz na) pinterest|"
    r"(?:tag me|etiqu[ée]tame|tague-moi|markiere? mich|taggami|tag mij|me marque)\b.{0,30}@\w.{0,80}|"
    r"stay informed with free updates|simply sign up to .{0,140}|"
    r"(?:add|añadir|ajouter|aggiungi|adicion(?:e|ar)|dodaj) .{2,30} (?:on|to|en|a|sur|à|su|no|ao|do|w) google|"
    r"(?:читайте|смотрите) .{2,30} в (?:telegram|телеграм\w*|вконтакте|max|дзен\w*)\W?|"
    r"veja mais (?:notícias|vídeos) .{3,60}|vídeos: veja .{3,60}|"
    r"make us (?:a )?preferred source.{0,40}|(?:\W{0,4})clique aqui\b.{0,120}|(?:\W{0,4})ha[zg]a? clic aquí\b.{0,120}|"
    r"(?:\W{0,4})cliquez ici\b.{0,120}|suscríbete\b.{0,140}|abonnez-vous\b.{0,140}|inscrivez-vous à .{0,140}",
    r"get (?:our|the) .{0,80}newsletter.{0,60}",
    r"by (?:signing up|subscribing|submitting|registering|continuing),? you .{0,40}(?:agree|consent|accept)\b.{0,40}"
    r"\bour\b.{0,80}(?:terms|conditions|agreement|polic(?:y|ies))\b.{0,80}|indem du (?:fortfährst|"
    r"dich).{0,40}stimmst du.{0,120}|"
    r"en continuant, (?:vous acceptez|tu acceptes).{0,150}|al continuar, aceptas.{0,150}|"
    r"ao continuar, você concorda.{0,150}|"
    r"continuando, accetti.{0,150}|für den inhalt .{3,30} ist der emittent.{0,60}|"
    r"the issuer is solely responsible for the content of this announcement\.|your e-?mail(?: address)?\s?\*?",
    r"follow .{0,40} on (?:twitter|facebook|instagram|x|telegram).{0,40}|download (?:our|the) .{0,40}app.{0,40}",
    rf"\W{{0,3}}(?:{_ALSO}|related|watch)\s?(?:[:：|«“„\"]| [-–—] ).*|(?:more|read|listen)\s?:\s?[^.]{{8,150}}|"
    r"(?:hear|listen to) (?:this|more) (?:story|stories|articles?).{0,40}",
)
_COUNTED = (
    r"\d[\d.,]*[km]? ?(?:views?|vues?|vistas?|visitas?|visualizações|visualizzazioni|aufrufe|weergaven|visningar|"
    r"comments?|commentaires?|comentarios?|comentários?|commenti|kommentare?|reacties|kommentarer|shares?|partages?|"
    r"likes?|j’aime|photos?|fotos?|fotografi[íe]|bilder)"
)
"""How often a page was read or answered."""
_TRAIL = (
    r"(?:home|news|start(?:seite)?|accueil|inicio|início|hem|forsiden?|hjem|etusivu|strona główna|domů|úvod|ana ?sayfa|"
    r"главная|головна|ホーム|トップ|홈|首页|首頁|beranda|trang chủ|الرئيسية|ראשי|דף הבית)"
    r"(?: ?[>»/›→] ?[^.>»/›→]{1,80}){1,6}"
)
"""Where on a site a page is, from its beginning on."""
_GO = (
    r"(?:skip|jump|go(?= to (?:the )?(?:main |page )?content)|zum|zur|dire[kc]t|springen?|"
    r"weiter|aller|passer|accéder|ir|saltar|pasar|pular|avançar|vai|passa|salta|ga|naar|spring|hop(?:p[ae]?)?|gå|"
    r"videre|fortsæt|fortsett|siirry|hyppää|ohita|przejdź|przeskocz|pomiń|"
    r"přejít|přejděte|přeskočit|prejsť|preskočiť|preskoči|prijeđi|idi|sari|salt|mergi|treci|ugrás|tovább|перейти|"
    r"пропустити|пропустить|перейдіть|към|премини|μετάβαση|μεταβείτε|παράβλεψη|langsung|lewati|loncat|chuyển|bỏ qua|"
    r"đi|التخطي|تخط[يىّ]*|تجاوز|انتقل|الانتقال|[اإ]ذهب|דלגו?|מעבר|עבור|پرش|رفتن|رد کردن)"
)
_PARTS_OF_PAGE = (
    r"(?:(?:(?:haupt|hoofd|huvud|hoved|pää)?(?:inhalte?|inhoud|innehåll(?:et)?|innhold(?:et)?|indhold(?:et)?|"
    r"naviga\w{2,7}|menü|menu|meny|sisältöön|valikkoon))|contents?|main|nav|footer|sidebar|site ?index|search|suche|"
    r"recherche|contenus?|contenidos?|contenut[oi]|conteúdos?|navegaci[óo]n|navegação|navegação|menú|treści|nawigacji|"
    r"obsah[u]?|navigac[ei]|conținut(?:ul)?|tartalom(?:hoz|ra)|navigáció(?:hoz|ra)|содержани\w{1,3}|содержимо\w{1,3}|"
    r"контент[ау]?|навигаци[ию]|вмісту?|змісту?|навігації|съдържание(?:то)?|sadržaj|περιεχόμεν\w{1,3}|πλοήγηση|"
    r"konten|isi|menu utama|nội dung|điều hướng|ال?محتوى|ال?محتويات|ال?روابط|التنقل|ל?תוכן|ל?תפריט|محتوا|"
    r"محتوای|منوی?|ナビゲーション|コンテンツ|本文)"
)
_SKIPS = (
    rf"{_GO}(?: [^\W\d_]{{1,12}}| [ld]['’]| [^\W\d_]{{1,8}}['’](?=\w)){{0,4}}? ?{_PARTS_OF_PAGE}(?: [^\W\d_]{{4,14}})?",
    rf"{_PARTS_OF_PAGE} (?:überspringen|anspringen|overslaan|geç|átugrása)",
    r"(?:ana )?(?:içeriğe|menüye|gezinmeye) (?:geç|atla|git)(?:in)?|içeriği atla",
    r"(?:본문|메뉴|주메뉴|하단|콘텐츠|컨텐츠|내용)(?: ?영역)?(?:으?로|을|를)? ?(?:바로 ?가기|건너뛰기|이동)\s?",
    r"(?:本文|ナビゲーション|(?:メイン|主要)?\s?コンテンツ)(?:へ|に|まで)(?:移動|スキップ|ジャンプ|進む)?(?:する)?",
    r"(?:跳|转|轉|前往|移至)[过過到至转轉]{0,2}(?:主要|正文|主)?(?:内容|內容|正文|导航|導覽)[区區]?",
    r"ข้ามไป(?:ยัง|ที่)?(?:เนื้อหา|เมนู)(?:หลัก)?",
    r"(?:मुख्य )?(?:सामग्री|विषयवस्तु|कंटेंट|मेन्यू) पर (?:जाएं|जाएँ|जाइए)",
)
"""What readers for the blind say first of a page."""
_OF_STATE = (
    r"(?:an? |the )?official (?:web)?site of the .{3,60}|a \S+ government agency website|"
    r"(?:here['’]s how you|how do you) know\??|how to identify|official website links end with .{2,20}|"
    r"(?:an? |official |secure )?\.?(?:gov|mil)(?:\.\w\w)? websites? (?:belongs? to|use)\b.{2,160}|"
    r"official websites use \S{2,12}|secure \S{0,12} ?websites use .{4,20}|"
    r"(?:a|look for a) lock \(.{3,40}\) or https.{0,200}|share sensitive information only on .{5,60}|"
    r"all official european union website addresses are .{5,60}",
)
"""What governments say of their sites, above the menu."""
_TURNS = (
    r"(?:(?:older|newer|previous|prev|next|earlier|later|ältere[rn]?|neuere[rn]?|vorherige[rn]?|nächste[rn]?|"
    r"précédente?|suivante?|anterior|siguiente|próxim[oa]|precedente|successiv[oa]|vorige|volgende)\b|"
    r"이전|다음|前の|次の|上一|下一)"
)
"""Begins, with an arrow, what leads to the page before or after."""
_ARTICLE = (
    r"(?:page|article|answer|content|information|guide|document|section|seite|beitrag|antwort|artikel|inhalt|réponse|"
    r"contenu|página|artículo|respuesta|contenido|información|pagina|articolo|risposta|contenuto|artigo|resposta|"
    r"conteúdo|"
    r"antwoord|informatie|sidan?|siden|artikeln|artikkelen|svaret|sivusta|artikkelista|stron[aę]|artykuł|odpowiedź|"
    r"stránka|článek|страница|статья|сторінка|стаття|sayfa|makale)"
)
_HELPFUL = (
    rf"(?:is|was|did) (?:this|the) {_ARTICLE} (?:.{{0,20}} )?(?:useful|helpful|help(?: you)?)\??|"
    rf"(?:war|ist|hat) (?:ihnen )?diese[rs]? {_ARTICLE} (?:hilfreich|nützlich|geholfen)\??|"
    rf"cet(?:te)? {_ARTICLE} vous a-t-(?:il|elle) été utile ?\??|"
    rf"¿?(?:(?:te|le) (?:ha|fue|resultó)|fue|ha sido) .{{0,12}}útil est[ae] {_ARTICLE}\?|"
    rf"quest[oa] {_ARTICLE} (?:ti è stat[oa] )?util[ei]\??|es[st][ea] {_ARTICLE} (?:lhe )?foi útil\??|"
    rf"was (?:dit|deze) {_ARTICLE} (?:nuttig|behulpzaam)\??|"
    rf"var den(?:na|ne|här) {_ARTICLE} (?:till hjälp|användbar|til hjælp|en hjælp|nyttig|til hjelp)\??|"
    rf"oliko tästä {_ARTICLE} apua\??|czy t[ea]n? {_ARTICLE} (?:był[ay]? )?(?:pomocn|przydatn)\w+\??|"
    rf"(?:byl[ao]?|pomohl[ao]?) (?:pro vás |vám )?t(?:ento|ato|oto) {_ARTICLE} .{{3,20}}\?|"
    rf"была? ли эта {_ARTICLE} полез\w+\??|чи була ця {_ARTICLE} корисною\??|"
    rf"bu {_ARTICLE} (?:yararlı|yardımcı|faydalı) oldu mu\??|quanto sono chiare le informazioni su questa pagina\?|"
    r".{2,14}(?:役に立ちましたか|参考になりましたか)[?？]?|.{0,14}도움이 되(?:었|셨)(?:나요|습니까)\??|"
    r"(?:本文|这篇文章|此页)是?否?.{0,8}(?:有帮助|有用)吗?[?？]?"
)
"""Asks whether a page is of use."""
_HELPED = (
    r"[\d.,]+ (?:out of|of|von|av) [\d.,]+ .{3,30}(?:helpful|useful|hilfreich|till hjälp|nyttig)|"
    r"(?=utilis|usu|utenti|aantal|liczba|пользователи)(?=.*(?:util|útil|nuttig|przydatn|полезн))"
    r"(?:utilisateurs|usuarios|utenti|usuários|aantal gebruikers|liczba użytkowników|пользователи).{5,60}"
    r": ?\d+ (?:sur|de|su|van|z|из) \d+|\d+ ?人中 ?\d+ ?人.{4,30}|\d+명 중 \d+명이 .{4,20}|"
    r"have more questions\?(?: .{5,30})?|(?:haben sie (?:weitere )?fragen|vous avez d['’]autres questions|"
    r"¿?tiene más preguntas|hai altre domande|tem mais dúvidas|hebt u meer vragen|har du fler frågor|masz więcej pytań|"
    r"(?:еще|ещё) есть вопросы|başka sorularınız var mı)\s?\? .{0,20}(?:anfrage|demande|solicitud|richiesta|"
    r"solicitação|"
    r"aanvraag|förfrågan|zgłoszenie|запрос|talep)\b.{0,20}|他にご質問が.{0,30}|추가 질문이 있으십니까.{0,20}|"
    r"(?:submit|send|open) a (?:request|ticket)|anfrage einreichen|envoyer une demande|enviar una solicitud|"
    r"invia una richiesta|envie uma solicitação|een aanvraag indienen|still need help\?|(?:return|back) to top"
)
"""What a page says below that."""
_APPLY = (
    r"(?:easy |quick )?apply (?:now|online|on .{3,40}|for (?:this )?job)|"
    r"(?:jetzt|online|direkt|gleich) bewerben|(?:je )?postule[rz]?(?: (?:maintenant|en ligne|à cette offre))?|"
    r"inscribirme(?: en esta oferta)?|candidati (?:ora|subito)|candidat(?:ar|e)-se(?: .{4,12})?|"
    r"solliciteer(?: (?:nu|direct|online|hier))?|ansök (?:nu|här)|søg (?:jobbet|stillingen)|"
    r"søk (?:på )?(?:stillingen|jobben)|hae (?:paikkaa|työpaikkaa)|aplikuj(?: teraz)?|"
    r"odpovědět na (?:nabídku|inzerát)|(?:hemen )?başvur|откликнуться(?: на вакансию)?|応募(?:する|画面へ進む)|"
    r"(?:즉시 ?|바로 ?|입사 ?)?지원하기|立即(?:申请|投递|應徵)|我要應徵"
)
"""Applies for a job."""
_FACES = r"[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\s]{1,12}"
_PAGE = (
    r"this (?:post|article|page|story) is also available in .{2,120}|"
    r"this topic was automatically closed.{0,120}|"
    r"this content is provided by .{2,40}, which may be using cookies.{0,60}|"
    r"article réservé (?:aux|à nos) abonnés|(?:contenuto|contenido|conteúdo) (?:riservato|exclusivo).{0,40}|"
    r"reporting from .{3,60}|[\d.,]+ (?:from|out of) [\d.,]+ (?:votes?|ratings?|reviews?)|\d+ minut\w{0,2} di lettura|"
    r"写真・図版|empfohlener redaktioneller inhalt|externer inhalt|an dieser stelle finden sie einen externen inhalt.*|"
    r"ich bin damit einverstanden, dass mir externe inhalte.*|il vous reste [\d.,]+ ?% de cet article à lire.*|"
    r"この記事は有料記事です。.*|有料(?:会員)?(?:限定)?(?:記事)?|会員限定(?:記事)?",
    r"this article is more than .{3,20} old|zur merkliste(?: hinzufügen)?|artikel zum hören.{0,20}|"
    r"기사원문|"
    r"이 기사는 언론사에서 .{1,10} 섹션으로 분류했습니다\.?|"
    r"nach oben|(?:zurück )?zu[rm] (?:(?:\w+-)?startseite|seitenanfang)|"
    r"haut de (?:la )?page|retour (?:en haut|à l['’]accueil)|"
    r"volver arriba|torna su|맨 ?위로|페이지 ?상단으로|ページの先頭へ|ページトップへ|"
    r"ajouter à (?:vos|mes|ma) .{3,20}|añadir a (?:favoritos|mi lista)|"
    rf"{_HELPFUL}|{_HELPED}|yes\W+no|ja\W+nein|oui\W+non|sí\W+no|예\W+아니[요오]|"
    r"report (?:a|an) (?:problem|error|issue) (?:with|on|in) this (?:page|article)|"
    r"(?:manage|update|change) your (?:e-?mail )?(?:preferences|subscription)|(?:cookie|privacy) settings|"
    r"jump to (?:this )?recipe|back to top|reuse this content",
    _TRAIL,
    _APPLY,
    r"@\w{2,30}|news provided by|this page was last (?:edited|modified|updated) on .{5,60}|"
    r"(?:last )?(?:updated|published|posted)\s?:?\s(?:about |over )?(?:an?|\d+) \w+ ago|"
    r"view (?:this e-?mail )?in (?:your )?browser|unsubscribe\b.{0,80}|"
    r"you(?: are| have|['’]re|['’]ve)? receiv(?:e|ed|ing) this (?:e-?mail|message|newsletter|because)\b.{0,160}",
    r"(?:updated |edited )?(?:about |over )?(?:an?|\d+) (?:minute|hour|day|week|month|year)s? ago(?: updated)?|avatar|"
    r"[0-5][.,]\d ?(?:[★⭐☆]{1,5} ?[(（]?|[(（])\d[\d.,]* ?(?:reviews?|ratings?|bewertungen|avis|opiniones|recensioni|"
    r"beoordelingen)?[)）]?|"
    r"(?:in|out of) stock|auf lager|sofort lieferbar|en stock|in voorraad|op voorraad|i lager|på lager|"
    r"disponibile subito|"
    r"vedi azioni|"
    r"the following links open in a new tab|updates? to this page|\d+ people viewed|"
    r"\d+ ?min(?:ute)?s?(?: to)? read|(?:reading time|temps de lecture|lesezeit|tempo di lettura|tiempo de lectura|"
    r"tempo de leitura|"
    r"leestijd|lästid|læsetid|lesetid|czas czytania|время чтения|okuma süresi)\b.{0,30}|"
    r"(?:last )?updated?\W*",
    r"(?:最終更新\s?[:：]?\s?)?\d{1,2}/\d{1,2}\s?[(（][月火水木金土日][)）]\s?\d{1,2}:\d\d(?:\s?(?:配信|更新|公開))?|"
    # Between the entries of a live blog.
    r"\d{1,2}:\d\d\s?/\s?\d{1,2}:\d\d|\d{1,2}[:.]\d\d(?: ?(?:uhr|h|klo|[ap]\.?m\.?|[a-z]{2,4}t))?|"
    r"(?:a version of )?this article (?:appears|appeared) (?:in|on) .{0,40}print.*|"
    r"(?:table of |page )?contents|(?:in|on) this (?:article|page)|copy page|press contacts|save this story|"
    r"purchase licensing rights.*|"
    r"republish (?:our|this) articles?.*|"
    r"see more on: .{1,80}|.{0,80}\((?:pdf|docx?|xlsx?|zip)\b.{0,20}\)|"
    r"(?:save|report|share) (?:this )?(?:job|event|vacancy|offer)(?: .{2,20})?|"
    r"(?:stelle|job|anzeige) (?:merken|speichern|teilen|drucken|melden)|"
    r"(?:sauvegarder|enregistrer|partager|imprimer|signaler) (?:l['’]|cette )(?:offre|annonce)|"
    r"(?:guardar|compartir|denunciar) (?:esta |la )?(?:oferta|vacante)|"
    r"(?:salva|condividi|segnala) (?:l['’]|questa )?(?:annuncio|offerta)|"
    r"(?:salvar|partilhar|compartilhar) (?:a |esta )?vaga|"
    r"(?:deel (?:deze )?|print )vacature|vacature (?:opslaan|bewaren|"
    r"delen|printen)|"
    r"spara (?:annonsen|jobbet)|zapisz ofertę|"
    r"(?:add|save) (?:this |event )?to (?:my |your |google |outlook |apple )?calendar|(?:google|outlook|"
    r"ical(?:endar)?) ?"
    r"(?:calendar|export)|zum kalender hinzufügen|(?:termin )?in (?:den |meinen )?kalender (?:eintragen|speichern|"
    r"übernehmen)|"
    r"ajouter (?:à (?:l['’]agenda|mon (?:agenda|calendrier))|au calendrier)|(?:añadir|agregar) al calendario|"
    r"aggiungi al calendario|adicionar (?:ao calendário|à agenda)|toevoegen aan (?:mijn )?(?:agenda|kalender)|"
    r"lägg till i kalender\w*|tilføj til kalender|legg til i kalender\w*|lisää kalenteriin|dodaj do kalendarza|"
    r"přidat do kalendáře|takvime ekle|добавить в календарь|додати в календар|カレンダーに(?:追加|登録)(?:する)?|"
    r"캘린더에 (?:추가|저장)|添加到日历|加入行事曆|أضف إلى التقويم|הוספה ליומן|tambahkan ke kalender|thêm vào lịch|"
    r"เพิ่มลงในปฏิทิน|"
    r"(?:veranstaltung|termin) teilen|partager (?:l['’]|cet )événement|compartir (?:este )?evento|"
    r"condividi (?:l['’])?evento|"
    r"compartilhar evento|deel (?:dit )?evenement|dela evenemang\w*|"
    r"add to (?:basket|cart|bag|wish ?list|my .{2,12})|in den warenkorb|ajouter au panier|añadir al carrito|book now|"
    r"シェアする|기사 ?공유|추천|اشتراک[\u200c ]?گذاری|"
    r"(?:jump|go|skip|ir|vai|aller|zu[rm]?) .{0,20}(?:comments?|comentarios|commenti|commentaires|kommentare?n?)"
    r"(?: section)?|z\+ \(abo.*|"
    r"(?:zobrazit |ver |voir |open |view |guarda )?(?:(?:la |the )?(?:foto|photo|bilder) ?(?:galer\w+|gallery|strecke)|"
    r"galería|diaporama)(?: \d+)?|"
    r"(?:텍스트 )?음성 변환.{0,20}|글자 크기.{0,12}|sns ?(?:보내기|공유)|본문 ?요약봇?|"
    r"edit this page(?: on github)?|view page source|(?:show|view) (?:map|source)|get e-?mails about this page|"
    r"applies to .{3,40}",
    r"[←⟵] ?\S.{2,120}|"
    rf"[←‹«⟵] ?{_TURNS}.{{0,160}}|{_TURNS}.{{0,160}}? ?[→›»⟶]|"
    r"(?:back|return) to (?:the |our )?(?:index|home(?: ?page)?|top|contents|blog|list|jobs|search|all|results|"
    r"news ?room|"
    r"news|overview|press releases?|articles?|events?|vacanc(?:y|ies)|recipes|forum|help cent(?:er|re))\b.{0,120}|"
    r"zurück (?:zu[rm]?|auf) (?:übersicht|liste|startseite|suche|ergebnis\w*|news|aktuelles|stellenangebot\w*)|"
    r"retour (?:à la (?:liste|page .{3,20}|recherche)|aux? (?:actualités|résultats|sommaire|offres|articles|blog|"
    r"événements))|"
    r"volver (?:al?|a la|a las) (?:listado|lista|noticias|inicio|portada|resultados|blog|ofertas|actualidad)|"
    r"voltar (?:ao|à|às|para) .{0,4}(?:início|lista|notícias|página inicial|resultados|blog|vagas)|"
    r"torna (?:al|alla|all['’]|alle) ?(?:elenco|lista|indice|notizie|home|ricerca|blog|offerte)|"
    r"terug naar (?:het |de )?(?:overzicht|lijst|nieuws\w*|home|zoekresultaten|vacatures)|"
    r"(?:tillbaka till|tilbage til|tilbake til) (?:översikt\w*|oversigt\w*|oversikt\w*|list\w*|nyhet\w*|nyhed\w*|"
    r"start\w*|forsid\w*)|takaisin (?:etusivulle|uutisiin|listaan|luetteloon)|"
    r"(?:wróć|powrót) do (?:listy|aktualności|strony głównej|wyników)|zpět na (?:přehled|seznam|úvod\w*|výpis\w*)|"
    r"(?:назад|вернуться|обратно) (?:к|на) (?:списку|новостям|главную|результатам)|(?:listeye|ana sayfaya|"
    r"habere) (?:geri )?dön|"
    r"一覧(?:へ|に)?(?:戻る|もどる)|목록(?:으로|보기)?|返回(?:列表|首页|上一[页级]|新闻中心)|"
    r"\d+ (?:people|person) likes? this\.?|be the first to (?:like|comment).{0,40}|"
    r"there (?:are|is) currently \d+ users? browsing.*|"
    rf"(?:{_COUNTED}[\s·|,]*)+|"
    r"contents lists available at .{3,40}|available online at \S.{3,60}|journal home ?page ?:? ?\S{3,80}|"
    rf"{_FACES}|"
    r"[-=_*~#•·.\s]{2,}|[-–—]?\s?\d{1,2}\s?[-–—]|page \d+(?: of \d+)?|https?://\S+",
)
_SOURCES = (
    r"sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|источники?|джерел[оа]|kaynak(?:lar)?|źródł[oa]|zdroje?|"
    r"källor?|"
    r"kilder?|lähteet|lähde|forrás|surs[ae]|πηγ(?:ή|ές)|المصدر|מקור|منبع|स्रोत|ที่มา|nguồn|sumber|来源|來源|출처|出典"
)
_OUTLET = r"(?-i:(?=[^\W_a-zß-ÿ]|(?:dpa|epd|kna|sid|ots|apa|sda)\b))(?:[^\s!?。:：]{1,30}\s){0,5}[^\s!?。]{1,40}"
"""The name of an outlet, a few words at most."""
_FOOT = (
    r"tous droits réservés.{0,60}|reservados todos los derechos.{0,60}|"
    r"todos os direitos reservados.{0,60}|alle rechten voorbehouden.{0,60}|alle rechte vorbehalten.{0,60}",
    r"(?:copyright|©|\(c\)|ⓒ|<저작권자).{0,200}",
    r"\(?(?:additional )?(?:reporting|writing|editing|edited) by .{3,200}|our standards: ?.{0,80}",
    r"(?:tags|libellés|labels|témata|témy|теги|тэги|tagi|etiquetas|schlagw[oö]rter|"
    r"mots[- ]clés|태그|タグ|标签|標籤)\s?[:：].{1,160}",
    r"[（(]?(?:责任编辑|責任編輯|编辑|編輯|责编|校对)\s?[:：].{1,30}",
    r"点击.{0,4}阅读原文.{0,20}|字体[:：]小?中?大?(?:分享到[:：])?|"
    r"阅读原文|阅读 ?\d+|在看|原创|réutiliser ce contenu|contribuer|"
    r"l['’]espace des contributions.{0,60}|feedback|artikel anhören.{0,20}|weitere optionen zum teilen|"
    r"コメント ?\d+ ?件|"
    r"(?:leer en español|read in english|lire en français|auf deutsch lesen)|"
    r"(?:à )?lire (?:aussi|également) [^.]{5,150}|"
    r"leestijd.{0,20}|partilhar(?: notícia)?|ler mais tarde|ler \d+ comentários|vstoupit do diskuse|spara|"
    r"trở lại .{2,30}|"
    r"fot\. .{2,60}|kuva: .{2,60}|подписывайтесь\b.{0,60}|dapatkan update.{0,80}|filed under:? .{1,80}|"
    r"字体[:：]?|分享到[:：]?|[小中大]|【纠错】|【责任编辑.{1,20}】|"
    r"sent from (?:my|outlook for) .{2,40}|apply(?: now)?|…?\s?(?:see|read|show) more|(?:re)?posts?|boosts?",
    r"the \w+ is not responsible for.{0,80}|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|\(end\)|enditem|ends|-30-|###|■",
)
_AMID = {
    "photo": r".{1,250}\((?:(?:ap|epa|afp|upi|pa|reuters|file|pool|handout) )?"
    r"photos?(?:/|: ?| by | courtesy ).{2,60}\)",
    "foto:": (captioned := r".{1,200}\b(?:foto|photo|kuva|bild|ảnh)\s?: [^.!?]{2,50}"),
    "photo:": captioned,
    "kuva:": captioned,
    "ảnh:": captioned,
    "bild:": captioned,
    "credit": r".{0,160}\bcredit(?:\.\.\.|…).{2,100}|credits?: .{2,60}",
    "google": r"(?=.*(?:\bgoogle (?:news|новости|haberler|nieuws|noticias|actualités)\b|wiadomościach google))"
    r"(?:.{0,80}[.!] )?(?:follow|ακολουθήστε|obserwuj|síg[au]e(?:nos)?|suivez|segui(?:ci)?|siga|folge|volg|följ|"
    r"følg|seuraa|sledujte|подпишитесь|читайте)\b.{0,120}|"
    r".{2,60} (?:preferred source|bevorzugte quelle|fuente preferida|source préférée|fonte preferi(?:t|d)a) .{0,60}"
    r"google.{0,100}",
    " funding ": r".{3,80} receives funding from .*|.{3,80} provides funding as a member of .*",
    "is a reader-supported": r".{2,60} is a reader-supported publication\..*",
    "click here to": r".{0,60}click here to follow us.{0,40}",
    "→": (leading_on := r"\S.{2,120} [→⟶]"),
    "⟶": leading_on,
    "edit on git": r".{0,60}\bedit on git(?:hub|lab)",
    "launched": r"(?:.{0,60} · )?launched .{3,20} ago",
    "newsletter": r".{0,60}\bnewsletters?\W{0,2}|newsletter [^\W\d_a-z]\w{2,20}",
    "자료사진": r".{1,100}자료 ?사진\W?",
    "riservata": r".{0,3}riproduzione riservata\W?",
    "reserved": r".{0,120}all rights reserved.{0,80}",
    "무단": r".{0,80}무단 ?전재.{0,80}",
    "無断": r".{0,80}無断(?:転載|複製|引用).{0,80}",
    "不得转载": r".{0,30}未经.{0,12}不得转载.{0,30}",
}
"""What begins with any words, by a word that is in it."""
_HEADINGS = (
    r"(?:related|more|other|latest|top|recommended|popular|trending|most)(?: (?:read|viewed|popular|shared|commented))?"
    r"(?: on this| from)?(?: (?:stories|story|articles?|news|topics?|content|coverage|links|videos?|headlines))?"
    r"(?: (?:on|from|in) .{1,40})?\s?[:：]?",
    r"explore more on these topics|related internet links|(?:topics|tags|keywords)\s?[:：]?|recommended for you",
    rf"{_ALSO}|more stories on|more to read|etiquetas|lue lisää aiheesta|témata|"
    r"mais do .{2,12}|tópicos(?: relacionados)?|suggested topics|.{0,12}(?:यह|ये) भी पढ़ें|"
    r"[【\[](?:関連記事|あわせて読みたい|관련 ?기사|相关阅读|延伸閱讀)[】\]]|лента новостей|mehr lesen über|"
    r"meer over .{2,40}|więcej o|související(?: články)?|δείτε επίσης|بیشتر بخوانید|مطالب مرتبط|"
    r"auch interessant|weitere artikel|das könnte (?:sie|dich) auch interessieren|seuraa ja lue .{0,60}|"
    r"diğer haberler|son dakika.{0,20}|vezi și|potrebbe interessarti.{0,20}|más noticias|"
    r"consigliati|recomendados|recommandés|aanbevolen|polecane|рекомендуем|читайте на .{2,20}|"
    r"mais sobre|แท็กที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|tin liên quan|berita terkait|"
    r"editors?['’]? picks?|don['’]t miss|also (?:from|by|in) this (?:source|author|section|series)",
    r"what to read next",
    r"you (?:may|might) also (?:like|be interested in).{0,20}",
    r"les plus lus|sur le même (?:sujet|thème)|meistgelesen|verwandte artikel",
    r"más información|archivado en|lo más (?:visto|leído)|(?:noticias|artículos) relacionad[oa]s|mais lidas|"
    r"i più letti|najczęściej czytane|самое (?:популярное|читаемое)|популярное|mest läst|"
    r"(?:en )?çok okunanlar|nejčtenější",
    r"(?:материалы )?по теме|saiba mais|"
    r"zum weiterlesen|à découvrir|list (?:of \d+ items|\d+ of \d+)|"
    r"많이 본 (?:기사|뉴스)|주요 ?뉴스|인기 ?(?:기사|뉴스)",
)


_BUTTONS = (
    r"(?:pin|print|save|rate|share|review)(?: (?:this|the))? recipe|"
    r"rezept (?:drucken|speichern|merken|bewerten|teilen)|"
    r"(?:gem|lagre|spara) (?:i|som) favorit\w*|tallenna suosikkeihin|salva (?:nei|tra i) preferiti|"
    r"guardar en favoritos|salvar nos favoritos|opslaan in favorieten|zapisz w ulubionych|summari[sz]e this e-?mail|"
    r"(?:in|zu) (?:meine?|meinem) (?:rezeptsammlung|kochbuch|favoriten)|imprimer la recette|imprimir (?:la )?receta|"
    r"guardar (?:la )?receta|ajouter à (?:vos|mes|mon) (?:sélections|favoris|carnet)|stampa (?:la )?ricetta|"
    r"レシピを(?:保存|印刷)",
)
"""What the reader of a page can do with it, above its text."""
_LINKS = (
    _TRAIL,
    r"home(?: ?page)?|start(?:seite)?|accueil|inicio|início|หน้าแรก|首页|首頁|ホーム|トップ|главная|strona główna|"
    r"etusivu|domů|ana ?sayfa|الرئيسية|trang chủ|beranda|홈|menu|menü|menú|메뉴|navigation menu|전체 ?보기|카테고리|"
    r"новости|wiadomości|zprávy|haberler|أخبار|ニュース|뉴스|新闻|新聞|tin tức|ข่าว|nyheter|uutiset|nieuws|notizie|"
    r"berita|news|nachrichten|aktuell|actualités|noticias|lokales|regional|sport|politik|kultur|wetter|videos?|"
    r"vid[ée]os|"
    r"podcasts?|live|magazine?|blog|(?:press|news|media) release|news story|pressemitteilung|communiqué de presse|"
    r"nota de prensa|comunicato stampa|태그|방명록|글쓰기",
    r"about(?: (?:us|me))?|contact(?: (?:us|me))?|über (?:mich|uns)|kontakt|à propos|sobre (?:mí|nosotros|mim|nós)|"
    r"contacto|chi siamo|contatti|over (?:ons|mij)|contato|om (?:oss|os|mig|meg)|o (?:mnie|nas)|о нас|контакты|"
    r"search(?: .{2,20})?|suchen?|buscar|rechercher?|cerca|pesquisar|zoeken|sök|søg|søk|haku|szukaj|hledat|hledání|"
    r"поиск|пошук|"
    r"検索|검색|搜索|搜尋|hilfe|aide|ayuda|aiuto|ajuda|hjälp|hjælp|hjelp|pomoc|nápověda|помощь|yardım|ヘルプ|도움말|"
    r"帮助|log ?in|sign ?(?:in|up)|login|anmelden|registrieren|mein konto|register|my account|"
    r"account|mon (?:carnet|compte)|connexion|se connecter|s['’]inscrire|iniciar sesión|entrar|mi cuenta|accedi|"
    r"inloggen|mijn account|minha conta|logga in|log ind|logg inn|zaloguj(?: się)?|войти|登录|注册|登入|"
    r"ログイン|会員登録|로그인|회원가입|subscribe|abo(?:nnement)?|newsletter|suscríbete|구독하기",
    r"shop|store|boutique|magasin|tienda|winkel|loja|butik|sklep|docs|documentation|downloads?|community|forum|"
    r"products?|solutions|pricing|features|support|help|security|status",
    r"(?:(?:all |our |toutes les |alle |todas las )?(?:recipes|rezepte|recettes|recetas|ricette|recepten))|przepisy|"
    r"recept(?:y|ek)?|oppskrifter|opskrifter|reseptit|receitas|tarifler|рецепты|菜谱|食谱|レシピ|레시피",
)
"""Rows of the menus of sites."""
_TERMS = (
    r"(?:.{2,30} )?privacy (?:notice|policy|statement)|"
    r"(?:privacy|cookies?|terms)(?: (?:policy|notice|statement|settings|of (?:use|service)))?|impressum|"
    r"datenschutz(?:erklärung)?|agb|nutzungsbedingungen|mentions légales|politique de confidentialité|cgu|"
    r"plan du site|aviso legal|política de (?:privacidad|privacidade|cookies)|nota legale|privacybeleid|"
    r"algemene voorwaarden|integritetspolicy|polityka prywatności|regulamin|termos de uso|gizlilik politikası|"
    r"политика конфиденциальности|隐私政策|隱私權政策|colofon|rss|mastodon|sitemap|site map|imprint|nach oben|"
    r"haut de page|プライバシーポリシー|利用規約|会社概要|개인정보 ?처리방침|이용약관|footer(?: navigation)?|"
    r"manage cookies|do not share my personal information|accessibility(?: statement)?|barrierefreiheit|"
    r"accessibilité.{0,30}|"
    r"accesibilidad|accessibilità|acessibilidade|toegankelijkheid|tillgänglighet\w*|tilgængelighed\w*|"
    r"tilgjengelighet\w*|"
    r"saavutettavuus\w*|dostępność|deklaracja dostępności|přístupnost|aviso jurídico|note legali|juridische informatie",
)
"""Rows of the foot of a site's page alone."""
_FOOT_HEADINGS = (
    r"(?:ähnliche|weitere|passende|mehr) rezepte\b.{0,40}|voir aussi|recettes (?:similaires|associées)|"
    r"sobre la firma|about the authors?|zu[rm] autor(?:in)?|über (?:den autor|die autorin)|sull['’]autore|"
    r"à propos de l['’]auteure?|sobre (?:el|la) autora?|o autor[ze]e?|over de auteur|"
    r"om (?:skribenten|forfatteren)|об авторе|o autorovi|yazar hakkında|عن (?:الكاتب|المؤلف)|この記事を書いた人|筆者|"
    r"作者简介|"
    r"(?:recetas|entradas) (?:relacionad|similar)[eo]?[as]*|ricette (?:simili|correlate)|"
    r"(?:vous aimerez|ça peut vous plaire)(?: peut-être)?(?: aussi)?|"
    r"das könnte (?:dir|ihnen) auch (?:schmecken|gefallen)|"
    r"(?:también )?te puede gustar(?: también)?|potrebbe(?:ro)? (?:anche )?piacerti(?: anche)?|"
    r"goes well with|comments, questions and tips|"
    r"more recipes (?:with|from|for) .{2,40}|(?:related|similar) (?:recipes|posts)|you (?:might|may) also (?:like|"
    r"enjoy)|"
    rf"{_HELPFUL}|reader interactions|primary sidebar|(?:also|"
    rf"more) from this source|"
    r"(?:meer|vergelijkbare|gerelateerde) recepten\b.{0,40}|receitas (?:relacionadas|semelhantes)|(?:fler|"
    r"flere) (?:recept|opskrifter|oppskrifter)|"
    r"podobne przepisy|похожие рецепты|相关菜谱|관련 레시피|関連レシピ|関連リンク",
)
"""Above other pages of a site, and below the text of this."""


def _whole(*patterns: str) -> Callable[[str], bool]:
    """Return what tells a row that is one of these, which are in small letters, trying those that begin as it does."""
    every = {each: _first_letters(each) for each in _alternatives("|".join(patterns).replace("ı", "i"))}
    letters = frozenset().union(*every.values())
    may_begin_otherwise = not all(every.values())

    @cache
    def beginning(letter: str) -> re.Pattern[str]:
        signs = {letter, _class_of(letter)} if letter else set[str]()
        return re.compile("|".join(each for each, first in every.items() if (signs & first if signs else not first)))

    def is_whole(row: str) -> bool:
        row = _small(row)
        first = row[:1]
        first = first if first in letters else _class_of(first)
        return bool(
            (first in letters and beginning(first).fullmatch(row))
            or (may_begin_otherwise and beginning("").fullmatch(row))
        )

    return is_whole


def _class_of(letter: str) -> str:
    """Return the class of a sign as patterns write it: of a digit, of what is in no word, or of neither."""
    if letter.isalnum():
        return r"\d" if letter.isdecimal() else ""
    return letter if letter in ("", "_", r"\d", r"\W") else r"\W"


_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[?*+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, those of a group that it is as one."""
    found, depth = [""], 0
    for token in _TOKEN.findall(pattern):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            found.append("")
        else:
            found[-1] += token
    return found


def _first_letters(pattern: str) -> frozenset[str]:
    """Return the signs, and the classes of them, with which all that a pattern tells begins; none if unsure."""
    token = _TOKEN.match(pattern)
    if not token:
        return frozenset()
    if is_group := pattern.startswith("(?:"):
        depth = 0
        for token in _TOKEN.finditer(pattern):
            depth += (token[0] == "(") - (token[0] == ")")
            if not depth:
                break
    quantifier = _QUANTIFIER.match(pattern, token.end())
    rest = pattern[quantifier.end() if quantifier else token.end() :]
    if is_group:
        firsts = [_first_letters(each + rest) for each in _alternatives(pattern[3 : token.end() - 1])]
    else:
        firsts = [_letters_of(token[0])]
    if quantifier and quantifier[0][0] in "?*{" and int(quantifier["least"] or 0) == 0:
        firsts.append(_first_letters(rest))
    return frozenset().union(*firsts) if all(firsts) else frozenset()


def _letters_of(token: str) -> frozenset[str]:
    """Return what a part of a pattern that is one sign stands for; nothing where that is too much."""
    if token.startswith("[") and len(token) > 1:
        bare = token[1:-1]
        each = list(map(_letters_of, re.findall(r"\\?.", bare)))
        return frozenset().union(*each) if all(each) and bare[0] != "^" and "-" not in bare[1:-1] else frozenset()
    if token in (r"\d", r"\W", r"\s"):
        return frozenset((token if token == r"\d" else r"\W",))
    bare = token.removeprefix("\\")
    return frozenset() if token in ".^$|()" or (bare != token and bare.isalnum()) else frozenset(bare)


def _small(row: str) -> str:
    return row.lower() if row.isascii() else row.lower().replace("ı", "i").replace("i\u0307", "i")


_is_sharing = _whole(rf"(?:(?:{'|'.join(_SHARING)})(?:[\s|•·,/>+:-]+|$))+")
_begins_as_furniture = _whole(
    *_PICTURES,
    *_PROGRAMS,
    *_COOKIE_BUTTONS,
    *_COOKIE_NOTICES,
    *_ADVERTS,
    *_SKIPS,
    *_OF_STATE,
    *_BUTTONS,
    *_PAGE,
    *_FOOT,
)
_is_furniture = _whole(*_AMID.values())
_heads_list = _whole(*_HEADINGS)
is_banner = _whole(*_COOKIE_BUTTONS, *_BANNER)
is_button = _whole(*_BUTTONS)
is_skip = _whole(rf"(?:(?:{'|'.join(_SKIPS)})(?:\s?\[?\d\]?)?){{1,4}}", *_OF_STATE)
_is_word_of_menu = _whole(*_LINKS)
is_terms = _whole(*_TERMS)
is_application = _whole(_APPLY, r"apply|bewerben|solicitar|candidati|ansök")
_heads_other_pages = _whole(*_FOOT_HEADINGS)
_SOURCE_ROW = re.compile(rf"(?:{_SOURCES})\s?[:：]\s?{_OUTLET}", re.IGNORECASE)


_CREDIT = re.compile(r"\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]|（([^（）]{2,60})）")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_PHOTO = re.compile(r"photo|images?\b|courtesy|pool|via\b|handout|사진|제공|[摄攝]$|撮影$", re.IGNORECASE)
_TAKEN = re.compile(
    r"(?:(?i:(?:^|[^\w-])(?:photo(?:graph|s)?|fotos?|fotó|bild|beeld|kuva|fot\.|zdjęcie|фото|ảnh|image|illustration|"
    r"crédits?(?: photos?)?|credits?)\s?(?:[:：]|by\s(?=(?-i:[A-Z]))|/\s?))[^:：]{2,60}|"
    # "The mill on Monday. Photo Ida Dahl", "A goat (Ansa/Ida Dahl)", "A goat | AFP".
    r"[.!?…”\"»)] (?:Foto|Photo|Bild|Beeld|Illustratie)(?: [^\W\d_a-zß-ÿ]\S*){1,4}|"
    # "A goat. (Provided: Ida Dahl)", "A goat. [IDA DAHL]", and in Chinese "一只羊。 … 图".
    r"(?<=[.!?…”]) \((?:[^\W\d_a-zß-ÿ][\w.'’-]* ){0,3}[^\W\d_a-zß-ÿ][\w.'’-]*: (?:[^\W\d_a-zß-ÿ][\w.'’-]* ){0,3}"
    r"[^\W\d_a-zß-ÿ][\w.'’-]*\)|(?<=[.!?…”]) \[(?:[^\W\d_a-zß-ÿά-ώ]{2,} ){1,3}[^\W\d_a-zß-ÿά-ώ]{2,}\]|"
    r"[。\s]\s?[^\s。，]{2,12} ?[\u3400-\u9fff]{2,4} 图|"
    r" \((?:(?:[^\W\d_a-zß-ÿ][\w.'’-]* ){1,3}[^\W\d_a-zß-ÿ][\w.'’-]+ ?/ ?[^\W\d_a-zß-ÿ][^()/]{2,40}|"
    r"(?i:(?:fot\.|foto|photo|ph\.|credit|crédit)\s[^()]{1,60}|"
    r"(?:ansa|afp|ap|reuters|getty|lapresse|epa|efe|dpa|apa|imago|keystone|pap|anp|belga|ntb|tt|"
    r"lehtikuva)/[^()]{3,40}))\)|"
    r"(?: [-–—|/]|[.…]) ?(?:Divulgação|Reprodução|Arquivo|Handout|Getty Images|AFP|Reuters|AP|EFE|ANSA|EPA|dpa|IMAGO)"
    r"(?:/[^.!?]{2,40}| Photo)?|"
    r"[\w.…)”] ?© ?[^.!?]{2,60}|[.…)”] [A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?: [A-ZÀ-Þ.’'-]+)+(?: «[^»]*»)?|"
    r"[=＝／/、\s][^\s。、=＝／をでがにらも]{2,20}撮影|[=＝／/（(][^\s。、=＝／を]{2,20}提供）?|"
    r"[=＝](?:共同|ロイター|AP|AFP|AFP時事|時事)|[^。]{8}[=＝][\u3400-\u9fff]{2,6}[都道府県市区町村郡][\u3400-\u9fff]{0,6}|"
    r"\S ?/ ?[^/,.!?]{2,40}, CC[ -]?(?:BY|0)\S{0,10}|[（(][^()（）]{2,20}[攝摄][）)]|"
    r"[\s。／/|]\S{0,10} ?[\u3400-\u9fff]{2,4} ?[摄攝]|[。\s](?:圖片|图片|圖|图)(?:來源|来源)?\s?[:：／/|][^。]{2,30}|"
    r"[.\])/] ?[^\s=]{2,15}(?: [^\s=]{2,10})? 제공|(?<=[.\])]) [가-힣]{2,4} 기자|/ ?사진\s?[=:].{1,30})"
    r"(?<![.!?…。！？])$"
)
"""Who took a picture, at the end of what is on it."""
_MAY_BE_TAKEN = re.compile(r"[:：/／|(\[（)\].!?…”\"»。©=＝、–—-]|[bB][yY]\s|[撮攝摄图圖]")
"""What is in all that says so."""
_OF_SITE = re.compile(
    r"\b(?:copyright|upphovsrätt\w*|urheberrecht\w*|droits? d['’]auteur|derechos de autor|direitos autorais|"
    r"diritt[oi] d['’]autore|praw\w* autorsk\w+|авторск\w+ прав\w*)\b|著作権|版权|版權|저작권|후원(?:해|하기)|"
    r"\b(?:support (?:us|our)|donate|soutenez|unterstützen sie uns|apóyanos|sostien(?:i|ici|ilo)|steun ons|"
    r"stö[dt]t? oss|wesprzyj|поддержите|донаты?)\b|"
    r"\b(?:subscri(?:be|ption)|newsletters?|abonn(?:é|ez|ement|ieren|enten)|assina(?:nte|tura)|suscri(?:b|p|ptor)|"
    r"nieuwsbrief|prenumer|nyhetsbrev|abbona(?:ti|mento)|abone ol)|"
    r"подписк|подписывайтесь|購読|会員登録|구독|订阅|訂閱|اشتراك",
    re.IGNORECASE,
)
_SIGNS_OF_SITE = (
    *("copyright", "upphovsrätt", "urheberrecht", "droit", "derechos de autor", "direitos autorais", "diritt", "praw"),
    *("авторск", "著作権", "版权", "版權", "저작권", "후원", "support us", "support our", "donate", "soutenez"),
    *("unterstützen sie uns", "apóyanos", "sostien", "steun ons", "stöd", "stöt", "wesprzyj", "поддержите", "донат"),
    *("subscri", "newsletter", "abonn", "assina", "suscri", "nieuwsbrief", "prenumer", "nyhetsbrev", "abbona"),
    *("abone ol", "подписк", "подписывайтесь", "購読", "会員登録", "구독", "订阅", "訂閱", "اشتراك"),
)
"""Of which each such row has one in small letters, looked for in a tenth of the time."""
_ASCII_SIGNS_OF_SITE = tuple(filter(str.isascii, _SIGNS_OF_SITE))
_ENDS = frozenset(".!?…。！？।؟۔'\"”“’‘»«›‹」』)]\n")
"""With what a sentence can end; German and Danish close quotations with the signs that open them elsewhere."""
_SENTENCE_END = re.compile(
    r"[.!?…。！？।؟۔]['\"”“’‘»«›‹」』)\]]*"
    r"(?:\s?\([^()]{2,40}\)|[¹²³⁴-⁹]{1,2}|\[\d{1,3}\]|(?<=[a-z]{4}[.!?])\d{1,2})?$"
)
"""The last sign of a sentence, with the marks of a quotation, a credit or a note behind it."""
_END_MARKS = ("enditem", "(end)", "■", "▲", "●", "-30-")
_END_MARK = re.compile(rf"\s+(?:{'|'.join(map(re.escape, _END_MARKS))})$", re.IGNORECASE)
MAX_BOILERPLATE_CHARS = 260
MAX_ROWS_KEPT = 500
"""Rows of which it is remembered whether they are boilerplate: of those of a header it is asked several times."""
_LAST_CREDIT = re.compile(r"\(([^()]{2,60})\)$")
CREDIT_WINDOW_CHARS = 64
MAX_LISTED_ROWS = 12


_UNPUNCTUATED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]+")
MIN_UNPUNCTUATED = 80
"""Letters of Thai, Lao and Khmer, whose sentences end without a mark, from which a row is running text."""


def is_prose(row: str) -> bool:
    """Tell a row that is running text: a whole sentence, or too long for anything else."""
    if len(row) > 160 or (len(row) <= 40 and row.isascii()):
        return len(row) > 160
    if count_unpunctuated(row) > MIN_UNPUNCTUATED:
        return True
    return (row[-1:] in _ENDS or row[-1:].isdigit()) and len(row) + count_cjk(row) > 40 and _ends_as_sentence(row)


def _ends_as_sentence(row: str) -> bool:
    # In Japanese what somebody says at the end of a paragraph has no mark of its own.
    return bool(_SENTENCE_END.search(row[-60:])) or (row.endswith("」") and "。" in row)


def count_unpunctuated(row: str) -> int:
    """Count the letters of Thai, Lao and Khmer, which neither space words nor end sentences."""
    return 0 if row.isascii() else sum(map(len, _UNPUNCTUATED.findall(row)))


def count_cjk(row: str) -> int:
    """Count the characters of Korean, Chinese and Japanese, which say about twice as much as a letter."""
    return 0 if row.isascii() else sum(map(len, _CJK.findall(row)))


def is_boilerplate(row: str) -> bool:
    """Tell a row that certainly is no part of the text."""
    return len(row) <= MAX_BOILERPLATE_CHARS and _is_boilerplate(row)


@lru_cache(MAX_ROWS_KEPT)
def _is_boilerplate(row: str) -> bool:
    row = _NEW_TAB.sub("", row) if row[-1:] in ")）bw" else row
    if _is_sharing(row.lstrip("•·*- ")) or _begins_as_furniture(row) or _is_credit(row):
        return True
    # "What is new in the fens – subscribe now".
    if any(map(row.__contains__, _DASHES)) and ends_offer(re.split(" [-–—] ", row)[-1]) and not is_prose(row):
        return True
    if (":" in row or "：" in row) and _SOURCE_ROW.fullmatch(row):
        return True
    return any(map(_small(row).__contains__, _AMID)) and _is_furniture(row)


_DASHES = (" - ", " – ", " — ")
_NEW_TAB = re.compile(
    r"\s?[(（](?:(?:opens|open|öffnet|wird geöffnet) in|s['’]ouvre dans|se abre en|새 ?(?:창|탭))[^()（）]{0,30}[)）]$|"
    r",? opens (?:in )?(?:a )?new (?:tab|window)$",
    re.IGNORECASE,
)
"""What pages add to a link for readers who do not see them."""


_COMMENTS = re.compile(
    r"\W{0,3}(?:\d+ [^\W\d_]+ (?:on|to|zu|sur|en|em|su|op|till|til|do|к) [\"“”«„'‘].{1,160}|"
    r"\d+ (?:comments?|replies|responses|thoughts?|kommentare?|commentaires?|comentarios?|comentários?|"
    r"commenti|reacties|kommentarer|komentarz[ey]|komentář[ei]?|комментари(?:й|я|ев)|yorum|评论|評論)"
    r"(?: (?:on|to|zu|sur|en|em|su|op|till|til|do|к) [\"“”«„'‘].{1,160})?|"
    r"(?:comments?|kommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer|komentarze|komentáře|"
    r"комментарии|yorumlar|댓글|コメント|评论|評論|留言)\s?[(（:：]?\s?\d+\s?[)）]?|leave a (?:reply|comment)|"
    r"join the (?:conversation|discussion)|(?:post|write|add) an? (?:comment|review)|"
    r"(?:see|view|show|alle|voir|ver|mostra|bekijk|visa|vis|zobacz) (?:all|alle|tou(?:s|tes)|tod[oa]s|tutt[ei]|"
    r"wszystkie)?"
    r"(?: les| los| las| os| as| i| le)? ?(?:comments|reviews|kommentare|bewertungen|commentaires|avis|comentarios|"
    r"opiniones|comentários|avaliações|commenti|recensioni|reacties|beoordelingen|kommentarer|opinie)(?: \(\d+\))?|"
    r"(?:bewertung|rezension) (?:schreiben|abgeben)|donne[rz] (?:mon|votre|un) avis|escribir una (?:reseña|opinión)|"
    r"scrivi una recensione|schrijf een (?:review|recensie)|(?:dodaj|napisz) (?:opinię|recenzję)|schreib(?:e|"
    r"en sie) einen kommentar|laisser un commentaire|"
    r"(?:forum:? )?\d+ postings?|"
    r"dejar? (?:un comentario|una respuesta)|deixe (?:um comentário|uma resposta)|lascia un commento|"
    r"vstoupit do diskuse \(.{1,20}\)|comment (?:on )?this (?:article|story)|"
    r"(?:kommentera|kommentér|kommenter)(?: den här)? (?:artikel|sak)\w{0,3}|"
    r"diesen artikel kommentieren|commente[zr] cet article|comentar (?:est[ae] )?(?:artículo|artigo|notici?a)|"
    r"(?:geef een|plaats een) reactie|reageer op dit artikel|skomentuj(?: artykuł)?|оставить комментарий|"
    r"コメントを(?:書く|投稿)|댓글 ?(?:쓰기|달기)|发表评论)\W{0,3}",
    re.IGNORECASE,
)


def begins_comments(row: str) -> bool:
    """Tell the heading above what readers say of a story."""
    return bool(_COMMENTS.fullmatch(row))


begins_talk = _whole(
    _COMMENTS.pattern,
    r"comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|reader interactions|responses|"
    r"reviews?(?: for .{2,30})? ?\(\d[\d,.]*\)",
)
"""Tell the same where ways to answer are below."""
is_answer_form = _whole(
    r"(?:reply|antworten|répondre|responder|rispondi|odpowiedz|odpovědět|svara?|beantwoorden|yanıtla|cevapla|ответить|"
    r"返信|回复|回覆|답글(?:쓰기)?|답변)(?: to .{2,40})?|.{2,60} says:?|name \*|e-?mail \*|comment \*|write a response|"
    r"your e-?mail address will not be published\..*|deine e-mail-adresse wird nicht veröffentlicht\..*|"
    r"log in to (?:comment|reply)|"
    r"(?:you must|please) (?:be |log |sign )+(?:logged )?in to .*|.{2,40}[^*]\*|"
    r"please note, comments need to be approved.*|cancel reply",
)
"""Tell what readers of a page answer with."""


def is_list_heading(row: str) -> bool:
    """Tell a row above a list of other stories."""
    return len(row) <= MAX_BOILERPLATE_CHARS and _heads_list(row.rstrip(":： ") or row)


def is_link(row: str) -> bool:
    """Tell a row of the menu of a site, by its word or by what is drawn between links: "modules |"."""
    return _is_word_of_menu(row) or (row.endswith(_LINK_ENDS) and "«" not in row and len(row) <= MAX_LINK_CHARS)


_LINK_ENDS = (" |", " »", " ›", " >", "▾")


def heads_foot(row: str) -> bool:
    """Tell a row above other pages of a site, with which a page ends."""
    return len(row) <= MAX_BOILERPLATE_CHARS and (_heads_other_pages(row) or bool(_MORE_BY.fullmatch(row)))


_MORE_BY = re.compile(r"More [A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?(?: recipes)?")
_PAST_PROMOTION, _AFTER_PROMOTION = re.compile(r"skip past .{3,60}", re.I), re.compile(r"after .{3,40} promotion", re.I)
"""What readers for the blind say before and after a box inside the story."""
heads_reviews = _whole(
    r"(?:customer|user|product) reviews|ratings? (?:and|&) reviews|kunden(?:bewertungen|rezensionen|meinungen)|"
    r"avis (?:des )?clients|opiniones de (?:los )?clientes|recensioni (?:dei )?clienti|klantbeoordelingen|"
    r"kundrecensioner|opinie (?:klientów|o produkcie)|отзывы покупателей|カスタマーレビュー|고객 ?리뷰|상품평",
)
"""Tell the heading of what buyers think."""
heads_alike = _whole(
    r"more (?:news|press releases) from .{2,60}",
    r"(?:upcoming|more|other|similar|related|further) (?:events|jobs|talks|courses|vacancies|products|offers|dates)|"
    r"(?:weitere|kommende|ähnliche|andere) (?:veranstaltungen|termine|stellen(?:angebote)?|jobs|produkte|kurse|"
    r"vorträge)|"
    r"(?:autres|prochains) (?:événements|offres|rendez-vous|produits|cours)|offres similaires|événements à venir|"
    r"(?:otr[oa]s|próxim[oa]s) (?:eventos|cursos|ofertas|citas)|ofertas similares|(?:altri|prossimi) (?:eventi|"
    r"appuntamenti|corsi)|outros eventos|vagas (?:semelhantes|similares)|(?:andere|meer|komende) (?:evenementen|"
    r"activiteiten|vacatures)|vergelijkbare vacatures|(?:fler|kommande|liknande) (?:evenemang|jobb|kurser)|"
    r"(?:podobne|inne|nadchodzące) (?:oferty|wydarzenia)|(?:další|podobné) (?:akce|nabídky)|"
    r"(?:похожие|другие) (?:вакансии|события|мероприятия)|(?:benzer|diğer) (?:ilanlar|etkinlikler)|関連イベント|"
    r"(?:類似|おすすめ)の?求人|(?:비슷한|다른) (?:채용|행사)|(?:相似|更多)(?:职位|活动)",
)
"""Tell the heading of others of the kind that a page shows, below its buttons."""
_END_OF_LIST = re.compile(r"end of list", re.IGNORECASE)
is_below_post = _whole(r"discussion about this (?:post|episode)")
"""Tell the row that comments are below."""


def strip_boilerplate(rows: Sequence[str], headings: Container[str] = (), begun: Container[str] = ()) -> Iterator[str]:
    """Yield the rows that are text, without furniture and without lists of other stories, which end at a heading.

    Args:
        rows: The rows of a page.
        headings: Those that are known to be headings.
        begun: Those below an empty line, where such lines part the paragraphs: only one of them can be a heading.
    """
    left, longest, before, in_text = 0, 0, "", False
    end_of_box = -1
    rows = _without_foot(without_offers(rows))
    for at, row in enumerate(rows):
        in_text = in_text or is_prose(row)
        if _PAST_PROMOTION.fullmatch(row):
            box = enumerate(rows[at : at + MAX_LISTED_ROWS], start=at)
            end_of_box = next((place for place, each in box if _AFTER_PROMOTION.fullmatch(each)), at)
        if at <= end_of_box:
            continue
        if in_text and is_below_post(row):
            return
        if is_list_heading(row):
            left, longest = MAX_LISTED_ROWS, 0
        elif _END_OF_LIST.fullmatch(row):
            left = 0
        elif (
            left
            and (not _is_sentence(row) or is_teaser(rows, at))
            and not (
                (row in headings or row in begun or not begun)
                and _heads_text(rows, at, longest, is_marked=row in headings)
            )
        ):
            left, longest = left - 1, max(longest, len(row.split()))
        else:
            left = 0
            # How often a story was shared is a row of its own under the button, or above the text.
            is_count = row.isdecimal() and (not in_text or is_boilerplate(before) or _is_above_button(rows, at))
            if not (is_count or asks_reader(rows, at) or is_boilerplate(row)):
                yield row
            row = before if is_count else row
        before = row


def asks_reader(rows: Sequence[str], at: int) -> bool:
    """Tell a question above the faces with which a page can be judged."""
    return rows[at].endswith(QUESTION_MARKS) and bool(re.fullmatch(_FACES, "".join(rows[at + 1 : at + 2])))


def _is_shared_by_mail(rows: Sequence[str], at: int) -> bool:
    """Tell a button that mails a page from the field of an address, which is at an offer or above a button for it."""
    return not (at and _OFFER.fullmatch(rows[at - 1])) and not any(map(_SIGN_UP.fullmatch, rows[at + 1 : at + 2]))


def without_offers(rows: Sequence[str]) -> Sequence[str]:
    """Return rows without the boxes of newsletters: from what is offered to the button, and what one consents to."""
    gone: set[int] = set()
    # Few rows call on anybody.
    is_about = cache(lambda: sum(bool(_LETTER.search(row)) for row in rows if is_prose(row)) > 1)
    for at, row in enumerate(rows):
        is_call = MIN_OFFER_CHARS <= len(row) <= MAX_OFFER_CHARS and _CALL.search(row) and _LETTER.search(row)
        if is_call and not is_about():
            gone.add(at)
        is_end = bool(_AFTER_PROMOTION.fullmatch(row))
        is_field = bool(_FIELD.fullmatch(row)) and not (_MAIL.fullmatch(row) and _is_shared_by_mail(rows, at))
        if not (is_end or is_field or (_SIGN_UP.fullmatch(row) and not is_about())):
            continue
        above = range(max(at - MAX_ROWS_OF_OFFER, 0), at)
        long = (place for place in above if place not in gone and len(rows[place]) > MAX_OFFER_CHARS and not is_end)
        long = (place for place in long if not _CONSENT.match(rows[place]))
        above = range(max(long, default=above.start - 1) + 1, at)
        offers = [place for place in above if place in gone or _LETTER.search(rows[place])]
        # Only right above the field for an address can an offer name no letter.
        offers += [at - 1] if at and is_field and _OFFER.fullmatch(rows[at - 1]) else []
        offers += [place for place in above if is_end and _OFFER.fullmatch(rows[place])]
        first = min(offers, default=at)
        first -= 0 < first < at and bool(_OFFER.fullmatch(rows[first - 1]))
        told = (rows[place] for place in range(first, at) if is_prose(rows[place]))
        if sum(not _CONSENT.match(row) for row in told) <= 1 or is_end:
            gone |= set(range(first, at + 1)) if first < at else set()
    below = {at + 1 for at in gone if at + 1 < len(rows) and _CONSENT.match(rows[at + 1])}
    return [row for at, row in enumerate(rows) if at not in gone and at not in below]


MAX_ROWS_OF_OFFER, MIN_OFFER_CHARS, MAX_OFFER_CHARS = 7, 40, 200
_LETTERS_TO_READERS = (
    r"newsletters?|nieuwsbrie(?:f|ven)|ny(?:hets|heds)brev|uutiskir\w+|bolet[ií]n(?:es)?|infolettre|biuletyn|"
    r"zpravodaj|hírlevél|рассылк\w|e?-?bülten\w*|メールマガジン|メルマガ|ニュースレター|뉴스레터|电子报|電子報|نشرة|"
    r"inbox|mailbox|innboks\w*|inkorg\w*|indbakke\w*|postfach|boîte (?:mail|de réception)|bandeja de entrada|"
    r"casella di posta|caixa de entrada|skrzynk\w+|"
    r"(?:our|unsere|notre|nuestra|nossa|nostra|onze|vår|vores|nasz[ąa]) app\w*|приложение"
)
_LETTER = re.compile(rf"(?<!\w)(?:{_LETTERS_TO_READERS})(?!\w)", re.IGNORECASE)
_OFFERS = (
    r"(?:stay (?:on top|up to date|informed)|keep up|bleiben sie|restez|mant[eé]nte|resta(?:te)? aggiornat|blijf op|"
    r"hold deg|håll dig|bądź na bieżąco|zůstaňte|будьте в курсе|"
    r"download|laden sie|téléchargez|descarga|scarica|baixe|скачайте|get|receive|join|"
    r"sign up|subscribe|never miss|don['’]t miss|erhalten|verpassen sie|recevez|ne manquez|"
    r"recib[ea]|no te pierdas|ricevi|non perdere|iscriviti|receba|não perca|ontvang|mis niets|missa inget|prenumerera|"
    r"få|gå ikke|otrzymuj|nie przegap|подпишитесь|не пропустите|abone ol|inscríbete|suscríbete|apúntate|"
    r"inscrivez-vous|abonnez-vous|abonnieren sie|"
    r"melden sie sich|starten sie|bestellen sie|subscreva|assine|abbonati|schrijf je in|meld je aan|"
    r"abonneer|anmäl dig|tilaa|zapisz się|přihlaste se|подписывайтесь)\b"
)
_OFFER = re.compile(rf"{_OFFERS}.{{5,130}}", re.IGNORECASE)
_CALL = re.compile(rf"(?:^|[.!?…:–—]\s){_OFFERS}", re.IGNORECASE)
"""A sentence that tells the reader to have something."""
_FIELD = re.compile(
    r"(?:(?:enter |type )?your e-?mail|e-?mail address|ihre e-?mail|deine e-?mail|votre (?:e-?mail|adresse)|"
    r"adresse e-?mail|tu (?:e-?mail|correo)|la tua e-?mail|seu e-?mail|je e-?mail|mejladress|e-?mail(?:adres)?|e-posta)"
    r"(?:[ -]?ad+res+e?| here)?\W{0,3}",
    re.IGNORECASE,
)
_MAIL = re.compile(r"e-?mail|e-posta", re.IGNORECASE)
_SIGN_UP = re.compile(
    r"(?:sign (?:me )?up|subscribe|join|register)(?: (?:now|for free|free|today))?|inschrijven|aanmelden|abonneren|"
    r"schrijf (?:je|me) in|prenumerera|registrera|(?:s['’]|je m['’])(?:inscri(?:re|s)|abonner|abonne)|(?:jetzt )?"
    r"(?:anmelden|abonnieren|registrieren)|iscriviti|abbonati|suscri(?:bir(?:se|me)|bete)|(?:me )?apunt(?:o|arme)|"
    r"assin(?:ar|e)|inscrev(?:er-se|a-se)|cadastrar|zapisz(?: się| mnie)?|подписаться|abone ol|kayıt ol|tilaa|tilmeld|"
    r"meld (?:deg|meg|dig) på|odebírat|登録(?:する)?|구독(?:하기)?|订阅|訂閱|اشترك",
    re.IGNORECASE,
)
UNSUBSCRIBE = (
    r"unsubscribe|opt out|abbestellen|abmelden|se désabonner|désinscri|darse de baja|cancelar (?:la )?suscripción|"
    r"cancelar (?:a )?(?:inscrição|subscrição)|disiscriv|cancella(?:ti|rsi)|afmelden|uitschrijven|avregistrera|afmeld|"
    r"meld deg av|"
    r"wypisz|zrezygnuj|odhlásit|leiratkoz|aboneliğ?i|отписаться|відписатися|配信停止|退订|取消訂閱|수신 ?거부"
)
"""Asks to have no more letters."""
_CONSENT = re.compile(
    rf".{{0,80}}\b(?:{UNSUBSCRIBE})|"
    r"privacy notice:|(?:by|al|ao) (?:signing up|suscribirte|clicar)|i agree|ich (?:bin|stimme)|j['’]accepte|acepto|"
    r"aceito|accetto|jag godkänner|ik ga akkoord|.{0,200}\brecaptcha\b|"
    r".{0,160}\b(?:privacy (?:\w+ )?(?:policy|notice|statement)|datenschutz\w*|(?:politique|règles) de confidentialité|"
    r"(?:política|aviso) de privaci?d\w+|informativa|privacybeleid|privacyverklaring|integritetspolicy|"
    r"personopplysning\w*|politykę? prywatności|gizlilik|конфиденциальност\w*)",
    re.IGNORECASE,
)
"""What a page offers to send, the field for an address and the button below, and what one agrees to with that."""


def ends_offer(row: str) -> bool:
    """Tell the button of a box in which a page offers what it sends."""
    return len(row) <= MAX_LINK_CHARS and bool(_SIGN_UP.fullmatch(row))


def _is_sentence(row: str) -> bool:
    return is_prose(row) or (row.endswith((".", "。")) and " " in row)


def _heads_text(rows: Sequence[str], at: int, longest: int, *, is_marked: bool) -> bool:
    """Tell a heading right above running text, below a list of other stories, of which one is longer in words."""
    row = rows[at]
    if at + 1 >= len(rows) or not is_prose(rows[at + 1]) or is_boilerplate(rows[at + 1]):
        return False
    if is_marked:
        return True
    is_short = len(row.split()) < min(longest, MAX_HEADING_WORDS)
    return is_short and not (is_boilerplate(row) or is_saying(row))


MAX_HEADING_WORDS = 5


def is_of_site(row: str) -> bool:
    """Tell what a site may say of itself: how to subscribe to it, and its newsletters."""
    row = row[:MAX_TOLD_CHARS]
    signs = _ASCII_SIGNS_OF_SITE if row.isascii() else _SIGNS_OF_SITE
    return any(map(_small(row).__contains__, signs)) and bool(_OF_SITE.search(row))


MAX_TOLD_CHARS = 40_000
"""How much of a row is looked through for what a site says, longer than any that a person wrote."""


def is_caption(row: str) -> bool:
    """Tell what is on a picture, by who took that, at its end."""
    if len(row) > MAX_BOILERPLATE_CHARS or not _MAY_BE_TAKEN.search(row):
        return False
    if len(row) + count_cjk(row) < MIN_CAPTION_CHARS:
        return False
    said = _LAST_CREDIT.search(row) if row.endswith(")") else None
    is_credited = said is not None and publishers.is_known(said[1]) and row[: said.start()].rstrip()[-1:] not in _ENDS
    return is_credited or (row[-1] not in ".!?…。！？" and bool(_TAKEN.search(row)))


MIN_CAPTION_CHARS = 12


def is_teaser(rows: Sequence[str], at: int) -> bool:
    """Tell a row that only asks, right below the heading of a list of other stories."""
    if not rows[at].endswith(("?", "？")) or len(rows[at]) > MAX_ASKED_CHARS or _INNER_END.search(rows[at]):
        return False
    return bool(at) and is_list_heading(rows[at - 1])


MAX_ASKED_CHARS = 120
_INNER_END = re.compile(r"[.!?…。！？]['\"”“’‘»«)]?\s+\w")


def _without_foot(rows: Sequence[str]) -> Sequence[str]:
    """Return rows without the short ones below the text that furniture is on both sides of, or above at the end."""
    last = next((at for at in range(len(rows) - 1, -1, -1) if is_prose(rows[at]) and not is_boilerplate(rows[at])), -1)
    known = [at for at in range(last + 1, len(rows)) if is_boilerplate(rows[at])]
    if last < 0 or len(known) < MIN_FOOT_ROWS:
        return rows
    gone: set[int] = set()
    for start, end in pairwise([*known, len(rows)]):
        between = range(start + 1, end)
        if len(between) <= MAX_FOOT_GAP and all(_is_link(rows[at]) for at in between):
            gone.update(between)
    return [row for at, row in enumerate(rows) if at not in gone]


MIN_FOOT_ROWS, MAX_FOOT_GAP, MAX_LINK_WORDS, MAX_LINK_CHARS = 2, 4, 6, 40


def _is_link(row: str) -> bool:
    """Tell a row as links in the foot of a page are: a few words that say nothing of their own."""
    if len(row) > MAX_LINK_CHARS or len(row.split()) > MAX_LINK_WORDS or is_saying(row):
        return False
    return not (is_below_post(row) or is_list_heading(row))


def is_saying(row: str) -> bool:
    """Tell a row with a number or a sign that links of a menu seldom have."""
    return bool(_SAYS.search(row))


_SAYS = re.compile(r"[\d.:：,;!?@…。！？]")


def _is_above_button(rows: Sequence[str], at: int) -> bool:
    after = next((row for row in rows[at + 1 : at + 1 + MAX_SHARE_COUNTS] if not row.isdecimal()), "")
    return is_boilerplate(after)


MAX_SHARE_COUNTS = 3


def without_end_mark(text: str) -> str:
    """Return the last paragraph without the word by which some agencies end a story."""
    return (_END_MARK.sub("", text) or text) if text[-8:].lower().endswith(_END_MARKS) else text


def agency(text: str) -> str:
    """Return the agency that a text credits in brackets at its end, as in "… he said. (Yonhap)"."""
    credit = _LAST_CREDIT.search(text[-CREDIT_WINDOW_CHARS:])
    return credit[1] if credit and publishers.is_known(credit[1]) else ""


def _is_credit(row: str) -> bool:
    """Tell a row of nothing but credits: "(Yonhap) (Yonhap)"."""
    # "jha/dpa", below a text.
    if len(row) <= MAX_LINK_CHARS and "/" in row and publishers.is_known(row.rpartition("/")[2]):
        return True
    names = ["".join(found) for found in _CREDIT.findall(row)]
    if not names or _CREDIT.sub("", row).strip():
        return False
    is_told = all(publishers.is_known(name.rpartition("/")[2].strip()) or _PHOTO.search(name) for name in names)
    return is_told or len(set(names)) < len(names)
