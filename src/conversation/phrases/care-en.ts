import type { CarePhraseId } from './care-de.ts';

/** What somebody in need hears: fixed words. English has no "du"; what children hear is plainer. */
export const careEn: Readonly<Record<CarePhraseId, readonly string[]>> = {
  care_danger: ["Please call {emergency} now: {emergencySpoken}. Hang up to do that. I'm a computer and can't send help."],
  care_danger_du: ["Please call {emergency} now: {emergencySpoken}. Hang up to do that. I'm a computer and can't send help."],
  care_despair: [
    "Thank you for saying that. I'm only a computer. A person will listen, day or night, free: {crisis}. If it's busy, please try again.",
  ],
  care_despair_du: [
    "Thank you for saying that. I'm only a computer. A person will listen to you, free: {crisis}. If it's busy, please try again.",
  ],
  care_violence: [
    "Thank you for saying that. I'm only a computer. At the helpline a person will listen, day or night, free: {crisis}. If you're in danger, {emergency}.",
  ],
  care_violence_du: [
    "Thank you for saying that. I'm only a computer. A person will listen to you, free: {crisis}. If you're in danger, call {emergency}.",
  ],
  care_violence_police: [
    "Thank you for saying that. I'm only a computer. If you're in danger, please call {police}: {policeSpoken}. Hang up to do that.",
  ],
  care_child: [
    "Thank you for saying that. I'm a computer. I'm trying to reach someone in the family now. If you're in danger, call {emergency}.",
  ],
  care_unsure: ['That sounds hard. Would you like a number where a person will listen?'],
  care_unsure_du: ['That sounds hard. Would you like a number where a person will listen to you?'],
  care_number: ["A person will listen, day or night, free: {crisis}. If it's busy, please try again."],
  care_number_du: ["A person will listen to you, free: {crisis}. If it's busy, please try again."],
  care_confusion: ["I'm a computer on the telephone. Shall I call someone in the family?"],
  care_calling: ["I'll try. Please stay on the line."],
  sad_news: ["That is sad news. I'll pass it on. Take your time."],
  urgent_news: ["I'll pass that on right away. Please stay on the line."],
  care_again_emergency: ['The number once more: {emergencySpoken}.'],
  care_again_crisis: ['The number once more: {crisis}.'],
  care_message: ["You can leave a message too. When somebody will hear it, I don't know."],
  care_message_du: ["You can leave a message too. When somebody will hear it, I don't know."],
  care_tone: ["If you like, speak after the tone. When somebody will hear it, I don't know."],
  care_tone_du: ["If you like, speak after the tone. When somebody will hear it, I don't know."],
  care_open: ['The line stays open.'],
  care_saved: ['That is saved. The line stays open.'],
  care_words: ['Words for somebody in need.'],
  care_close_emergency: ['It has been quiet for a long time. The number once more: {emergencySpoken}. Goodbye.'],
  care_close_crisis: ['It has been quiet for a long time. The number once more: {crisis}. Goodbye.'],
};
