"""Words that tell nothing, or little, about what a story is about; from general knowledge.

What a library's own stories say about how common a word is comes on top (:mod:`counts`); these
lists stand in for it while the library is small.
"""

from __future__ import annotations

from typing import Final

_EMPTY: Final = """
a about above across after again against ago all almost along already also although always am among
an and another any anyone anything are around as at away back be because been before behind being
below between both but by came can cannot come could did didn do does doing don done down during
each either else enough even ever every few first for from further gave get gets getting give given
go goes going gone got had has hasn have having he her here hers him his how however if in into is
isn it its itself just keep kept last later least less let like likely long made make makes making
many may me might more most much must my near need never new next no nobody none nor not nothing
now of off often on once one only onto or other others our out over own per put rather same saw say
says said see seen set several she should since so some someone something soon still such take taken
takes than that the their them then there these they this those though through thus to together too
took toward towards two under until up upon us used very via want wants was wasn way we well went
were what when where whether which while who whom whose why will with within without won would yet
you your three four five six seven eight nine ten half

aber alle allem allen aller alles als also am an andere anderen auch auf aus bald beim bei beide bis
bisher bleiben bleibt da dabei dadurch dafur dagegen daher damit danach dann daran darauf darf dass
davon dazu dem den denen denn der deren des dessen die dies diese diesem diesen dieser dieses doch
dort drei du durch ein eine einem einen einer eines einmal er erst erste ersten es etwa etwas euch
fast fur gab ganz gar gegen geht gibt habe haben hat hatte hatten her hier hin hinter ich ihm ihn
ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes jetzt kann kein
keine keinen keiner kommen kommt konnen konnte konnten laut lassen lasst machen macht man mehr mehrere
mein mit muss mussen musste nach nachdem neben nicht nichts noch nun nur ob oder ohne rund schon sehr
sei sein seine seinem seinen seiner seit selbst sich sie sind so sogar soll sollen sollte sollten
sondern sonst sowie uber um und uns unter viel viele vielen vier vom von vor war waren warum was weg
wegen weil weiter weitere weiteren wenig wenige wenn wer werden wie wieder will wir wird wo wohl
wollen wollte worden wurde wurden zu zum zur zwar zwei zwischen bereits dessen habe heisst hiess je
neue neuen neuer neues sagt sagte teilte mitteilte

a afin ainsi alors apres assez au aucun aucune aujourd auquel aussi autre autres aux avait avant avec
avoir c car ce ceci cela celle celles celui cent ces cet cette ceux chaque chez comme comment contre d
dans de deja depuis derriere des dessous desormais deux devant doit doivent donc dont du elle elles en
encore entre est et etaient etait ete etre eux face faire fait faut fois font hors hui il ils je jusqu
jusque l la laquelle le lequel les leur leurs lors lorsque lui ma mais malgre me meme memes moins mon
n ne ni non nos notre nous nouveau nouvelle on ont ou par parce parmi pas pendant peu peut peuvent
plus plusieurs pour pourquoi pres presque puis qu quand que quel quelle quelles quels quelque quelques
qui quoi s sa sans se selon sera seront ses seulement si sinon soit son sont sous sur ta tandis tant
tel telle tous tout toute toutes tres trois trop un une vers vers voici voila vont vos votre vous y

al algo alguno ante antes aquel asi aun aunque bajo bien cada casi como con contra cual cuando de del
desde donde dos durante e el ella ellas ellos en entre era eran es esa ese eso esta estaba estan este
esto estos fue fueron ha haber habia han hasta hay la las le les lo los mas me menos mi mientras mucho
muy nada ni no nos o otra otro otros para pero poco por porque puede pues que quien se segun ser si
sido sin sino sobre solo son su sus tambien tan tanto tiene tienen todo todos tras tres tu un una uno
unos y ya ademas ahora

agli ai al alla alle allo anche ancora c che chi ci come con contro cui da dal dalla dalle dallo dei
del della delle dello di dopo dove due e ed era erano essere fino fra gia gli ha hanno i il in io la
le lo loro ma meno mentre nei nel nella nelle nello non o ogni per perche piu poi prima quando quanto
quella quello questa questi questo se sempre senza si sia solo sono sotto stata stati stato su sua sue
sugli sul sulla suo suoi tra tre tutti tutto un una uno verso

aan aangezien al alle alleen als altijd andere ben bij daar dan dat de deze die dit doen door dus een
eens en enkele er geen had heb hebben heeft het hier hij hoe hun ik in is ja je kan kunnen maar meer
men met mijn moet moeten na naar niet nog nu of om omdat ons onze ook op over reeds sinds te tegen tot
tussen uit van vanaf veel voor waar wanneer want waren was wat we wel werd werden wie wij wil worden
wordt zal ze zei zich zij zijn zo zonder zou

ao aos ate com como da das de dela dele depois do dos duas e ela elas ele eles em entre era essa esse
esta estao este eu foi foram ha isso isto ja la mais mas mesmo muito na nao nas nem no nos num numa o
os ou para pela pelas pelo pelos por porque qual quando que quem se sem ser seu seus sob sobre sua suas
tambem tem um uma

alla allt an att av bara blev bli blir da dar de dem den denna deras det detta dig din dock du efter
eller en enligt ett fick fin finns for fore forsta fram fran ha hade han har hela hon hur i icke in
inte ja jag kan kom kommer man manga med mellan men mer mot mycket nar nu nya och ocksa om pa sa sade
sager sedan sig sin sina ska skulle som till under upp ut utan vad var vara vi vid vill under af ikke
jeg og paa til blev har ble

aby ale az bez bo by byc byl byla bylo byly co czy dla do ich ja jak jako je jego jej jest juz ktora
ktore ktory ma mi mimo moze na nad nie niz o od ona one oni po pod przed przez przy sa sie ta tak
takze tam te tego tej ten to tylko tym w we wiec wszystko z za ze zostal

ama bir bu cok da daha de diye en gibi her icin ile ise kadar ki mi ne o olan olarak oldu oldugu sonra
soyledi su ve veya ya yeni yok

без более больше бы был была были было быть в вам вас весь во вот все всего вы где да даже для до его
ее если есть еще же за и из или им их к как которая которые который ли мы на над не него нет ни но о
об он она они оно от по под при с сказал со так также там то только у уже что чтобы это этого этом
"""

