import type { Language } from '../call/language.ts';
import { REMARKS, type Remark } from '../call/understood.ts';
import { pattern } from '../call/text.ts';

type Table = Readonly<Record<Remark, readonly string[]>>;

const GERMAN: Table = {
  no_time_needed: [
    '(eine|zwei|drei|fünf|paar|dreißig|halbe) (minute*|sekunde*)',
    '(ganz )?kurz',
    'ausreden',
    'zu ende (reden|erklären)',
    '(hören|wissen) … (noch|gar|doch) … (worum|nicht)',
    'wissen doch … nicht',
    'wenigstens … anhören',
    'geben sie mir',
  ],
  costs_nothing: [
    '(kostet|kosten) … (nichts|keinen|gar)',
    '(gratis|umsonst|kostenlos|geschenkt|kostenfrei)',
    '(geld|euro) … (sparen|zum fenster|zurück)',
    'sparen',
    '(zu teuer|preis|günstiger|rabatt)',
    'risiko',
    'rechnet sich',
  ],
  why_not: [
    '(warum|wieso|weshalb|weswegen) ',
    'woran … (liegt|scheitert)',
    'was (spricht|stört|müsste|hindert|haben sie) … (dagegen|daran|gegen|tun)?',
    'verstehe … nicht',
    'darf ich fragen',
  ],
  another_time: [
    '(wann|welche uhrzeit) … (passt|besser|erreiche|recht)',
    '(ruf|rufe|melde|probier*|versuch*|anrufen) … (nochmal|noch mal|noch einmal|wieder|später|morgen|nächste|abend|frühjahr)',
    '(ein andermal|späterer zeitpunkt|wiedervorlage|nächste woche|später noch)',
  ],
  send_something: [
    '(schick|schicke|schicken|schickt|zuschick*|zusend*|zukommen|sende ihnen|senden ihnen)',
    '(per post|prospekt|unterlagen|infomaterial|broschüre|katalog|e mail|mailadresse|flyer)',
  ],
  someone_else: [
    '(mit|ihr|ihre|ihrem|ihrer|den|die) … (mann|frau|partner|chef|chefin|hausherr*|entscheider) … ',
    'wer entscheidet',
    '(jemand*|wen) … (anderes|anderem|holen|entscheid*|ans telefon)',
    'ihr* (mann|frau|partner)',
  ],
  who_supplies_you: [
    '(wer|bei wem|bei welchem|welcher|welchen|wo) … (anbieter|versorger|versichert|kunde|bank)',
    '(jetziger|aktueller|derzeitiger) anbieter',
    'wie viel (zahlen|bezahlen|verbrauchen)',
    'wie hoch ist',
    '(zählernummer|iban|geburtsdatum|adresse|anschrift|ihr alter|wie alt)',
  ],
  others_do_it: ['(nachbar*|andere|alle|viele|kollegen|bekannte) … (mitgemacht|auch|schon|unterschrieben|klüger|haben|machen)'],
  only_today: [
    'nur (noch )?(heute|jetzt|diese woche)',
    '(letzte|einmalige) (chance|gelegenheit|möglichkeit)',
    '(morgen|danach|dann) … (weg|vorbei|teurer|zu spät)',
    '(angebot|preis|chance) … (nie wieder|nicht wieder|läuft aus|endet)',
    'wird (es|das) teurer',
  ],
  you_have_a_contract: [
    '(ihr|ihren|bestehender|alter) vertrag',
    'sie sind … (kunde|kundin)',
    '(zugestimmt|eingewilligt|unterschrieben|verpflichtet|pflicht)',
    '(betrifft|gilt für) … alle haushalte',
  ],
  visit: [
    '(vorbeikommen|vorbei kommen|vorbeischauen|vorbei schauen|außendienst*|hausbesuch|berater kommt|termin (geben|ausmachen|machen)|zu ihnen kommen|reinschauen|beratungstermin|besuchen)',
    '(komme|kommt|schaut) … (vorbei|zu ihnen|rein)',
  ],
  machine: [
    '(automat*|computer|roboter|maschine|blechkasten|programm|bandansage|anrufbeantworter|ki)',
    '(richtigen|echten) (mensch*|person)',
  ],
  long_day: [
    '(den )?ganzen tag',
    'seit (heute )?(früh|morgen|stunden)',
    '(alle|jeder|jede) … (legt|legen|leg) … auf',
    '(heute|tag) … (schon|nur) … (gehört|nein|absage*|aufgelegt|angeschrien|abgewimmelt)',
    'jeden tag',
    'langer tag',
    '(müde|erschöpft|fertig)',
  ],
  fed_up: ['(genug|nase voll|schnauze voll|satt|keine lust|keinen bock|reichts|reicht es|reicht mir|kann nicht mehr)'],
  pressure: ['(chef*|quote|provision|abschluss|soll erfüllen|druck|bezahlt|miete|job|arbeit|zielvorgabe|nacken)'],
  not_heard: [
    '(hören|hör) … (zu|mir)',
    '(lassen|lässt) … ausreden',
    '(keiner|niemand) … (hört|ausreden|zuhör*)',
    'abgewimmelt|abwimmeln|abgespeist|abspeisen',
    '(unfreundlich|stur|unverschämt*)',
  ],
  not_in_my_hands: [
    '(nicht|gar nicht) … (zuständig|meine schuld|mein bereich|meine abteilung|verantwortlich)',
    '(dafür|da) … (kann|können) … (ich |wir |man )?nichts',
    '(zu|sehr|so) weit … (verteiler|vermittlung*|weg|entfernt)',
    '(technik|woanders|andere abteilung)',
    'ich verkaufe nur',
  ],
  repair: [
    '(störung*|techniker*|entstör*|reparier*|reparatur*|fernwartung|fernzugriff|router|messung|leitung (prüfen|messen)|durchmessen)',
  ],
  taken_off_the_list: [
    '(streiche|nehme|lösche|trage|streich|nehm|lösch|trag) … (raus|aus|liste|heraus|ihre nummer|das|ein)',
    '(vermerk*|notier*|notiert|sperrvermerk)',
  ],
};

