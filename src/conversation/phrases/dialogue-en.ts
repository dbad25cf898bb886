import { acknowledgeEn } from './acknowledge-en.ts';
import type { DialoguePhraseId } from './dialogue-de.ts';
import { careEn } from './care-en.ts';
import { noEn } from './no-en.ts';
import { openingEn } from './opening-en.ts';

/** What is said in a conversation, English; as many wordings per phrase as in German. */
export const englishDialogue: Readonly<Record<DialoguePhraseId, readonly string[]>> = {
  ...openingEn,
  ...acknowledgeEn,
  ...noEn,
  ...careEn,

  safe_thanks: ['Thank you for calling.'],
  safe_data: ["I don't give out details, codes or numbers, not even to check them."],
  safe_money: ["We don't hand over money or valuables because of a call."],
  safe_access: ["We don't give anyone access to our devices."],
  safe_home: ["I don't say anything about who lives here or who is in."],
  safe_consent: ["I don't answer questions like that, and we don't want a recording."],
  safe_plain: ["We don't give out information or promise anything over the phone."],
  safe_callback: ['If it matters, we call back ourselves, on the number that we know.'],
  safe_bye: ['Goodbye.'],
  safe_emergency: [
    "I'll pass on what you say at once. We only ever call back on a number that we know already. If anyone is in danger, the emergency services are there.",
  ],
  safe_end: ['It stays like that: we call back on the number that we know. Goodbye.'],

  put_through: ["One moment please, I'll try to put you through.", "I'll try to put you through. One moment please."],
  pass_on: ["I'll gladly pass it on.", "I'll be glad to pass that on.", "I'll let them know."],
  pass_on_upset: ["I'll pass it on just like that, right away."],
  reopen: ["Have I got you wrong? Then please tell me briefly what it's about."],
  sorry_misheard: ["I'm sorry, I had taken you for somebody else."],
  no_reason_needed: ["You don't have to tell me what it's about."],
  ask_name_number: ['Please tell me your name and a number to call back.'],
  ask_name: ['What is your name, please?'],
  ask_number: ['What is the best number to reach you on?'],
  ask_more: ['Would you like to add anything?', 'Is there anything else I should pass on?'],
  message_anyway: ["Then I'll gladly take a message. What's your name, and what may I pass on?"],
  speak_after_tone: ['Please speak after the tone, with your name and a number if you like. It will be recorded.'],
  tone_anyway: ["Then I'll gladly take a message. Please speak after the tone, and take your time."],
  read_back_name_number: ['Let me repeat: {name}, to be called back on {number}.'],
  read_back_name: ['Let me repeat: the caller was {name}.'],
  read_back_number: ['Let me repeat the number: {number}.'],
  matter_private: ["It's something personal."],
  matter_medical: ["It's about a surgery, a hospital or someone's health."],
  matter_delivery: ["It's about a delivery or an appointment at the house."],
  matter_authority: ["It's about an office, a school, a bank or the like."],
  matter_work: ["It's about work."],
  matter_neighbour: ["It's about something in the neighbourhood."],
  matter_returned_call: ["It's a call back."],
  message_passed: ["Thank you, I'll pass it on just like that. Goodbye."],
  message_added: ["Thank you, I'll pass that on as well.", "I'll pass that on too."],
};
