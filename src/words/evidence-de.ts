import { plural } from './plural.ts';

const n = (count: number, one: string, other: string): string => plural('de', count, one, other);

/** What works: how calls really parted, and how sure one may be. */
export const germanEvidence = {
  title: 'Was wirkt?',
  lead: 'So gingen Ihre Verkaufsanrufe wirklich auseinander. Gezählt wird, was der Anrufer zuletzt sagte und tat, nie der Klang seiner Stimme.',
  link: 'Was wirkt? Wie Ihre Anrufe ausgehen',
  none: 'Noch gibt es hier nichts zu zählen. Es kommt zusammen, sobald jemand Ihnen am Telefon etwas verkaufen wollte, verstanden wurde und ein Nein hörte.',
  levelZero: 'Am Telefon werden noch keine Worte verstanden. Dafür braucht es ein Sprachpaket (Einstellungen, Sprachpakete).',
  handler: { attendant: 'Der Computer', person: 'Sie selbst' },
  topics: 'Nach dem, worum es ging',
  topic: {
    energy: 'Strom und Gas',
    television: 'Fernsehen',
    telecom: 'Telefon und Internet',
    insurance: 'Versicherungen',
    money: 'Geldanlagen',
    solar: 'Solaranlagen',
    home: 'Haus und Garten',
    press: 'Zeitschriften',
    lottery: 'Gewinnspiele',
    donation: 'Spenden',
    business: 'Angebote für Betriebe',
    health_goods: 'Gesundheitsartikel',
    travel: 'Reisen',
    goods: 'Waren',
    other: 'anderes',
  },
  ofTopic: (count: number, of: number) => `${count} von ${of} endeten freundlich`,
  approach: { friendly_no: 'Freundliches Nein', empathy: 'Empathie', redirect: 'Eigenes Anliegen' },
  calls: (count: number) => n(count, 'ein Anruf', '# Anrufe'),
  partings: { kindly: 'bedankt oder Gutes gewünscht', neither: 'weder noch', hard: 'beschimpft oder abgebrochen' },
  share: (count: number, of: number, low: string, high: string) =>
    `${count} von ${of} endeten freundlich. Auf die Dauer wären es wohl ${low} bis ${high}.`,
  interval: (low: string, high: string) => `mit 95 % Wahrscheinlichkeit zwischen ${low} und ${high}`,
  median: (minutes: string) => `Die Hälfte dauerte höchstens ${minutes} Minuten.`,
  again: (count: number, of: number) =>
    of === 0 ? 'Ob wieder angerufen wird, zeigt sich nach dreißig Tagen.' : `Binnen dreißig Tagen riefen ${count} von ${of} wieder an.`,
  mood: (change: string, calls: number) =>
    `Ihre eigene Stimmung änderte sich im Schnitt um ${change} (${n(calls, 'ein Anruf', '# Anrufe')}).`,
  verdict: {
    too_early: (calls: number) =>
      calls === 0
        ? 'Ob freundliches Nein oder Empathie mehr bewirkt, lässt sich erst sagen, wenn beide im Wechsel ausgelost werden.'
        : `Nach ${n(calls, 'einem ausgelosten Anruf', '# ausgelosten Anrufen')} ist es zu früh, etwas zu sagen.`,
    no_difference: (calls: number) => `Nach ${calls} ausgelosten Anrufen ist kein Unterschied zu sehen.`,
    better: (approach: string, calls: number, probability: string) =>
      `Nach ${calls} ausgelosten Anrufen endet „${approach}“ öfter freundlich (mit ${probability} Wahrscheinlichkeit).`,
  },
  how: 'Schneller lernen',
  howText:
    'Mit „approach: rotate“ unter „conversation“ in danke-nein.yaml zieht der Computer vor jedem Anruf das Los, welche der beiden Weisen er nimmt. Nur ausgeloste Anrufe lassen sich ehrlich vergleichen.',
  prior: 'Zu Beginn gilt jeder Anteil als gleich wahrscheinlich (Beta-Verteilung mit 1 und 1). Gezählt werden nur echte Anrufe.',

  ofCall: {
    title: 'Wie ging es auseinander?',
    coded: 'So hat es der Computer aus den letzten Worten gelesen. Stimmt es nicht? Ein Klick genügt.',
    saved: 'Danke, so zählt es jetzt.',
    moodTitle: 'Und wie ging es Ihnen?',
    moodHint: 'Freiwillig, nur für Sie und für „Was wirkt?“.',
    before: 'vor dem Anruf',
    after: 'danach',
    mood: ['schwer', 'eher schwer', 'mittel', 'eher leicht', 'leicht'],
  },
};
