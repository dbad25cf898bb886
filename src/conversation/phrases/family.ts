import type { Language } from '../../call/language.ts';
import type { PhraseTable } from './phrase.ts';

/**
 * What the household hears at its own phones: when one rings for a caller, and when somebody calls from one to hear the
 * messages. Here, and only here, keys are announced.
 */
export type FamilyPhraseId =
  | 'family_call_from'
  | 'family_call_number'
  | 'family_call'
  | 'family_keys'
  | 'family_connecting'
  | 'family_message'
  | 'family_taken'
  | 'family_gone'
  | 'family_none_new'
  | 'family_one_new'
  | 'family_many_new'
  | 'family_keys_messages'
  | 'family_message_from'
  | 'family_message_number'
  | 'family_message_unknown'
  | 'family_message_lost'
  | 'family_no_more'
  | 'family_key_messages'
  | 'family_key_pause'
  | 'family_key_resume'
  | 'family_paused'
  | 'family_resumed'
  | 'family_code'
  | 'family_code_wrong'
  | 'family_bye'
  | 'family_alert'
  | 'family_alert_unnamed'
  | 'family_alert_advice'
  | 'family_alert_thanks'
  | 'family_alert_taken';

export const FAMILY_PHRASES: Readonly<Record<Language, PhraseTable<FamilyPhraseId>>> = {
  de: {
    family_call_from: ['Ein Anruf für Sie, von {name}.'],
    family_call_number: ['Ein Anruf für Sie, von der Nummer {number}.'],
    family_call: ['Ein Anruf für Sie.'],
    family_keys: ['Drücken Sie die Eins, dann verbinde ich. Drücken Sie die Zwei, dann bitte ich um eine Nachricht.'],
    family_connecting: ['Ich verbinde.'],
    family_message: ['Gut, dann bitte ich um eine Nachricht. Auf Wiederhören.'],
    family_taken: ['Der Anruf ist schon angenommen. Auf Wiederhören.'],
    family_gone: ['Der Anruf ist inzwischen beendet. Auf Wiederhören.'],
    family_none_new: ['Guten Tag. Neue Nachrichten gibt es nicht.'],
    family_one_new: ['Guten Tag. Eine neue Nachricht wartet auf Sie.'],
    family_many_new: ['Guten Tag. {count} neue Nachrichten warten auf Sie.'],
    family_keys_messages: ['Mit der Eins hören Sie eine Nachricht noch einmal, mit der Zwei geht es weiter.'],
    family_message_from: ['{time}, von {name}.'],
    family_message_number: ['{time}, von der Nummer {number}.'],
    family_message_unknown: ['{time}, ohne Nummer.'],
    family_message_lost: ['Diese Nachricht lässt sich gerade nicht abspielen.'],
    family_no_more: ['Das waren alle.'],
    family_key_messages: ['Drücken Sie die Eins für Ihre Nachrichten.'],
    family_key_pause: ['Drücken Sie die Fünf, dann halte ich mich zwei Stunden lang heraus.'],
    family_key_resume: ['Bis {time} klingelt jeder Anruf bei Ihnen. Drücken Sie die Fünf, dann nehme ich wieder ab.'],
    family_paused: ['Bis {time} klingelt jeder Anruf bei Ihnen.'],
    family_resumed: ['Ab jetzt nehme ich wieder ab.'],
    family_code: ['Guten Tag. Bitte geben Sie Ihre Geheimzahl ein.'],
    family_code_wrong: ['Das war sie leider nicht.'],
    family_bye: ['Auf Wiederhören.'],
    family_alert: ['Hier ist der Computer von {household}. Gerade hat jemand angerufen und von einem Notfall gesprochen.'],
    family_alert_unnamed: ['Hier ist ein Computer, der Anrufe annimmt. Gerade hat jemand angerufen und von einem Notfall gesprochen.'],
    family_alert_advice: [
      'Bitte rufen Sie den Menschen, um den es geht, unter der Nummer an, die Sie kennen. Drücken Sie die Eins, wenn Sie sich darum kümmern.',
    ],
    family_alert_thanks: ['Danke, dass Sie sich kümmern. Auf Wiederhören.'],
    family_alert_taken: ['Darum kümmert sich schon jemand. Danke, und auf Wiederhören.'],
  },
  en: {
    family_call_from: ['A call for you, from {name}.'],
    family_call_number: ['A call for you, from the number {number}.'],
    family_call: ['A call for you.'],
    family_keys: ['Press one, and I connect you. Press two, and I ask for a message.'],
    family_connecting: ['Connecting you.'],
    family_message: ['Fine, I will ask for a message. Goodbye.'],
    family_taken: ['Somebody has already taken the call. Goodbye.'],
    family_gone: ['The caller has hung up by now. Goodbye.'],
    family_none_new: ['Hello. There are no new messages.'],
    family_one_new: ['Hello. One new message is waiting for you.'],
    family_many_new: ['Hello. {count} new messages are waiting for you.'],
    family_keys_messages: ['One plays a message again, two goes on to the next.'],
    family_message_from: ['{time}, from {name}.'],
    family_message_number: ['{time}, from the number {number}.'],
    family_message_unknown: ['{time}, without a number.'],
    family_message_lost: ['This message cannot be played just now.'],
    family_no_more: ['That was all.'],
    family_key_messages: ['Press one for your messages.'],
    family_key_pause: ['Press five, and I keep out of it for two hours.'],
    family_key_resume: ['Until {time} every call rings your phones. Press five, and I answer again.'],
    family_paused: ['Until {time} every call rings your phones.'],
    family_resumed: ['From now on I answer again.'],
    family_code: ['Hello. Please enter your code.'],
    family_code_wrong: ['I am afraid that was not it.'],
    family_bye: ['Goodbye.'],
    family_alert: ['This is the computer of {household}. Somebody has just called and spoken of an emergency.'],
    family_alert_unnamed: ['This is a computer that answers calls. Somebody has just called and spoken of an emergency.'],
    family_alert_advice: ['Please call the person concerned, on the number that you know. Press one if you will take care of it.'],
    family_alert_thanks: ['Thank you for taking care of it. Goodbye.'],
    family_alert_taken: ['Somebody is taking care of it already. Thank you, and goodbye.'],
  },
};
