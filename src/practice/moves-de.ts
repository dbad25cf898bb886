import { pattern } from '../call/text.ts';
import type { MoveRules } from './moves.ts';

const BUY =
  '(brauche|brauchen|kaufe|kaufen|möchte|möchten|will|wollen|nehme|nehmen|mache|machen|bestelle|bestellen|wechsle|wechseln|unterschreibe|abschließen)';

/** German: what a caller hears in the words of somebody who is called. */
export const GERMAN_MOVES: MoveRules = {
  clear_no: pattern([
    `(ich|wir) … ${BUY} … (nicht|nichts|kein|keine|keinen|keinerlei)`,
    `${BUY} (ich|wir) … (nicht|nichts|kein|keine|keinen)`,
    `(ich|wir) (werde|werden|möchte|möchten|will|wollen) … (nicht|nichts|kein|keine|keinen) … (kaufen|bestellen|abschließen|wechseln|nehmen|ändern|brauchen|unterschreiben)`,
    '(dass|weil) (ich|wir) … (nicht|nichts|kein|keine|keinen) … (brauche|brauchen|kaufe|kaufen|möchte|möchten|will|wollen)',
    '(nein danke|danke nein|nein vielen dank|kein interesse|kein bedarf|keinen bedarf)',
    '(ich sage|sage ich|wir sagen|sagen wir) … nein',
    '(mein|unser|dieses|das) nein (bleibt|gilt|steht)',
    '(es|das) bleibt … (bei (meinem|unserem) nein|beim nein|nein)',
    '(ich habe|wir haben|habe ich|haben wir) (keinen|kein|keine) (fernseher|interesse|bedarf|auto|hund|garten)',
    '(kaufe|kaufen) … am telefon (nichts|nicht)',
    'am telefon (kaufe|kaufen) (ich|wir) … (nichts|nicht)',
    '^nein$',
    '^nein (?!ich meine)[a-z]+',
  ]),
  soft_no: pattern([
    '(gerade|jetzt|im moment|momentan|heute) … (nicht|schlecht|ungünstig)',
    '(keine|wenig) zeit',
    '(rufen sie|melden sie sich|probieren sie es) … (später|nochmal|noch einmal|morgen|nächste|wieder)',
    '(schicken|senden|mailen) sie … (mir|uns|was|etwas|unterlagen|per)',
    '(muss|müsste) … (erst|mal) … (fragen|überlegen|besprechen|schauen|nachdenken)',
    '(vielleicht|eventuell|mal sehen|mal schauen|weiß nicht|weiß noch nicht|bin mir nicht sicher|eher nicht|eigentlich nicht)',
    '(ein andermal|später einmal|ich überlege|überlege es mir|denke darüber nach)',
  ]),
  thanks: pattern([
    '(danke|dankeschön|vielen dank|herzlichen dank|besten dank)',
    '(ich bedanke|bedanke ich) mich',
    'nett dass sie',
    'schön dass sie',
  ]),
  regrets: pattern(['(leider|bedaure|bedauere|schade)', 'tut (es )?mir leid', 'so gern ich']),
  wishes_well: pattern([
    // "Guten Tag" greets; with an article it wishes.
    '(einen|ihnen|noch) (einen |noch )*guten … (tag|abend|nachmittag|feierabend)',
    '(schönen|angenehmen|ruhigen|entspannten|leichten|leichteren|erfolgreichen) … (tag|abend|nachmittag|vormittag|feierabend|wochenende|rest)',
    '(alles gute|alles liebe|viel erfolg|viel glück|machen sie es gut|gute zeit)',
  ]),
  empathy_guess: pattern([
    '(sind|waren) sie … (müde|erschöpft|enttäuscht|verärgert|ärgerlich|frustriert|genervt|gestresst|angespannt|erleichtert|unsicher|besorgt|entmutigt|überrascht|traurig|verletzt|unter druck)',
    '(klingt|klingen sie|hört sich|hören sich) … (nach|als|anstrengend|müde|erschöpft|enttäuscht|frustriert|genervt|gestresst|angespannt|ärgerlich|schwer|mühsam|viel|hart)',
    'kein wunder (dass|wenn)',
    '(sie hätten|hätten sie|sie möchten|möchten sie|sie wünschen|wünschen sie|brauchen sie|sie brauchen) … (gern|gerne|sich|einmal|mal|etwas|mehr) … (gehört|ruhe|anerkennung|erfolg|pause|wertschätzung|verständnis|ausreden|zuhört|ernst|zu ende)',
    '(ist|das ist|das muss|muss|es ist|das war|ist das) … (bestimmt|sicher|sicherlich|wohl|gewiss|vermutlich)? … (anstrengend|mühsam|frustrierend|ärgerlich|enttäuschend|schwer|hart|nicht leicht|nicht einfach|nicht schön|ermüdend)',
    '(ist ihnen|geht es ihnen|liegt ihnen) … (wichtig|darum|um|daran)',
    '(langer|langen|anstrengender|anstrengenden|schwerer|harter|harten) tag',
    'weil (ihnen|sie) … (wichtig|brauchen|wünschen|hofften|gehofft)',
    '(stehen sie|sie stehen) … druck',
    'ich höre … (dass sie|wie) … (genug|druck|anstrengend|wichtig|müde|reicht)',
    'sie haben … (genug|sich mehr erhofft|gehofft|sich gefreut)',
  ]),
  asks_for_no_calls: pattern([
    '(vermerken|notieren|sperren|eintragen|vermerkt|notiert|löschen|streichen|entfernen) ',
    '(nehmen|tragen) sie … (aus|raus|heraus|von)',
    '(aus|von) … (liste|verteiler|datenbank|kartei)',
    '(keine|keinen) (werbeanrufe|anrufe|werbeanruf|verkaufsanrufe)',
    'nicht mehr an(zu)?rufen',
  ]),
  asks_who: pattern([
    '(wer sind sie|wie heißen sie|wie ist ihr name|wie war ihr name|mit wem spreche ich|wer ist (denn )?(da|dran)|wer spricht)',
    '(für|von|bei) (welche|welcher|wen|wem) … (firma|unternehmen|rufen|arbeiten|sind)',
    'woher haben sie',
    'worum geht',
  ]),
  asks_back: pattern([
    '(was|wie viel|wieviel) (kostet|kosten|würde|wäre|zahle|spare|bekomme)',
    'wie (teuer|funktioniert|lange|schnell|genau)',
    '(erzählen sie|erklären sie|sagen sie) … (mal|mehr|genauer|mir)',
    '(klingt|hört sich) … (interessant|gut|spannend|nicht schlecht)',
    '(interessant|interessiert mich|spannend)',
    'was (ist|wäre) … (drin|dabei|der vorteil|das besondere|anders)',
  ]),
  takes_back: pattern([
    '(klingt|kein wunder|verstehe|verständnis|kann … verstehen|glaube ich ihnen|tut mir leid|schon klar|das mag sein) … aber ',
  ]),
  complains_back: pattern([
    '(ihr|ihre|das|die|unser|unsere|mein|meine) … (dsl|internet|leitung|anschluss|rechnung) … (ausfällt|ausfällen|ausfallen|ausgefallen|abstürzt|abstürzen|abbricht|abzubrechen|abzustürzen|nicht|läuft|laufen|funktioniert|stört|störung|falsch|seit)',
    '(seit|schon) … (wochen|tagen|monaten) … (kaputt|gestört|nicht)',
  ]),
  calls_back_known: pattern([
    '(rufe|ruf|melde) … (zurück|selbst an|selber an)',
    '(unter|auf) … (nummer|bekannten|alten) … (zurück|an|kenne|kennen)',
    '(frage|frag) … (bei der|bei meiner|meine|meinen|in der) … (bank|sohn|tochter|familie|polizei|praxis)',
  ]),
  blames: pattern([
    '(ihre|deine|eure) (schuld|verantwortung|sache|problem|aufgabe)',
    '(dafür|daran|da) (sind sie|bist du|seid ihr|ist ihre) … (verantwortlich|schuld|zuständig|firma)',
    '(sie|ihre firma|ihr unternehmen|die telekom|die telecom) … (verantwortlich|schuld|selbst schuld)',
    'liegt … (an ihnen|an ihrer)',
    '(ihr|das ist ihr) problem',
    '(sie|ihre leute|ihre firma|ihr) … (schaffen|kriegen|bekommen) … nicht',
    'sie sollten (lieber|besser|erst|erst mal|zuerst)',
  ]),
  demands: pattern(['(hören sie auf|lassen sie mich in ruhe|lassen sie uns in ruhe|legen sie auf)']),
  calms_down: pattern([
    '(beruhigen|beruhig) … (sie sich|dich)',
    'regen sie sich … (nicht|ab)',
    '(bleiben sie|jetzt bleiben sie|nun bleiben sie) … (ruhig|sachlich|freundlich|höflich)',
    '(mal langsam|halblang|ganz ruhig|nicht so laut|schreien sie nicht|reißen sie sich|werden sie nicht)',
  ]),
  mocks: pattern([
    '^(na|ach|oh|wow|ja) (toll|super|prima|wunderbar|wie schön|wirklich|herrlich|klar|sicher)',
    '(wie schön für sie|das glauben sie (doch )?selbst|herzlichen glückwunsch|sehr witzig|sehr lustig|sie ärmste[r]?|sie arme[r]?|da haben sie ja|welch eine ehre|was für eine ehre|mir kommen die tränen|suchen sie sich|lernen sie (mal|erst))',
    'haben sie nichts besseres',
  ]),
  insults: pattern([
    '(idiot*|dumm*|blöd*|arsch*|verbrecher*|betrüger*|spinner*|trottel|penner|klappe|maul|schnauze|abschaum|pack|gesindel|ungebildet*)',
  ]),
  threatens: pattern([
    '(anwalt*|anzeige*|anzeigen|polizei|verklagen|verklage|bundesnetzagentur|gericht|verbraucherzentrale|melde sie|melden werde|rechtliche schritte)',
  ]),
  agrees: pattern([
    '(einverstanden|abgemacht|geht klar|in ordnung dann|machen wir so|so machen wir|ich stimme zu|stimme ich zu|von mir aus|meinetwegen)',
    '(ich nehme|nehme ich|wir nehmen|nehmen wir|ich bestelle|bestelle ich|ich unterschreibe) (?!nicht|nichts|kein|keinen|keine|an|mir)[a-z]+',
    '(gut|okay|na gut) … (schicken|buchen|machen|bestellen|tragen) sie',
    '(dann|gern|gerne) … (schicken|buchen|bestellen|nehme) (sie|ich)',
  ]),
  gives_data: pattern([
    '(meine|unsere) … (nummer|iban|adresse|anschrift|kontonummer|kundennummer|zählernummer|geburtsdatum|mailadresse|e mail) (ist|lautet)',
    '(ich heiße|mein name ist|hier ist (herr|frau)|ich bin (herr|frau)|am apparat)',
    '(ich wohne|wir wohnen|ich bin geboren|geboren am|geboren neunzehn*)',
    '(ich bin|wir sind) … (kunde|kundin|kunden) (bei|von)',
    '(mein|unser) … (anbieter|versorger|bank) (ist|heißt)',
    '(ich|wir) (zahle|zahlen|verbrauche|verbrauchen|verdiene) … (euro|kilowattstunden|im monat|im jahr)',
    '(ich bin|bin ich) … (allein zu hause|[a-z]*zig jahre)',
  ]),
  says_goodbye: pattern([
    '(auf wiederhören|auf wiedersehen|wiederhören|tschüss|tschüs|ciao|ich lege (jetzt|nun) auf|ich beende … gespräch|bis dann)',
  ]),
  yes: new Set(
    'ja jawohl jo genau okay ok einverstanden richtig stimmt gerne gern klar natuerlich sicher selbstverstaendlich freilich bitte mhm doch'.split(
      ' ',
    ),
  ),
};
