import type { NeedRule } from '../need-rules.ts';
import { NOT, PERSON } from './words.ts';

/** Life is in danger at this moment. English, as people in Britain, Ireland, India and America speak. */
export const englishDanger: readonly NeedRule[] = [
  // Breath
  {
    need: 'danger',
    says: [
      `${NOT} … (breathing|breathe)`,
      '(cant|cannot|cannae|can hardly|struggling to|trouble) (breathe|breathing|get my breath)',
      '(breathing) (funny|strangely|oddly|badly)',
      '(choking|suffocating)',
      '(turning|turned|gone|going|went|lips are) (all )?blue',
    ],
    unless: ['(out of breath let|tyre|balloon|breathe a word|purifier|sky|jeans)'],
  },
  // Not to be woken
  {
    need: 'danger',
    says: [
      '(unconscious|unresponsive|passed out|not conscious|blacked out)',
      `${PERSON} … ${NOT} … (respond|responding|answer me|wake up|waking up|come round)`,
      `(cant|cannot|couldnt) (wake|rouse) (him|her|them|mum|dad|mummy|daddy|my|the|gran|nan)`,
      `${PERSON}s? (has |have |just |has just )?(collapsed|keeled over|fainted|fitting)`,
      `(on|lying on) the (floor|ground|kitchen floor) … (eyes|saying|moving|not|nothing|nowt|owt|unconscious)`,
      'eyes (are|wont) (shut|open|closed)',
      'lifeless',
    ],
    unless: [
      '(tent|shelf|market|talks|deal|wardrobe|prices) … collapsed',
      'laughing',
      'your (dad|mum|mother|father|husband|wife|son|daughter|gran|grandad|aunt|uncle|child)',
    ],
  },
  // Hurt, and cannot get up
  {
    need: 'danger',
    says: [
      '(ive|i have|ive just|gran has|mum has|dad has|nan has) (had a (bad |nasty )?fall|fallen|fallen over|fallen down|fallen down the stairs)$',
      '(fall|fallen|fell|slipped|tripped) … (cant|cannot|cannae) (get up|move|stand)',
      '(cant|cannot|cannae) (get up|stand up|get off the floor)',
      '(cant|cannot) (move|feel) my (leg|arm|hip|back|legs|face)',
      `fallen in the (water|river|canal|pond|pool|sea|lake)`,
      'isnt coming up',
    ],
    unless: ['(in the morning|out of bed in|early)'],
  },
  // Blood
  {
    need: 'danger',
    says: [
      'blood (everywhere|all over|pouring|gushing)',
      '(covered in|so much|lots of|loads of|losing) blood',
      '(bleeding) (really |so |very )?(badly|heavily|bad|a lot|out|to death)',
      '(wont|cant|isnt|not) (stop|stopping) (the )?bleeding',
      '(cut|slit|slashed) (my|his|her|their) (wrist|wrists|arm|arms|throat|neck)',
      '(cut) (myself|himself|herself) … (wont stop|bad|deep)',
    ],
    unless: ['(nose|heart bleeds|donat*|blood test|results|give blood)'],
  },
  // Heart and stroke
  {
    need: 'danger',
    says: [
      '(having|had|have|has|its) (a |just had a )?(heart attack|stroke|cardiac arrest|seizure|fit)',
      '(pain|pains|tightness|pressure) … chest',
      'chest (pain|pains|hurts|is tight)',
      '(face|mouth) … (dropped|drooping|droops|one side)',
      '(talking|speaking) (funny|strangely)|slurring|slurred',
      'arm … (numb|dead|paralysed)',
      'shaking all over',
      '(convulsing|convulsions)',
    ],
    unless: [
      '(two|three|ten|some|few|many) years ago|last year|back in|since my|after my|after a|after his|after her',
      '(talk slowly|speak slowly|to speak|time to|risk|prevent|supplement|one in|plan ahead|cover|insur*|fit us|fit you|fit in|have a fit)',
    ],
  },
  // Overdose and poison
  {
    need: 'danger',
    says: [
      '(taken|took|swallowed|necked|had|downed) … (lot|lots|load|loads|bunch|handful|whole|all|too many|box|packet|bottle|strip|twenty|thirty|forty|fifty) … (tablet*|pill*|paracetamol|sleeping|meds|medication|them|packet|box|bottle)',
      '(took|taken|swallowed) (some |the |all the |all my |my |these |those )?(pills|sleeping pills|sleeping tablets|overdose)',
      '(swallowed|taken|took) the whole (packet|box|bottle|lot)',
      '(overdose|overdosed|od d)',
      '(drunk|drank|swallowed|eaten|ate) … (bleach|poison*|cleaner|detergent|antifreeze|weedkiller|batteries|battery)',
      'been poisoned',
      '(injected) … (blue|gone|collapsed|out)',
    ],
    unless: [
      '(blood pressure|my tablets this morning|as usual|prescribed|do you take|lose a stone|ready to collect)',
      '(holiday|photos|bus|time) … took',
    ],
    plain: true,
  },
  // A suicide that has begun
  {
    need: 'danger',
    says: [
      '(on|standing on|sitting on) (the|a) (bridge|roof|ledge|edge|cliff|balcony) … (jump|over|end)',
      '(im|i am|about|going|gonna) … jump$',
      '(about to|going to|gonna) jump( off)?',
      '(sitting|lying|standing) on the (tracks|railway|line|rails)',
      '(rope|noose|belt) … (neck)',
      'already started … (over|soon)',
      '(knife|blade|razor) … (wrist|throat|my arm)',
    ],
    unless: ['(shower|board|in the pool|queue|traffic|trampoline|in for)'],
    plain: true,
  },
  // Violence now
  {
    need: 'danger',
    says: [
      '(hitting|beating|strangling|choking|kicking|punching|attacking|hurting|stabbing) (me|us|my mum|mum|mummy|her|him)( up)?',
      `(hes|shes|he has|he s|${PERSON} has|theyve|got) … (got )?a (knife|gun|axe|weapon|machete|bat)`,
      '(going to|gonna|trying to) kill (me|us)',
      '(kicking|breaking|smashing) (the|my|our) (door|front door) (in|down)',
      '(broken|breaking|broke) in … (still|inside|here)',
      '(someone|somebody|a man|intruder|burglar) … (in my house|in the house|in my flat|downstairs)',
      '(im|i am|were|we are|shes|hes) being (attacked|robbed|stabbed)',
    ],
    unless: [
      '(boss|wife|mum|dad|he|she|husband) will kill me',
      '(kitchen knives|set of knives|chess|two nil|competitor|threatened)',
      'if im late',
    ],
  },
  // Fire
  {
    need: 'danger',
    says: [
      '(my|our|the) (house|flat|kitchen|home|room|caravan|place) (is|s) (on fire|burning)',
      '(theres a|a) fire (in|at) (my|our|the) (house|flat|kitchen|home|bedroom|hall|room)',
      '(full of|filled with) smoke',
      '(cant|cannot) get out',
      '(flats|houses|kitchens) (burning|on fire)',
      'smell gas',
    ],
    unless: ['(your (house|flat)|get out of (the )?(contract|deal|bed|work|traffic)|youre on fire|cd|toast)'],
  },
  // Help is called for
  {
    need: 'danger',
    says: [
      '(need|send|call|get|want) (an |the |a |for an |me an |us an )?(ambulance|paramedic*|air ambulance)( now| please| quick| quickly| here)?$',
      '(need|send|call|get) (an |the |a )?(ambulance|paramedics) (now|please|quick|quickly|for|to|straight|fast)',
      '(ambulance) … (quick|quickly|now|please)',
      `${PERSON} (is |s )?dying`,
      '(mum|dad|mummy|daddy|gran|nan|baby|husband|wife)s dying',
      '(i am|im) dying$',
      '(i am|im) dying (please|help|here)',
    ],
    unless: [
      'dying (of|to|for)',
      '(battery|phone|plant|car|laptop)s? … dying',
      'ambulance … (volunteer*|donat*|charity|fundrais*|air)',
      'air ambulance',
    ],
  },

  // The same ideas in whatever words and order
  {
    need: 'danger',
    says: [
      '(gasping|fighting) for (air|breath)',
      '(stopped breathing|not breathing|cant catch (his|her|my) breath)',
      '(foaming at the mouth|grey in the face|eyes rolled|limp)',
      '(finger|hand|arm|foot|leg|toe) … (cut off|chopped off|hanging off|sliced off)',
      '(in flames|caught fire)',
      '(curtains|bed|sofa|oven|pan|fryer|roof|car|everything) (is |are |s )?(all )?(on fire|burning|ablaze)',
      '(drowning|drowned|electrocuted|been run over|been stabbed|been shot)',
      '(half|side of) (my|his|her) face',
      'no pulse',
      '(seizing|fitting on the floor)',
    ],
    unless: ['(youre on fire|your (house|flat|garage|shed)|cd|sales|inbox|drowning in|limp (lettuce|excuse))'],
  },
  {
    need: 'danger',
    all: [
      [PERSON],
      [
        '(is |isnt |not |s |aint |wont |stopped )(not )?(moving|responding|breathing|conscious|answering me|waking|coming round)',
        '(dropped|collapsed|slumped|lying) … (not moving|isnt moving|wont move|floor|not talking|no response)',
      ],
    ],
    unless: ['(moving house|moving on|moving to|not moving in|traffic|emails|calls|prices)'],
  },
  {
    need: 'danger',
    all: [
      ['*(pills|tablets|tablet|medication|meds|paracetamol|antidepressants|sleepers|insulin|drops|painkillers)'],
      ['(taken|took|swallowed|eaten|ate|necked|downed|had|injected)'],
      [
        '(all|whole|too many|loads|lots|lot|packet|bottle|box|bunch|handful|dizzy|funny|on purpose|grandson|granddaughter|child|baby|toddler|little one|son|daughter|sleep|die|more than)',
      ],
    ],
    unless: ['(blood pressure|as usual|prescribed|do you take|delivered|ready to collect|lose a stone|all my tablets today)'],
    plain: true,
  },
  {
    need: 'danger',
    all: [
      ['(knife|gun|axe|machete|hammer|crowbar|bat|weapon)'],
      [
        '(outside|at the door|in (his|her) hand|at me|behind me|threatening|locked in|locked me|coming for|coming at|help|hes got|shes got|has a|hes here)',
      ],
    ],
    unless: ['(sell|selling|offer|set|tools|film|thriller|won|sheffield|cricket|bat and ball)'],
  },
  {
    need: 'danger',
    all: [
      ['(roof|bridge|ledge|cliff|balcony|railings|car park|tower|tracks|platform edge|motorway)'],
      ['(im|i am|i)'],
      ['(jump|over|off|end|let go|goodbye|last|stop me|done|finished)'],
      ['(standing|sitting|im on|i am on|on the|hanging|now)'],
    ],
    unless: ['(traffic|jam|late|delayed|bungee|roofer|repair*|fix|holiday|platform three|waiting|stuck|meeting)'],
    plain: true,
  },
];