const ENGLISH: Table = {
  no_time_needed: [
    '(a|one|two|five|thirty|couple of) (minute*|second*|mins)',
    '(really |be )?quick',
    'let me (finish|explain)',
    '(hear|listen) … (out|me|first|to it)',
    'dont (even )?know what',
    'give me',
  ],
  costs_nothing: [
    '(cost*|pay) … (nothing|anything|penny)',
    '(free|for nothing|no obligation)',
    'sav(e|ing) … ',
    '(too expensive|price|cheaper|discount|money)',
    'no risk',
    'pays for itself',
  ],
  why_not: [
    'why ',
    'what (is|s|would|dont|stops|is it) … (problem|take|like|stopping|holding)',
    'whats (the problem|holding|stopping)',
    'can i ask|may i ask',
    'dont (get|understand) it',
  ],
  another_time: [
    '(when|what time) … (better|suit|good|convenient|reach)',
    '(call|ring|try|phone) … (again|later|next|tomorrow|evening|back)',
    '(another|better) time',
    '(put|mark) you down for',
  ],
  send_something: [
    '(send|email|mail|post) (you|it|something|them|some|over|your)',
    '(brochure|leaflet|information pack|email address|catalogue)',
  ],
  someone_else: [
    'your (husband|wife|partner|boss)',
    'who (makes|decides)',
    '(someone|somebody|anyone) … (else|decide|charge)',
    'fetch|get me (somebody|someone|a)',
  ],
  who_supplies_you: [
    '(who|which) … (supplier|provider|insurer|bank|with)',
    'how much (do you|are you)',
    '(meter number|date of birth|address|how old|your age|bank details)',
  ],
  others_do_it: ['(neighbour*|neighbor*|everyone|everybody|others|friends|people) … (else|already|too|signed|did|smarter|took part)'],
  only_today: [
    '(only|just) (for )?(today|now|this week)',
    '(last|final|only) (chance|opportunity)',
    '(tomorrow|then|after) … (gone|too late|more expensive)',
    'never (get|see|find)',
    'itll go up|it will go up|runs out|expires',
  ],
  you_have_a_contract: [
    'your (current |existing )?(contract|plan|account)',
    '(you are|youre|you were) … (customer|client)',
    '(agreed|consented|signed|mandatory|obliged|required|have to)',
    'every household',
  ],
  visit: [
    '(come|pop|send|drop) … (round|by|over|in|someone)',
    '(appointment|visit|surveyor|adviser|advisor|consultation)',
    'see you in person',
  ],
  machine: ['(machine|robot|computer|program|recording|ai|bot|answering)', '(real|actual|human) (person|human|being)'],
  long_day: [
    'all day',
    'since (this )?morning',
    '(everyone|everybody|people|they) … (hang|hung|hangs|hanging)',
    '(today|day) … (heard|no|rejected)',
    'every (single )?day',
    'long day|tired|exhausted',
  ],
  fed_up: ['(had enough|fed up|sick of|up to here|cant take|done with)'],
  pressure: ['(boss|quota|target*|commission|pressure|paid|rent|my job|doing my job|sign up)'],
  not_heard: ['listen', 'let(s)? (me|you) finish', '(nobody|no one) … (listen*|let*)', '(brush*|fob*) … off', '(rude|unfriendly|stubborn)'],
  not_in_my_hands: [
    '(not|isnt) … (my|our) (department|fault|responsibility|area|job)',
    'nothing (i|we) can do',
    'too far (from|away)',
    '(technicians|someone else|other department)',
    'i only sell',
    'not responsible',
    'out there where you',
  ],
  repair: ['(fault|engineer|technician|repair*|remote access|router|line test|test your line|fix)'],
  taken_off_the_list: ['(take|remove|delete|strike) … (off|from|list|number)', '(note|noted|mark|put) … (of|that|it|down)'],
};

const COMPILED: Readonly<Record<Language, readonly (readonly [Remark, RegExp])[]>> = { de: compile(GERMAN), en: compile(ENGLISH) };

function compile(table: Table): (readonly [Remark, RegExp])[] {
  return REMARKS.map((remark) => [remark, pattern(table[remark])] as const);
}

/** What an objection or grievance in a normalised utterance is about. */
export function remarksIn(normalised: string, lang: Language): Remark[] {
  return COMPILED[lang].filter(([, found]) => found.test(normalised)).map(([remark]) => remark);
}
