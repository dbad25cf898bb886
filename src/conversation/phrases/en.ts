import type { StandingPhraseId } from './phrase.ts';

export const english: Readonly<Record<StandingPhraseId, string>> = {
  intro: 'Hello, this is a computer answering for {household}.',
  intro_unnamed: 'Hello, this is a computer answering for this number.',
  message_soon: "I'll take your message in a moment.",
  sales_no:
    "Only if you'd like to sell something: thank you for calling. We don't buy anything over the phone. " +
    "Please make a note that we don't want sales calls. Have a lovely day.",
  after_tone: 'Everyone else, please speak after the tone, and take your time.',
  known_greeting: 'Hello, this is the computer of {household}. Nobody is at the phone just now. Please speak after the tone.',
  known_greeting_unnamed: 'Hello, this is the computer on this line. Nobody is at the phone just now. Please speak after the tone.',
  words_lost: "I'm sorry, I don't understand words, and what you just said was not recorded. Please say it once more after the tone.",
  words_unclear: 'Sorry, I cannot make out your words just now. Please say it again after the tone. That will be recorded.',
  nothing_heard: "I can't hear anything just now. Please go ahead, or call again another time.",
  hanging_up: 'I am going to hang up now. Goodbye.',
  saved: 'Thank you, your message is saved.',
  not_saved: "I'm sorry, saving your message didn't work. Please call again.",
  own_failure: "I'm sorry, something isn't working here just now. Please call again.",
  message_full: 'The recording ends here. What you said up to now is saved.',
  still_ringing: 'It is still ringing. Thank you for waiting.',
  not_put_through: 'I cannot put you through just now. Please speak after the tone, in your own time. It will be recorded.',
  still_listening: 'I am still listening.',
  taken_over: 'One moment please, somebody here is taking the call.',
  someone_listens: 'Somebody of the family is listening now.',
  someone_listens_here: 'Somebody here is listening now.',
  ended_by_household: 'This call ends here. Thank you for calling.',
  goodbye: 'Goodbye.',
};