_COMMON: Final = """
according accused added agency agreed aged ahead amid announced announcement appeared area authorities
bad became become began begin best big bill biggest bring brought build business call called calls
campaign case cases cause caused central chief children city claim claims closed come committee
community companies company condition confirmed continue control cost council countries country court
cut data day days dead deal death decided decision despite died director early east end ended event
evening expected expects experts face facing failed family far figures final find foreign former found
free friday full funding future game general global good government great group groups growing head
health help held high higher him home hope hospital hour hours house how hundred huge human idea
impact important include including increase independent industry information inside international
investigation involved issue issues job jobs join keep key killed known land large largest late latest
law lead leader leaders leading leave led left letter level life line linked little live lives local
look looking lost low lower main major man manager market markets matter media meet meeting member
members men message midnight military million billion minister ministers minutes mission monday money
month months morning mother move moved name named nation national nations news newspaper night north
number office officer officers official officials old open opened operation opposition order
organisation organization paid parents parliament part parties party past pay people percent per cent
period person place plan planned plans play player players point police policy political politics
posted power present president press prevent previous price prices prime problem problems process
programme project promised public published question questions quickly quarter race raised reached
read ready real reason receive recent record reported reportedly reporter reporters reports republic
research response rest result results return returned review right rights rise rising risk road role
rule rules run running safe saturday school schools scientists season second secretary security senior
september sent serious service services shares sharp short show showed shows side sign signed similar
site situation small social sold sources south speak speaking special spokesman spokesperson
spokeswoman staff stage stand start started state statement states station stay step stop story street
strong students study sunday support supporters system talks team tell thing things think third
thousand thousands thursday time times today told tomorrow tonight top total town trade travel trial
tried try trying tuesday turn understand union unit university update use victory video visit vote wait
warn warned warning water weather website wednesday week weekend weeks west white win winner winning
woman women word words work workers working world worse worst worth year years yesterday young january
february march april may june july august october november december eu uk us usa un

abend anfang angaben anderen arbeit aufgrund bekannt behorden bericht berichte berichtet berichten
beschaftigte betroffen bild bundesregierung chef deutsche deutschen deutschland deutscher dienstag
donnerstag ende ergebnis erklarte erklart eigenen einsatz entscheidung erstmals euro europa fall
familie fordert forderung folgen frau frauen freitag fruher gericht gesellschaft gesetz gestern
gewerkschaft grosse grossen grosser grund gut haus heute hilfe hoch hohe insgesamt jahr jahre jahren
jahrige jahres januar juli juni kinder kosten kritik kunftig land landes lage lange leben letzten
leute mai mal mann marz medien mehrheit mensch menschen milliarden millionen minister mitarbeiter
mittag mittwoch monat monate monaten montag morgen nacht nachricht nachrichten nahe namen november
offenbar oktober opfer ort paar partei platz politik polizei prasident prasidentin problem prozent
recht regierung sagen samstag seite september sicherheit sonntag spater spiel sprach sprecher
sprecherin staat stadt stand start stelle strasse stunden suche tag tage tagen teil tod tote trotz
uhr unternehmen ursache verfahren verletzt video vergangenen vertreter wahl weg weltweit welt westen
woche wochen wochenende zahl zahlen zeit zeitung ziel zudem zukunft osten norden suden

accord actualite affaire ailleurs ancien ancienne annee annees annonce annonce appel argent associe
avril beaucoup besoin bien bon but campagne cas centre chef chose compte conseil contrat cote coup
cours crise debut decembre decide demande depart dernier derniere derniers dimanche dire direction
directeur dit droit effet election elus encore enfants enquete ensemble enfin entreprise entreprises
environ etat etats etude europe europeen europeenne euros femme femmes fevrier fin force forces
francais francaise france grand grande grands groupe gouvernement heure heures histoire homme hommes
janvier jeudi jeune jeunes jour journal journee jours juillet juin justice ligne loi long lundi lutte
mai maire maison mardi mars matin membre membres mercredi mesure mesures mettre milliards millions
ministre mise mois monde mort morts moment national nationale nombre nord novembre nuit octobre
opposition ordre paris part parti partie passe pays personne personnes petit place plan point police
politique position pouvoir premier premiere premiers presence president presse prix probleme processus
programme projet public publie quart question raison rapport recherche region reste resultat rien
rue samedi securite semaine semaines septembre service services situation social societe soir source
suite sud sujet syndicat systeme temps terme tete titre toujours travail vendredi victime victimes vie
ville vite voir vote

ahora ano anos ayer caso ciudad crisis dia dias dijo domingo ejemplo equipo espana estado estados
europea falta forma fuerza gobierno gran grande grupo hace hombre hora horas hoy jueves juez ley lugar
lunes madrid manana martes mayor mejor mes meses miercoles millones ministro momento muerte muertos
mujer mujeres mundo nacional noche nueva nuevo pais paises parte partido personas policia politica
presidente primer primera pueblo punto sabado segundo semana sistema situacion tarde tiempo trabajo
ultima ultimo vez vida viernes zona

anni anno caso citta cosa dice domenica donna donne euro fatto gente giorni giorno giovedi governo
guerra italia italiano lavoro legge lunedi martedi mercoledi mese mesi milioni ministro mondo morte
morti nuova nuovo oggi ora ore paese parte partito persone polizia presidente sabato settimana stato
tempo uomo venerdi vita volta

сегодня года году год лет заявил сообщил время дня человек людей власти страны россии также
"""


