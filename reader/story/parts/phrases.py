"""The phrases by which lines are told that lead to other stories, offer something or give a credit.

Each is matched where a line begins, folded (small letters, no accents).
"""

from __future__ import annotations

from typing import Final

from reader.text import fold

READ_MORE: Final = (
    # English
    r"(?:read|see|find out|learn|discover|watch|listen)\s+(?:more|also|next|on|further)\b(?!\s+about\s+your\s+ad\s+choices)",
    r"read\s+(?:the\s+)?(?:full|entire|whole|rest)\b",
    r"(?:more|further)\s+(?:on|about|from|reading|stories|coverage|like)\b",
    r"(?:see|you may|you might|watch|read)\s+also\b",
    r"(?:you|we)\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested|recommend)\b",
    r"related(?:\s+(?:stories|story|articles?|reading|content|topics|coverage|posts?|links?|news))?\s*(?::|$)",
    r"recommended(?:\s+\w+)?\s*(?::|$)",
    r"(?:continue|keep)\s+reading\b",
    r"(?:also|don.t)\s+(?:read|miss)\b",
    r"(?:most\s+(?:read|popular|viewed|watched|shared|commented)|trending(?:\s+now)?|popular\s+(?:now|stories|articles))\b.{0,30}$",
    r"(?:meistgelesen|(?:les\s+)?plus\s+lus|(?:lo\s+)?mas\s+(?:leido|visto|leidas)|(?:i\s+)?piu\s+letti|mais\s+lidas|meest\s+gelezen)\b.{0,30}$",
    r"(?:read|watch|listen|explore|explainer|in depth|go deeper|background)\s*(?::|>|»|\|)",
    r"submitted\s+by\s+/?u/\S{1,40}(?:\s+to\s+r/\S{1,40})?\s+\[",
    r"(?:article|comments)\s+url\s*:",
    r"for\s+more\s+(?:on|about|information)\b.{0,80}(?:click|read|see|visit|here)",
    # German, Dutch
    r"(?:lesen|sehen|horen)\s+sie\s+(?:auch|mehr|hier|dazu|weiter)\b",
    r"mehr\s+(?:zum\s+thema|dazu|lesen|uber|aus|von)\b",
    r"(?:auch\s+interessant|zum\s+weiterlesen|weiterlesen|weiterfuhrende|lesetipp|siehe\s+auch)\b",
    r"(?:lees\s+(?:ook|meer|verder)|meer\s+(?:over|lezen)|zie\s+ook|bekijk\s+ook)\b",
    # French, Spanish, Italian, Portuguese
    r"(?:a\s+)?(?:lire|voir|ecouter|decouvrir)\s+(?:aussi|la\s+suite|egalement|plus)\b",
    r"(?:en\s+savoir\s+plus|pour\s+aller\s+plus\s+loin|sur\s+le\s+meme\s+sujet)\b",
    r"(?:lea?r?|ver|vea|lee)\s+(?:mas|tambien)\b|te\s+puede\s+interesar|mas\s+informacion\s*(?::|$)",
    r"(?:leggi|vedi|guarda|ascolta)\s+(?:anche|tutto|di\s+piu)\b|per\s+approfondire\b",
    r"(?:leia|veja|saiba|confira)\s+(?:mais|tambem)\b",
    # Russian, Polish, Turkish, Japanese, Chinese
    r"(?:читаите|смотрите|см\.?)\s+также\b|читать\s+далее\b|подробнее\s*(?::|$)",
    r"(?:czytaj|zobacz|przeczytaj)\s+(?:tez|rowniez|wiecej|takze|dalej)\b|wiecej\s+na\s+temat\b",
    r"(?:devam[iı]n[iı]\s+oku|ayr[iı]ca\s+okuyun|ilgili\s+haber|ilginizi\s+cekebilir\s*:)",
    r"(?:続きを読む|関連記事|あわせて読みたい|延伸阅读|延伸閱讀|相关阅读|相關報導|阅读更多|閱讀更多|继续阅读)",
    # Nordic languages, Czech, Ukrainian, Romanian, Greek, Indonesian, Arabic, Hindi, Korean
    r"(?:las|læs|les|lue)\s+(?:mer|mere|ocksa|ogsa|mera|myos|lisaa)\b|se\s+(?:ocksa|ogsa)\b|mer\s+om\b.{0,60}:$",
    r"(?:ctete|prectete)\s+(?:si\s+)?(?:take|tez)\b|читаите\s+(?:також|еще)\b|citeste\s+(?:si|mai)\b",
    r"(?:baca\s+juga|xem\s+them|διαβαστε\s+(?:επισησ|ακομη))\b",
    *map(
        fold, ("(?:اقرأ|إقرأ|شاهد)\\s+(?:أيضا|المزيد)", "(?:यह|ये|इसे)\\s+भी\\s+पढ़", "관련\\s*기사")
    ),
)
PROMO: Final = (
    r"(?:sign\s+up|subscribe|register)\b.{0,120}(?:newsletter|inbox|updates|email|alerts|podcast|channel|today|here|now|for\s+free)",
    r"(?:get|have)\b.{0,60}\b(?:newsletter|delivered|inbox)\b",
    r"get\s+(?:the\s+|our\s+)?(?:daily|weekly|breaking|latest|top)\b.{0,40}\bnews\s*$",
    r"(?:follow|like|join|find)\s+(?:us|me|him|her|them|@\w+|the\s+\w+)\b.{0,60}(?:twitter|facebook|instagram|linkedin|telegram|whatsapp|youtube|mastodon|bluesky|tiktok|google\s+news|\bx\b)",
    r"(?:download|get)\s+(?:the|our)\b.{0,40}\bapp\b",
    r"(?:advertisement|advertisment|sponsored(?:\s+content)?|anzeige|werbung|publicite|publicidade?|pubblicita|advertentie|реклама|reklama|reklam|広告)\s*$",
    r"(?:this\s+(?:article|story|post)|the\s+post)\b.{0,200}\b(?:(?:first\s+)?appeared|originally|first\s+published|is\s+republished|was\s+republished)\b",
    r"the\s+post\s.{1,250}\sappeared\s+first\s+on\s",
    r"(?:points|#\s*comments)\s*:\s*\d+\s*$",
    r"thanks\s+for\s+reading\b.{0,80}!\s+(?:subscribe|this\s+post\s+is\s+public)\b",
    r"(?:hosted|powered)\s+(?:on|by)\s+(?:acast|simplecast|megaphone|omny|art19|redcircle|libsyn|podbean)\b.{0,120}$",
    r"learn\s+more\s+about\s+your\s+ad\s+choices\b|(?:advertising\s+inquiries|privacy\s*&\s*opt-out)\s*:",
    r"see\s+(?:the\s+)?(?:privacy\s+policy\s+at|omnystudio\.com|acast\.com|art19\.com|podcastchoices\.com|pcm\.adswizz\.com)\b.{0,140}$",
    r"(?:share|print|email|comments?|save|copy\s+link|share\s+this(?:\s+\w+)?|\d+\s+comments?|skip\s+(?:to|advertisement).{0,40})\s*$",
    r"(?:support\s+(?:us|our)|donate\b|become\s+a\s+(?:member|subscriber|supporter)).{0,160}$",
    r"(?:abonnieren\s+sie|jetzt\s+abonnieren|newsletter\b|hier\s+(?:klicken|abonnieren)|folgen\s+sie\s+uns|melden\s+sie\s+sich).{0,120}$",
    r"(?:abonnez-vous|inscrivez-vous|suivez-nous|suscribete|siguenos|iscriviti|seguici|assine|siga-nos)\b.{0,120}$",
    r"(?:all\s+rights\s+reserved|copyright\s+(?:\d|©|ⓒ|\(c\))|©\s*\d{4})",
    r"(?:subscribe|register|sign\s+(?:up|in)|log\s+in)\s+(?:now\s+)?to\s+(?:continue|keep|read|unlock|see)\b.{0,80}$",
    r"(?:sign|log)\s+in(?:\s+(?:or|to|with)\b.{0,80})?\s*$",
    r"(?:already\s+(?:a\s+)?(?:subscriber|subscribed|member|have\s+an\s+account|registered)|not\s+a\s+(?:subscriber|member))\b.{0,80}$",
    r"unlimited\s+(?:online\s+|digital\s+)?access\b.{0,120}$",
    r"(?:enjoy|access|get|read)\s+(?:unlimited|additional|more|all|exclusive)?\s*(?:additional\s+|premium\s+|subscriber-only\s+)?articles?\s+(?:per|a|from|each|across)\b.{0,80}$",
    r"(?:exclusive\s+articles\s+(?:by|from)|support\s+(?:local|independent|quality)\s+journalism|daily\s+puzzles?\b|share\s+your\s+thoughts\s+and\s+join|get\s+e-?mail\s+updates\b).{0,160}$",
    r"(?:push-nachrichten\b.{0,60}|alle\s+(?:\+|plus)-?artikel\b.{0,80}|jetzt\s+weiterlesen\b.{0,60}|monatlich\s+kundbar\b.{0,60})$",
    r"(?:(?:do\s+you\s+)?have\s+(?:you\s+got\s+)?|got\s+)(?:an?\s+)?(?:confidential\s+|news\s+|good\s+)?(?:story|tip)(?:\s+(?:to\s+share|for\s+us))?\s*\?\s.{0,60}\b"
    r"(?:e-?mail|contact|get\s+in\s+touch|send|call|text|tell|reach)\b.{0,120}$",
    r"(?:view|open|see|show)\s+(?:the\s+)?(?:full\s+|photo\s+|image\s+|picture\s+)?gallery\b.{0,30}$",
    r"click\s+here\s+to\s+(?:subscribe|sign\s+up|join|get\s+our)\b.{0,100}$",
    r"(?:enjoying|like|liked|loved?)\s+(?:this|our\s+\w+)\s*\?\s+(?:become|join|subscribe|share|sign|support|consider)\b.{0,160}$",
    r"if\s+you\s+(?:like|liked|enjoy|enjoyed|love|loved)\s+(?:this|our)\s+(?:story|post|article|piece|podcast|work|content)\b.{0,120}\b(?:subscri\w+|join|sign\s+up|share|proposition|donat\w+|support|become|follow)\b",
    r"(?:like|liked|enjoy|enjoyed|love|loved)\s+(?:this|the|our)\s+(?:story|post|article|podcast|video)\b.{0,60}\b(?:share|pin|subscribe|follow|tell)\b",
    r"by\s+(?:entering|submitting|providing|signing|subscribing|clicking)\b.{0,140}\b(?:agree|consent|accept)\b",
    r"(?:thanks|thank\s+you)\s+for\s+(?:subscribing|signing\s+up)\b",
    r"\(?(?:this|our|some)\s+(?:\w+\s+)?(?:post|article|page|site|story|links?)\b.{0,60}\baffiliate\b",
    r"(?:reading\s+time|read\s+time|lesezeit|lesedauer|temps\s+de\s+lecture|tiempo\s+de\s+lectura|tempo\s+d[ei]\s+lett?ura|leestijd|czas\s+czytania|время\s+чтения)\b\W{0,4}.{0,24}$",
    r"\d{1,2}\s*(?:-\s*)?min(?:ute)?s?\s+read\s*(?:\W\s*[a-z]{3,9}\.?\s+\d{1,2}(?:,\s*\d{4})?\s*)?$",
    r"a\s+version\s+of\s+this\s+(?:article|story|column|review|interview)\b.{0,40}\b(?:appear|was\b|is\b|ran\b|published)",
    r"our\s+standards\s*:",
    r"(?:story|article|(?:scroll|read)\s+(?:on|down))\s+continues?\s+(?:below|after)\b.{0,40}$",
    r"(?:artikel\s+wird\s+nach|der\s+artikel\s+geht\s+nach|la\s+suite\s+apres\s+(?:la|cette)|continua\s+(?:apos|despues|dopo|tras)|"
    r"dalszy\s+ciag\s+(?:materiału|artykułu)|artikeln\s+fortsatter|artikkelen\s+fortsetter|artiklen\s+fortsætter)\b.{0,60}$",
    r"(?:annons|annonse|annonce|mainos|inserzione)\s*$",
    r"(?:continue\s+lendo|segue)\s+abaixo\b.{0,40}$|haberin\s+devam[iı]\s*$|dalsza\s+czesc\s+(?:artykułu|materiału|tekstu)\b.{0,60}$|"
    r"(?:weiterlesen|lees\s+verder)\s+(?:nach|onder)\b.{0,40}$|juttu\s+jatkuu\b.{0,40}$|продолжение\s+(?:после|под)\b.{0,40}$",
    r"(?:deel|teilen|del|dela|jaa|partager|condividi|compartilhar?|compartir|comparte|udostepnij|paylas|поделиться)"
    r"(?:\s+(?:dit|diesen|denne|este|esta|cet|questo|tama|ten|bu))?(?:\s+(?:artik\w+|beitrag|noticia|articulo|article|articolo|artigo|materia|artykuł))?\s*:?\s*$",
    r"(?:siga|sigue|suivez|segui|folge|volg|følg|folj|seuraa|obserwuj|ακολουθηστε|urmariti|sledujte|kovess\w{0,6}|theo\s+doi|ikuti|подпис\w+ся|підпис\w+ся|clique\s+aqui\s+para\s+seguir|puedes\s+seguir)\s.{1,100}\b"
    r"(?:redes|newsletter|facebook|instagram|whatsapp|telegram|google|twitter|tiktok|youtube|linkedin|x)\b.{0,80}$",
    r"member-only\s+story\s*$",
    r"last\s+updated\s+\d{1,3}\s+\w{3,7}\s+ago\s*$|举报(?:/反馈)?\s*$",
    r"thank\s+you\s+for\s+your\s+patience\s+while\s+we\s+verify\s+access\b",
    r"dziekujemy,?\s+ze\s+przeczyta\S{1,14}\s+nasz\b.{0,60}$",
    r"читаите\s.{1,60}\s(?:telegram|whatsapp|вконтакте|дзене|max)\b.{0,40}$",
    rf".{{0,60}}{fold('무단')}\s*{fold('전재')}",
    r"(?:back\s+to\s+(?:the\s+)?(?:list|top|news|overview|all\b)|zuruck\s+(?:zur?\s+)?(?:ubersicht|liste|startseite)|retour\s+(?:a\s+la\s+liste|en\s+haut)|"
    r"volver\s+(?:al\s+listado|atras|arriba)|torna\s+(?:alla\s+lista|indietro)|возврат\s+к\s+списку|назад\s+к\s+списку|terug\s+naar\s+(?:overzicht|boven))\b.{0,30}$",
    r"(?:view|read)\s+(?:this|it)\s+(?:e-?mail|letter|newsletter)?\s*in\s+(?:your|a|the)\s+browser\b|"
    r"(?:our\s+mailing\s+address|want\s+to\s+change\s+how\s+you\s+(?:receive|get))\b",
    r"do\s+you\s+have\s+an\s+opinion\s+on\s+(?:the\s+issues|anything)\b",
    r"(?:purchase|obtain)\s+(?:licensing|reprint)\s+rights\b.{0,60}$",
    r"(?:post|leave|add|write)\s+a\s+(?:comment|reply)\b.{0,60}$",
    r"(?:©\s*)?(?:riproduzione|reproduccion|reproduction|reproducao)\s+(?:riservata|reservada|interdite|prohibida|proibida)\b.{0,60}$",
    r"(?:this\s+)?(?:page|video|content|player)\s+(?:can.?t|cannot|could\s+not|is\s+not)\s+(?:be\s+)?(?:play|load|display|available)\w*\b.{0,80}$",
    r"(?:この記事は(?:会員|有料)|会員登録|ログイン|無料会員|有料会員).{0,60}$",
)
PROMO_WITHIN: Final = {
    "commission": r"[\W_]*.{0,160}\bwe\s+(?:may|might|can|will)?\s*(?:earn|receive|get)\s+(?:an?\s+)?(?:affiliate\s+|small\s+)?commissions?\b",
    "originally published": r".{1,200}\swas\s+originally\s+published\s+in\s.{1,80}\son\s+medium\b",
    "-supported": r"[\W_]*.{1,60}\bis\s+an?\s+(?:reader|listener|audience)-supported\s+(?:publication|newsletter|podcast)\b",
    "newsletter": r"[\W_]*.{0,120}\bnewsletters?\b.{0,100}\bsign\s+up\b.{0,30}$",
}
"""What may begin anywhere, by a word that stands in it: most lines are told by that alone."""
CREDIT: Final = (
    r"(?:photo(?:graph)?s?|image|picture|illustration|video|graphic|credits?|source|foto|bild|fotos|crédit|credito|imagen|фото)\s*(?:by|credit|von|par|de|:|/|courtesy)",
    r"(?:©|\(c\)\s)",
    r"\(?(?:additional\s+)?(?:reporting|writing|editing|edited|translated|compiled)\s+by\b",
    r"[^.!?]{3,160}\bcontributed\s+(?:reporting\b|to\s+(?:this|the)\s+(?:report|story|article)\b).{0,40}$",
    r"(?:zrodło|kaynak|fuente|fonte|quelle|bron|kalla|kilde|lahde|zdroj|источник|джерело|المصدر|来源|來源|责任编辑|"
    r"責任編輯|责编)\s*[:：]\s*\S.{0,60}$",
    r"(?:编辑|編輯|校对|審核|审核|監製|监制)\s*[:：]\s*\S.{0,20}$",
    r"(?:原标题|原標題|原題)\s*[:：]|original-content\s+von\s*:",
    r".{1,12}\s" + fold("기자") + r"(?:\s*\(?\S+@\S+)?$",
    r".{0,60}(?:/\s*(?:reuters|afp|ap|getty(?:\s+images)?|dpa|epa|efe|ansa|shutterstock|alamy)|\bvia\s+(?:getty|ap|reuters|afp))\b.{0,30}$",
)
