import type { noDe } from './no-de.ts';

/** The no, what holds it, and how it parts. English. `{goods}`: what was offered, from our own table, with its "any". */
export const noEn: Readonly<Record<keyof typeof noDe, readonly string[]>> = {
  thanks_for_showing: [
    'Thank you for the offer.',
    'Thank you for telling me about it.',
    'Thanks for the suggestion.',
    'Thank you for calling.',
  ],
  thanks_for_effort: ['Thank you for standing up for that.', 'Thank you for the work you do.'],
  thanks_for_asking: ['Thank you for asking us.', 'Thank you for wanting to know what we think.'],
  thanks_recruiter: ['Thank you for thinking of us.'],
  known_company: ['Somebody from your company called before. Our no still stands.'],
  no_buy: [
    "I'm afraid we don't need {goods}, and we won't be buying.",
    "We don't need {goods}, I'm afraid, and we won't buy anything.",
    "I'm sorry, we don't want {goods}, and we won't be buying.",
  ],
  no_sign: [
    "I'm afraid we don't need {goods}, and we won't be signing up.",
    "We don't need {goods}, I'm afraid, and we won't sign anything.",
    "I'm sorry, we don't want {goods}, and we won't be signing up.",
  ],
  no_energy: [
    "I'm afraid we don't need a new energy contract, and we won't take one out.",
    "We don't need another energy contract, I'm afraid, and won't be taking one out.",
  ],
  no_television: [
    "I'm afraid we don't need a television product, and we won't be buying it.",
    "We don't need anything new for the television, I'm afraid, and won't be buying it.",
  ],
  no_telecom: [
    "I'm afraid we don't need a new line or plan, and we won't take one out.",
    "We don't need a new plan, I'm afraid, and won't be taking one out.",
  ],
  no_insurance: [
    "I'm afraid we don't need any more cover, and we won't take it out.",
    "We don't need more insurance, I'm afraid, and won't be taking it out.",
  ],
  no_money: [
    "We don't invest or borrow money over the phone, so it stays a no.",
    "I'm afraid money matters aren't for the phone here. It stays a no.",
  ],
  no_solar: [
    "I'm afraid we don't need a system like that, and we won't be buying one.",
    "We don't need solar panels, I'm afraid, and won't be buying any.",
  ],
  no_home: [
    "I'm afraid we don't need anything done to the house, and won't be ordering it.",
    "There's nothing we need for the house, I'm afraid, and we won't be ordering.",
  ],
  no_press: [
    "I'm afraid we don't need a subscription, and won't be ordering one.",
    "We don't want a subscription, I'm afraid, and won't be ordering one.",
  ],
  no_lottery: [
    "I'm afraid we don't take part in draws, and won't be buying a ticket.",
    "Draws aren't for us, I'm afraid, and we won't be buying a ticket.",
  ],
  no_donation: [
    "I'm afraid we don't give over the phone, and we won't promise anything.",
    "We don't pledge anything over the phone, I'm afraid.",
  ],
  no_business: [
    "I'm afraid we don't need it, and won't be ordering it.",
    "We don't need that, I'm afraid, and won't be ordering anything.",
  ],
  no_health_goods: [
    "I'm afraid we don't need that, and won't be ordering it.",
    "We don't need it, I'm afraid, and won't be ordering anything.",
  ],
  no_travel: ["I'm afraid we don't need a trip, and won't be booking one.", "We've no trip in mind, I'm afraid, and won't be booking one."],
  no_goods: ["I'm afraid we don't need that, and we won't be buying it.", "We don't want it, I'm afraid, and won't be buying it."],
  no_other: [
    "I'm afraid we don't need it, and we won't be buying it.",
    "We don't need that, I'm afraid, and won't be buying it.",
    "I'm sorry to say we don't need it and won't be buying it.",
  ],
  no_survey: ["I'm afraid we don't take part in surveys over the phone.", "We don't do surveys over the phone, I'm afraid."],
  no_job: ["I'm afraid we don't talk about jobs over the phone. It stays a no."],

  note_no_calls: [
    "One last request: please make a note that we don't want sales calls.",
    "Please also make a note that we don't want sales calls.",
    "Please make a note that we don't want sales calls.",
  ],
  note_spares: ["A note that we don't want sales calls will spare you the next call here."],
  wish_day: ['Have a lovely day!', 'I hope your day goes well!', 'All the best for the day!'],

  hold_time: [
    "It would still be a no in two minutes. I'd rather save you the time.",
    'You can save yourself those minutes, it stays a no.',
  ],
  hold_price: ["Even if it costs little, we won't take it.", "It isn't the price. We simply don't need it."],
  hold_why: ["We don't decide things like that over the phone.", "The reason is simple: we don't buy over the phone."],
  hold_later: [
    "Calling later won't change that. Please don't call again about it.",
    "Please don't call again about it. The answer would be the same.",
  ],
  hold_material: ["Please don't send us anything. You can save the paper.", "There's no need to send us anything."],
  hold_person: ["The no is from everyone here. I won't be fetching anybody for this.", "I won't be fetching anybody for an offer."],
  hold_data: ["I don't give out details about the household.", "I won't give any details on that."],
  hold_others: ["Everybody decides that for themselves. We don't need it.", "Good for them. We don't need it."],
  hold_urgent: ['Then the offer may lapse.', "Then we'll let the offer go by."],
  hold_contract: [
    "I can't confirm any such contract. Please write us a letter.",
    'I know of no contract. If something needs settling, please write to us.',
  ],
  hold_booked: [
    "Please don't put us down for it. We haven't said yes to anything.",
    "We haven't said yes to anything. Please don't enter us either.",
  ],
  hold_visit: ["Please don't come by. We don't want an appointment either.", "We don't want a visit or an appointment."],
  hold_computer: ['The no comes from the people I answer the phone for.', 'The people here gave me that answer to pass on.'],
  hold_again: ['Our answer stays the same.', "It's still what I said."],
  hold_plain: ["It stays like that: we don't want it.", "That won't change.", "We don't buy anything over the phone."],
  end_announced: ["I'll say goodbye now.", "I'm going to end the call here.", "I'm going to hang up now."],
  bye_accepted: ['Thank you for understanding.', 'Thank you for taking it like that.', "Thank you, that's kind of you."],
  bye_laughed: ['Well, this is a friendly way to part.', "It's nice to part like this."],
  bye_wished: ['Thank you, the same to you.', 'Thanks very much, you too.'],
  bye_noted: ['Thank you very much for noting that.', 'Thank you for taking us off.'],
  bye_plain: ['Goodbye.', 'Thank you for calling. Goodbye.', 'Take care. Goodbye.'],
  bye_calmer: ['I wish you a calmer day.', 'I hope the day gets quieter for you.'],

  guess_pitch: ["You believe in what you offer, don't you?"],
  guess_hurry: ["Things have to go fast for you just now, don't they?"],
  guess_long_day: ["That sounds like a long day, doesn't it?", "There's a long day behind you, isn't there?"],
  guess_fed_up: ["You've heard a lot of noes today, haven't you?"],
  guess_pressure: ["That sounds like a lot of pressure, doesn't it?"],
  guess_angry: ["It's been one thing after another today, hasn't it?"],
  guess_not_heard: ["You'd like someone to hear you out for once, wouldn't you?"],
  guess_not_in_hand: ["That isn't in your hands at all, is it?"],
  guess_puzzled: ["You'd like to know the reason, wouldn't you?"],
  guess_machine: ["You'd rather talk to a person, wouldn't you?"],
  empathic_no: ["We're not buying anything.", "We don't want to buy anything."],
  empathic_request: ["Would you be willing to note that we don't want sales calls?"],
  empathic_bye: ['I hope the rest of the day gets easier for you.', 'I hope the next calls are easier ones.'],

  redirect_no: ["Thank you for calling. We don't need anything new and won't be buying it. One request about something else:"],
  redirect_matter: ['{matter}'],
  redirect_request: ['Would you be willing to pass it on all the same, to the people who look after that?'],
  redirect_elsewhere: ["We'll report the fault elsewhere."],
  redirect_thanks: ['Thank you for hearing that.'],
};