_SMALL: Final = {
    "en": "the of and to in is was for that with on as at by it from has have were are been after an",
    "de": "der die das und in den von zu mit ist im für auf des eine ein nach bei dem nicht aus wurde",
    "fr": "le la les de des du et en un une pour dans est que qui sur au aux par il elle avec ont été",
    "es": "el la los las de del y en un una por para que con se su al es fue lo como más",
    "it": "il la i gli le di del della e in un una per che con è al dal nel sono stato alla ha",
    "pt": "o a os as de do da dos das e em um uma por para que com se no na é ao foi não",
    "nl": "de het een en van in op voor met is dat te zijn aan door bij ook naar niet uit werd om",
    "sv": "och att det i som en på är av för med den till har inte om ett var från de",
    "da": "og at det i som en på er af for med den til har ikke om et var fra de",
    "no": "og at det i som en på er av for med den til har ikke om et var fra de",
    "pl": "i w z na do się że nie o po jest od za przez to ma oraz dla",
    "tr": "ve bir bu da de için ile olarak çok daha olan sonra kadar ise",
    "ru": "и в на с что по не из за от о для как это его было при",
    "uk": "і в на з що за не до від про для як це його було та",
}


def empty_words() -> list[str]:
    """Words that say nothing by themselves: articles, pronouns, auxiliary verbs and the like."""
    return _EMPTY.split()


def words_by_language() -> dict[str, list[str]]:
    """Small words that tell a language from its neighbours, as they are written."""
    return {lang: words.split() for lang, words in _SMALL.items()}


def common_words() -> list[str]:
    """Words of news in general: days, offices, verbs of reporting."""
    return _COMMON.split()
