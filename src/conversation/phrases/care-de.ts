/**
 * What somebody in need hears. Fixed words: no variation, no name, no wish, no advice, no promise. The numbers come from
 * `care/crisis-lines.ts` alone. German; the `_du` ones are for children.
 */
export const careDe = {
  care_danger: [
    'Rufen Sie bitte jetzt die {emergency} an: {emergencySpoken}. Legen Sie dafür ruhig auf. Ich bin ein Computer und kann keine Hilfe schicken.',
  ],
  care_danger_du: [
    'Ruf bitte jetzt die {emergency} an: {emergencySpoken}. Leg dafür ruhig auf. Ich bin ein Computer und kann keine Hilfe schicken.',
  ],
  care_despair: [
    'Gut, dass Sie das sagen. Ich bin nur ein Computer. Ein Mensch hört Ihnen zu, Tag und Nacht und kostenlos: {crisis}. Ist besetzt, versuchen Sie es bitte wieder.',
  ],
  care_despair_du: [
    'Gut, dass du das sagst. Ich bin nur ein Computer. Ein Mensch hört dir zu, kostenlos: {crisis}. Ist besetzt, versuch es bitte wieder.',
  ],
  care_violence: [
    'Gut, dass Sie das sagen. Ich bin nur ein Computer. Beim Hilfetelefon hört Ihnen ein Mensch zu, Tag und Nacht und kostenlos: {crisis}. Bei Gefahr die {emergency}.',
  ],
  care_violence_du: [
    'Gut, dass du das sagst. Ich bin nur ein Computer. Ein Mensch hört dir zu, kostenlos: {crisis}. Bei Gefahr ruf die {emergency} an.',
  ],
  care_violence_police: [
    'Gut, dass Sie das sagen. Ich bin nur ein Computer. Bei Gefahr rufen Sie bitte die {police} an: {policeSpoken}. Legen Sie dafür ruhig auf.',
  ],
  care_child: [
    'Gut, dass du das sagst. Ich bin ein Computer. Ich versuche jetzt, jemanden aus der Familie zu erreichen. Bist du in Gefahr, ruf die {emergency} an.',
  ],
  care_unsure: ['Das klingt schwer. Möchten Sie eine Nummer, unter der Ihnen ein Mensch zuhört?'],
  care_unsure_du: ['Das klingt schwer. Möchtest du eine Nummer, unter der dir ein Mensch zuhört?'],
  care_number: ['Ein Mensch hört Ihnen zu, Tag und Nacht und kostenlos: {crisis}. Ist besetzt, versuchen Sie es bitte wieder.'],
  care_number_du: ['Ein Mensch hört dir zu, kostenlos: {crisis}. Ist besetzt, versuch es bitte wieder.'],
  care_confusion: ['Ich bin ein Computer am Telefon. Soll ich jemanden aus der Familie anrufen?'],
  care_calling: ['Ich versuche es. Bitte bleiben Sie dran.'],
  sad_news: ['Das ist eine traurige Nachricht. Ich richte es aus. Sprechen Sie gern in Ruhe.'],
  urgent_news: ['Das sage ich gleich weiter. Bitte bleiben Sie dran.'],
  care_again_emergency: ['Die Nummer noch einmal: {emergencySpoken}.'],
  care_again_crisis: ['Die Nummer noch einmal: {crisis}.'],
  care_message: ['Sie können auch eine Nachricht dalassen. Wann das jemand hört, weiß ich nicht.'],
  care_message_du: ['Du kannst auch eine Nachricht dalassen. Wann das jemand hört, weiß ich nicht.'],
  care_tone: ['Wenn Sie mögen, sprechen Sie nach dem Ton. Wann das jemand hört, weiß ich nicht.'],
  care_tone_du: ['Wenn du magst, sprich nach dem Ton. Wann das jemand hört, weiß ich nicht.'],
  care_open: ['Die Leitung bleibt offen.'],
  care_saved: ['Das ist gespeichert. Die Leitung bleibt offen.'],
  /** Never spoken: it stands in the journal in the place of all the others. */
  care_words: ['Worte für jemanden in Not.'],
  care_close_emergency: ['Es ist schon lange still. Die Nummer noch einmal: {emergencySpoken}. Auf Wiederhören.'],
  care_close_crisis: ['Es ist schon lange still. Die Nummer noch einmal: {crisis}. Auf Wiederhören.'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type CarePhraseId = keyof typeof careDe;
