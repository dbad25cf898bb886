import type { Language } from '../call/language.ts';
import type { Topic } from '../call/understood.ts';
import { normalise, pattern } from '../call/text.ts';

/** Words by which a topic is told, most telling first; the matched word becomes the product slot. */
const WORDS: Readonly<Record<Language, readonly (readonly [Topic, readonly string[]])[]>> = {
  de: [
    ['solar', ['(photovoltaik*|solar*|balkonkraftwerk*|pv anlage|wärmepumpe*)']],
    ['television', ['(fernsehprodukt*|fernsehpaket*|fernsehen|tv paket*|tv angebot*|*sender|receiver|streaming*|pay tv|kabelfernsehen)']],
    [
      'energy',
      [
        '(strom|stromtarif*|stromanbieter*|stromvertrag*|stromkosten|stromwechsel|strom*|gas|gastarif*|gasangebot*|gaspreis*|energie*|ökostrom|gewerbestrom|netzbetreiber)',
      ],
    ],
    [
      'telecom',
      [
        '(dsl*|internet|internetanschluss|internet*|glasfaser*|handyvertrag*|handytarif*|handy*|allnet*|flatrate|mobilfunk*|router*|kabelanschluss|telefontarif|sim karte|festnetz*|bandbreite|komforttarif)',
      ],
    ],
    [
      'insurance',
      ['(*versicherung|*versicherungen|*versicherungs*|zahnzusatz*|sterbegeld*|haftpflicht*|hausrat|police|bestattungsvorsorge)'],
    ],
    [
      'money',
      [
        '(geldanlage*|festgeld*|tagesgeld*|aktien*|fonds|bitcoin*|krypto*|gold sparplan|sparplan|altersvorsorge|bauspar*|riester*|*kredit|kredite|immobilie*|rendite|zinsen|anlage|investition*)',
      ],
    ],
    ['lottery', ['(lotto*|*lotterie|los|lose|tippgemeinschaft*|spielgemeinschaft*|gewinnspiel*|jahreslos|lottospiel)']],
    ['press', ['(zeitschrift*|zeitung*|abo|abonnement|probeabo|heft|hefte|buchclub|fernsehzeitung|*magazin)']],
    ['donation', ['(spende*|spenden|patenschaft*|fördermitglied*|tierschutz|tierheim|förderer)']],
    [
      'business',
      [
        '(branchenbuch*|homepage|webseite*|internetseite*|google*|suchmaschinen*|toner*|telefonanlage*|kartenzahlung*|terminal|anzeige|büroreinigung|software|firmenwagen|werbung)',
      ],
    ],
    ['travel', ['(reise*|kreuzfahrt*|busreise*|kaffeefahrt*|wellness*|hotelgutschein|kur|kuren)']],
    [
      'health_goods',
      [
        '(hörgerät*|vitamin*|nahrungsergänzung*|kapseln|präparat*|kollagen|cbd*|pflegehilfsmittel|pflegebox|treppenlift*|hausnotruf*|notrufuhr|magnetfeld*)',
      ],
    ],
    [
      'home',
      [
        '(fenster|haustüren|dach|dachrinne*|dämmung|heizung|alarmanlage*|wasserfilter*|markise*|einfahrt|hecken|badewanne|dusche|reinigung|winterdienst)',
      ],
    ],
    [
      'goods',
      [
        '(wein*|kaffee*|matratze*|teppich*|staubsauger*|olivenöl|topf|messerset|bettdecken|lammfelldecken|auto|leasing*|fotos*|kurs|app|möbel|altgold|pelze|münzen|katalog)',
      ],
    ],
  ],
  en: [
    ['solar', ['(solar*|panels|heat pump*)']],
    ['television', ['(television*|tv|channels|cable|satellite|streaming)']],
    ['energy', ['(energy|electricity|electric|gas|power|tariff*|supplier)']],
    ['telecom', ['(broadband|internet|fibre|fiber|mobile|phone contract|sim|router*|landline|wifi|data)']],
    ['insurance', ['(*insurance|cover|warranty|warranties|policy|funeral|dental plan|income protection)']],
    ['money', ['(invest*|savings|pension|loan*|credit card|crypto*|bitcoin|gold|trading|property|mortgage*|debts)']],
    ['lottery', ['(lottery|lotto|syndicate|prize draw|sweepstake*|jackpot)']],
    ['press', ['(magazine*|newspaper*|subscription*|book club|paper)']],
    ['donation', ['(donat*|charity|pledge*|sponsor|rescue|air ambulance)']],
    [
      'business',
      ['(listing*|directory|website*|google|toner*|copier|card payments|terminal|software|cleaners|phone system|company car|seminar)'],
    ],
    ['travel', ['(holiday*|cruise*|trip|resort*|timeshare|hotel voucher|travel)']],
    ['health_goods', ['(hearing aid*|vitamin*|supplement*|stair lift*|stairlift|brace|collagen|cbd|emergency watch|medicare)']],
    [
      'home',
      ['(window*|double glazing|roof*|gutters|insulation|boiler|heating|alarm system|driveway|hedges|shower|water filter|water test)'],
    ],
    ['goods', ['(wine*|coffee|mattress*|vacuum|carpet*|cookware|olive oil|car|photo shoot|gym|app|catalogue|furniture)']],
  ],
};

const COMPILED: Readonly<Record<Language, readonly (readonly [Topic, RegExp])[]>> = { de: compile('de'), en: compile('en') };

function compile(lang: Language): (readonly [Topic, RegExp])[] {
  return WORDS[lang].map(([topic, words]) => [topic, pattern(words)] as const);
}

/** What an utterance is about, among the things that our phrases can name, and the word that gave it away. */
export function topicIn(normalised: string, lang: Language): { readonly topic: Topic; readonly word: string | null } {
  for (const [topic, words] of COMPILED[lang]) {
    const found = words.exec(normalised);
    if (found) return { topic, word: found[0] };
  }
  return { topic: 'other', word: null };
}

/** A normalised word as it was said in a text. */
export function asSaid(word: string, text: string): string {
  return text.split(/[^\p{L}\p{N}-]+/u).find((said) => normalise(said) === word) ?? word;
}
