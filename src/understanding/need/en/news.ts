import type { NeedRule } from '../need-rules.ts';

/** Somebody has died, or the house has to know something at once. English, as people in Britain, Ireland, India and America speak. */
export const englishNews: readonly NeedRule[] = [
  // Grief
  {
    need: 'grief',
    says: [
      '(gran|grandad|grandma|grandpa|nan|nana|mother|mum|mom|mam|dad|da|father|husband|wife|uncle|aunt|auntie|brother|sister|son|daughter|baby|child|friend|he|she) ?([a-z]+ )?(has |have |s |just |sadly |had |was |is |went |hes |shes )?(just |sadly )?(died|passed|dead|passed away|gone to god|killed|no longer with us|peacefully)',
      '(mums|dads|grans|nans|husbands|wifes) (dead|passed|died|gone and died)',
      '(has|have|hes|shes|sadly|das|mums|dads) (passed away|passed on)',
      '(lost) (my|our|auntie|uncle|gran|grandad|nan) … (wife|husband|mum|dad|mother|father|baby|son|daughter|today|jean|auntie)?',
      'death in the family',
      'no longer with us',
      '(mourning|grieving)',
      '(uncle|auntie|aunt|gran|grandad|mum|dad|nan|his|her|their) … funeral is',
      '(funeral) (is|will be|of) …',
      'didnt make it (nan|gran|grandad|mum|dad)',
      '(nan|gran|grandad|mum|dad|she|he) didnt make it$',
      '(was|been) killed (in|by)',
      'sad news',
    ],
    unless: [
      '(dog|cat|car|phone|battery|elvis|plant|line|internet|foot|bus|keys|match|customer|invoice|glasses|appointment|exam|patience)',
      '(hasnt died|years ago|family tree|estate|solicitor|the will|plan|cover|insur*|in case of|director*|headstone|last year)',
      'passed (the|her|his|my|their) (driving )?(test|exam|exams|driving test)',
    ],
  },

  // News for the house that cannot wait
  {
    need: 'urgent',
    all: [
      ['(your|yours|mrs miller|mr miller)'],
      [
        '(mother|father|husband|wife|son|daughter|mum|dad|aunt|uncle|gran|grandad|child|lad|lass|boy|girl|little one|grandson|granddaughter|brother|sister)s?',
      ],
      [
        '(collapsed|fainted|unconscious|fallen|had a fall|hurt|injured|accident|brought in|casualty|in the ambulance|minor injuries|missing|ran off|wandered off|being operated|wont wake|cant reach|very poorly|here with us|have your)',
      ],
      ['(here|its|the|this is|we|us|school|nursery|police|ambulance|paramedic|hospital|unit|ward|home|care|coach|surgery)'],
    ],
    unless: [
      '(lawyer|bail|cash|court|money)',
      '(we offer|have you got|pounds a month|insurance|cover)',
      '(last year|years ago|all fine|is fine|won the|appointment)',
    ],
  },
  {
    need: 'urgent',
    all: [
      ['(your|yours)'],
      ['(water|washing machine|dishwasher|boiler|pipe|shower|bath|bathroom|tank|smoke|flames|fire|gas)'],
      [
        '(leaking|flooding|flooded|pouring|coming through|coming into|into our|into my|into the hall|dripping|overflowing|overflowed|billowing|smell|ablaze)',
      ],
    ],
    unless: ['(we offer|we sell|quote|meter|serviced|so your house|deal)'],
  },
  {
    need: 'urgent',
    all: [
      ['(your|yours)'],
      ['(window|door|front door|back door|garage|shed|car|lock)'],
      ['(wide open|smashed|broken into|kicked in|forced|been open)'],
    ],
    unless: ['(new windows|we offer|quote|parcel)'],
  },
  {
    need: 'urgent',
    says: [
      '(careline|lifeline|alarm centre|alarm center|pendant|care alarm) … (pressed|set off|alarm|reach|answer|fall|activated)',
      '(pressed|set off|activated) (her|his|their|the) (alarm|pendant|cord)',
      '(hospital|a and e|accident and emergency|intensive care|the general|infirmary|ambulance service|paramedic*|dialysis unit|ward) … (brought in|is with us|s with us|admitted|straight away|collapsed|its about your|about your (mother|father|husband|wife|son|daughter|mum|dad)|turn up|urgent*)',
      '(daughters|sons|husbands|wifes|mothers|fathers|mums|dads) (with us|in hospital|been brought in|been hurt|been taken|very poorly|had a fall|had an accident)',
      'your (mother|father|husband|wife|son|daughter|mum|dad|aunt|uncle|gran|child|little one|boy|girl) … (had a fall|fallen|hurt|accident|collapsed|taken to hospital|in hospital|brought in|with us|temperature|sick|picking up|poorly|isnt answering|missing|didnt turn up)',
      '(carer|care home|nursing home|care service|sunshine care|sheltered housing|hospice) … (fall|hospital|poorly|worse|answering the door|not answering|missing|accident)',
      '(school|nursery|playgroup|playground|coach|teacher|school office|childminder) … (hurt|fall|accident|temperature|sick|picking up|pick (him|her) up|get him|get her|unwell|bleeding|gone missing|is missing)',
      '(hurt|fall|accident|sick|temperature) … (school|nursery|playground|coach|teacher)',
      '(police|fire brigade|fire service) … (at your|your house|front door|burgled|break in|your home)',
      '(youve been|you have been|been) burgled',
      'break in at your',
      '(water|smoke|flames) … (coming|pouring|leaking|dripping) … (your|yours|ceiling|through|out)',
      '(coming|pouring|leaking) (out of|through|from) (your|my ceiling|the ceiling) ?…',
      'your (house|flat|kitchen|shed|garage) (is|s) (on fire|flooding|flooded|burning)',
      'your (front |back )?(door|doors|garage) … (open)',
      '(smoke alarm|burglar alarm|alarm|fire alarm)s? (has |s |is )?(been )?(going off|ringing|going)',
      'your (dog|cat|horse)s? … (road|loose|running|street|hit|run over)',
      '(accident at work|car accident|road accident)',
      '(gas leak|burst pipe|pipes burst|pipe has burst|pipe burst)',
    ],
    unless: [
      '(we offer|we sell|offer you|pounds a month|have you got|does your|in your area|safety check|have you ever|peace of mind|cover)',
      '(all fine|is fine|s fine|on friday|on monday|being tested|service is|come home|left her|left his|cancelled|parents evening|summer fair|appointment|will be off|witness|donation*|cakes|open day|move tomorrow)',
      'isnt coming to school',
      'playing again',
      // The false policeman speaks of burglars who are yet to come, and of valuables.
      '(valuables|jewellery|cash|intelligence|suspects|gang|plan to|planning to|going to be burgled|deposit|form|fee)',
    ],
  },
];
