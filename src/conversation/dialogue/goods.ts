import type { Language } from '../../call/language.ts';
import { normalise } from '../../call/text.ts';

/** Bought once, or signed up for: which of the two sentences of the no fits. */
type Trade = 'buy' | 'sign';

/**
 * What was offered, in words of ours that fit "we need ... " in a no: German with its "kein", English with its "any". The first row
 * whose beginning or end fits the word that the caller used decides. The caller's own word is never repeated: it may be
 * anything.
 */
const GOODS: Readonly<Record<Language, readonly (readonly [RegExp, Trade, string])[]>> = {
  de: [
    [/^waermepumpe/u, 'buy', 'keine Wärmepumpe'],
    [/^(?:solar|photovoltaik|pv)/u, 'buy', 'keine Solaranlage'],
    [/strom(?:tarif|vertrag|anbieter)?$|^strom/u, 'sign', 'keinen neuen Stromvertrag'],
    [/^gas/u, 'sign', 'keinen neuen Gasvertrag'],
    [/^(?:fernseh|tv$|kabel)/u, 'buy', 'kein Fernsehprodukt'],
    [/^glasfaser/u, 'sign', 'keinen Glasfaseranschluss'],
    [/^(?:internet|dsl|router)/u, 'sign', 'keinen neuen Internetanschluss'],
    [/^(?:handy|mobilfunk|smartphone|iphone|sim)/u, 'sign', 'keinen neuen Handyvertrag'],
    [/^zahn/u, 'sign', 'keine Zahnversicherung'],
    [/^(?:sterbegeld|bestattung)/u, 'sign', 'keine Sterbegeldversicherung'],
    [/^(?:unfall)/u, 'sign', 'keine Unfallversicherung'],
    [/^haftpflicht/u, 'sign', 'keine neue Haftpflichtversicherung'],
    [/^hausrat/u, 'sign', 'keine neue Hausratversicherung'],
    [/^(?:pflegeversicherung|pflegezusatz)/u, 'sign', 'keine Pflegezusatzversicherung'],
    [/krankenkasse$/u, 'sign', 'keine andere Krankenkasse'],
    [/versicherung/u, 'sign', 'keine weitere Versicherung'],
    [/^zeitung/u, 'sign', 'kein Zeitungsabo'],
    [/^zeitschrift/u, 'sign', 'kein Zeitschriftenabo'],
    [/(?:^abo|abonnement|^heft|magazin$)/u, 'sign', 'kein Abo'],
    [/^kreuzfahrt/u, 'buy', 'keine Kreuzfahrt'],
    [/^hoergeraet/u, 'buy', 'keine Hörgeräte'],
    [/^(?:vitamin|nahrungsergaenzung|kapsel|praeparat|kollagen|cbd)/u, 'buy', 'keine Nahrungsergänzung'],
    [/^(?:pflegebox|pflegehilfsmittel)/u, 'buy', 'keine Pflegehilfsmittel'],
    [/^treppenlift/u, 'buy', 'keinen Treppenlift'],
    [/^(?:hausnotruf|notrufuhr)/u, 'sign', 'keinen Hausnotruf'],
    [/^fenster/u, 'buy', 'keine neuen Fenster'],
    [/^haustuer/u, 'buy', 'keine neue Haustür'],
    [/^dach/u, 'buy', 'keine Arbeiten am Dach'],
    [/^(?:daemmung|fassade)/u, 'buy', 'keine Dämmung'],
    [/^heizung/u, 'buy', 'keine neue Heizung'],
    [/^alarmanlage/u, 'buy', 'keine Alarmanlage'],
    [/^wasserfilter/u, 'buy', 'keinen Wasserfilter'],
    [/^markise/u, 'buy', 'keine Markise'],
    [/^badewanne/u, 'buy', 'keine neue Badewanne'],
    [/^wein/u, 'buy', 'keinen Wein'],
    [/^kaffee/u, 'buy', 'keinen Kaffee'],
    [/^matratze/u, 'buy', 'keine Matratze'],
    [/^teppich/u, 'buy', 'keinen Teppich'],
    [/^staubsauger/u, 'buy', 'keinen Staubsauger'],
    [/^olivenoel/u, 'buy', 'kein Olivenöl'],
    [/^(?:homepage|webseite|internetseite)/u, 'buy', 'keine Internetseite'],
    [/^(?:google|suchmaschine)/u, 'buy', 'keine Google-Werbung'],
    [/^branchenbuch/u, 'buy', 'keinen Eintrag im Branchenbuch'],
    [/^(?:toner|drucker)/u, 'buy', 'keinen Toner'],
    [/^telefonanlage/u, 'buy', 'keine Telefonanlage'],
    [/^bueroreinigung/u, 'sign', 'keine Büroreinigung'],
    [/^moebel/u, 'buy', 'keine Möbel'],
    [/^bettdecke/u, 'buy', 'keine Bettdecken'],
    [/^(?:leasing|firmenwagen|auto$)/u, 'buy', 'kein Auto'],
  ],
  en: [
    [/^heat pump/u, 'buy', 'a heat pump'],
    [/^(?:solar|panels)/u, 'buy', 'any solar panels'],
    [/^(?:electric|power)/u, 'sign', 'a new electricity contract'],
    [/^gas/u, 'sign', 'a new gas contract'],
    [/^energy/u, 'sign', 'a new energy contract'],
    [/^(?:broadband|internet|wifi|router)/u, 'sign', 'new broadband'],
    [/^fib(?:re|er)/u, 'sign', 'a fibre connection'],
    [/^(?:mobile|phone contract|sim)/u, 'sign', 'a new mobile contract'],
    [/^(?:television|tv|cable|satellite|channels)/u, 'buy', 'anything new for the television'],
    [/^funeral/u, 'sign', 'a funeral plan'],
    [/^dental/u, 'sign', 'a dental plan'],
    [/^warrant/u, 'sign', 'a warranty'],
    [/insurance$/u, 'sign', 'any more insurance'],
    [/^magazine/u, 'sign', 'a magazine subscription'],
    [/^newspaper/u, 'sign', 'a newspaper subscription'],
    [/^subscription/u, 'sign', 'a subscription'],
    [/^cruise/u, 'buy', 'a cruise'],
    [/^timeshare/u, 'buy', 'a timeshare'],
    [/^hearing aid/u, 'buy', 'any hearing aids'],
    [/^(?:vitamin|supplement|collagen|cbd)/u, 'buy', 'any supplements'],
    [/^stair ?lift/u, 'buy', 'a stairlift'],
    [/^(?:window|double glazing)/u, 'buy', 'any new windows'],
    [/^(?:roof|gutters)/u, 'buy', 'any work on the roof'],
    [/^insulation/u, 'buy', 'any insulation'],
    [/^(?:boiler|heating)/u, 'buy', 'a new boiler'],
    [/^alarm/u, 'buy', 'an alarm system'],
    [/^water (?:filter|test)/u, 'buy', 'a water filter'],
    [/^driveway/u, 'buy', 'a new driveway'],
    [/^wine/u, 'buy', 'any wine'],
    [/^coffee/u, 'buy', 'any coffee'],
    [/^mattress/u, 'buy', 'a mattress'],
    [/^vacuum/u, 'buy', 'a vacuum cleaner'],
    [/^carpet/u, 'buy', 'any carpets'],
    [/^olive oil/u, 'buy', 'any olive oil'],
    [/^website/u, 'buy', 'a website'],
    [/^(?:listing|directory)/u, 'buy', 'a directory listing'],
    [/^toner/u, 'buy', 'any toner'],
    [/^card payments|^terminal/u, 'sign', 'a card terminal'],
    [/^cleaners/u, 'sign', 'any cleaners'],
    [/^furniture/u, 'buy', 'any furniture'],
  ],
};

/** The sentence of the no and our words for what was offered; null: the word is none of ours. */
export function goodsOf(product: string | undefined, lang: Language): { readonly trade: Trade; readonly goods: string } | null {
  if (product === undefined) return null;
  const word = normalise(product);
  const row = GOODS[lang].find(([fits]) => fits.test(word));
  return row ? { trade: row[1], goods: row[2] } : null;
}
