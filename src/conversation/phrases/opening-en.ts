import type { openingDe } from './opening-de.ts';

/** Opening and finding out: who it is, what it is about. English. */
export const openingEn: Readonly<Record<keyof typeof openingDe, readonly string[]>> = {
  speech_becomes_text: ['What you say is turned into text for that.'],
  speech_is_kept: ['What you say is turned into text for that, and kept for a while.'],
  words_leave: ['A service outside this house processes your words.'],
  how_can_i_help: ['How can I help you?', 'What can I do for you?', "What's it about, please?"],
  ask_open: [
    "Who is your call for, and what's it about, roughly?",
    "Who's calling, please, and what's it about?",
    'Who would you like to reach? And what is it about?',
  ],
  ask_what: ["What's it about?", "Would you like to tell me what it's about? You don't have to.", 'What may I pass on?'],
  ask_who: ["Who's calling, please?", "What's your name, please?", 'Who shall I say called?'],
  ask_closed: [
    'Are you offering something, or is it about something else?',
    'Is it an offer, or is it about something else?',
    'Is this about an offer, or something else?',
  ],
  plain_who: ['Please tell me: who are you? What is it about?'],
  plain_no: ["We're not buying anything. Thank you for calling."],
  you_are_heard: ['I can hear you well.', 'Your words come through well.'],
  go_on: [
    "Please go on, I'll stay on the line.",
    'What else would you like to say?',
    'The line stays open, please carry on.',
    'That will be passed on too.',
  ],
  please_repeat: [
    "That didn't reach me very well. Would you say it once more?",
    "I'm afraid it still didn't come through. A word or two is enough.",
    "I couldn't make that out. Could you say it again?",
  ],
  still_nothing: [
    "I can't hear anything just now. Please go ahead, there's no rush.",
    "It's quiet at my end. Please speak whenever you're ready.",
  ],
  silence_bye: ["The line stays silent, so I'm going to hang up now. Do call again. Goodbye."],
  noise_bye: ['The connection seems too poor. Please try once more. Goodbye.'],
  wrong_number: [
    "This is the line of {household}. Perhaps you're looking for another number?",
    "You've reached {household}. Might you be looking for another number?",
  ],
  wrong_number_unnamed: [
    "This is a private line. Perhaps you're looking for another number?",
    'This is a private line. Might you be looking for another number?',
  ],
  wrong_number_offer: ["If you did mean to call here, I'll gladly pass something on."],
  wrong_number_bye: ['These things happen. Have a lovely day, goodbye.', 'No harm done. Goodbye.'],
  machine_bye: ["It's only a computer at this end too, so I'll end the call. Goodbye."],
};
