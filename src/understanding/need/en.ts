import type { NeedRules } from './need-rules.ts';

const NOT = '(not|isnt|wont|cant|cannot|cannae|doesnt|hasnt|aint|stopped|no longer|wouldnt|didnt)';
const NO_MORE = '(any more|anymore|anymair|no more|any longer|no longer)';
const PERSON =
  '(he|shes|she|hes|husband|wife|gran|grandad|grandma|grandpa|nan|nana|mum|mom|mam|mummy|mommy|mother|dad|da|daddy|father|son|daughter|baby|child|kid|kids|toddler|wean|little one|brother|sister|aunt|auntie|uncle|neighbour|neighbor|friend|boyfriend|girlfriend|partner|someone|somebody|man|woman|lady|fella|bloke)';

/** Need, as people in Britain, Ireland, India and America speak of it. */
export const englishNeed: NeedRules = {
  rules: [
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

    // Despair: said, hinted, taken back
    {
      need: 'despair',
      says: [
        '(kill|killing|hang|hanging|shoot|shooting|top|drown) (myself|himself|herself|themselves|themself)',
        '(ill|i will|gonna|going to) (top|hang|kill|do) myself( in)?',
        '(dont|do not|dinnae|not) (really |even )?(want|wanna|wish) (to |tae )?(live|be alive|exist|wake up|go on living|keep living)',
        `(dont|do not|dinnae|not) (really |even )?(want|wanna|wish) (to |tae )?(be here|be around) ${NO_MORE}`,
        '(want|wants|wanna) to die',
        '(wish|wished) (i was|i were|id|i had|i could) (dead|gone|never been born|never woken up|not be here)',
        '(rather|better off|sooner) (be )?dead',
        'suicidal',
        '(think|thinking|thought|thoughts) … suicide',
        '(commit|considering|attempt*) suicide',
        '(end|ending) (my|his|her) life',
        '(end|ending) it all',
        '(an )?end to (it all|my life|everything)',
        '(tomorrow|soon|tonight) … (ill|i will|i wont) be (gone|here)',
        '(i wont|i will not|ill not) be (here|around) much longer',
        '(rid of me)',
        '(better|easier) … (without me|off without me|if i wasnt|if i werent|if i was gone)',
        '(burden) (to|on) (everyone|everybody|you|them|my)',
        'nothing but a burden',
        '(nothing|no reason|not much) (left )?to live for',
        'lifes? (is )?(not|isnt) worth (living|it)',
        '(see|seeing|theres|there is) (any |no )?(other )?way out',
        '(want|wish) … (stop|over) … (for good|forever)',
        '(never|not) wake up( again)?$',
        '(do|done) something (stupid |silly |bad )?to myself',
        '(thought|planned|worked) … (how i(d| would| will) do it)',
        '(written|writing|left) (the|a|my) (note|notes|goodbye letter|suicide note)',
        'say goodbye … (for good|forever|last time)',
        'never (have )?been born',
        '(no|lost the|lost my) will to live',
        '(dont|do not) care (if|whether) i (live|die)',
        '(nobody|no one|noone) … care if i (was|were) (dead|gone|died)',
        '(cutting|hurt|hurting|harming|harm|cut) myself( again)?$',
        '(throw|throwing|chuck) myself … (train|bridge|car|bus|lorry)',
        '(drive|driving|crash) (into|my car into) (a|the) (tree|wall)',
        '(enough of|tired of|done with|sick of) (living|life|being alive)$',
        'take (my|his|her) own life',
        '(going|want) to drown myself',
      ],
      unless: [
        '(not|never) (going to|gonna) (kill|hang|hurt) myself',
        '(contract|provider|subscription|deal|raise the prices|prices)',
        '(business|prevention|talk|hero|film|departments|holiday|retiring|moving house)',
        '(tie|finger|shaving|cooking) ',
        'live (in|with|at|near|there|together|off|like that)',
      ],
      plain: true,
    },

    {
      need: 'despair',
      all: [
        ['(i|im|ive|my|me|ill|id|theres|there)'],
        ['(life|living|alive|existing|exist|this world|being here|carry on living|go on living)'],
        [
          '(over|finished with|done with|enough of|sick of|tired of|pointless|meaningless|worthless|no meaning|not worth|isnt worth|give up on|end|ending|cant go on|no reason to|dont want|dinnae want|hate|cant face)',
        ],
      ],
      unless: [
        '(life insurance|life cover|end of life care|contract|cost of living|living room|living in|live in|over the years|lifestyle|alive and kicking|love living)',
        'not (going to|gonna) kill myself',
      ],
      plain: true,
    },
    {
      need: 'despair',
      all: [
        ['(i|im|ive|id|ill)'],
        ['(want|wanna|wish|would|might as well|just|tried|trying|thinking|thought|going to|gonna|hope|could|rather|planning)'],
        [
          '(die|be dead|be gone for good|kill myself|kill meself|killing myself|hang myself|end myself|disappear forever|disappear for good|be gone forever|not exist|unalive|jump off a bridge|jump in front|never wake up|cease to exist)',
        ],
      ],
      unless: [
        '(die of|die for|die laughing|dying to|to die for|when you die|die hard|if you die)',
        '(film|book|play)',
        'not (going to|gonna)',
      ],
      plain: true,
    },
    {
      need: 'despair',
      says: [
        '(dont|not sure|doubt) … (ill|i will) be (here|alive|around) (tomorrow|next week|in the morning)',
        '(if|when) (i|im|i am|i was|i were) (gone|dead|not here|not around) … (nobody|no one|noone|miss|notice|care|better|cry)',
        '(nobody|no one|noone) … (miss|notice|care|cry) (if|when) (i|im|i am) (was |were )?(gone|dead|died|die)',
        '(last time) … (hear from me|speak to you|call)',
        '(suicide|suicidal) … (i|me|my|myself|thoughts)',
        '(no one|nobody|noone) can help me( now| any more| anymore)?$',
      ],
      unless: ['(prevention|business|talk|book|old age|arts|offer|deal|chance)'],
      plain: true,
    },

    // Violence, not at this moment
    {
      need: 'violence',
      says: [
        '(hits|beats|slaps|punches|kicks|strangles|hurts|abuses|rapes|raped) (me|us|mum|mummy|my mum|her|the kids)( up)?',
        '(beat|hit|slapped|punched|raped|assaulted|attacked|kicked) (me|us|mummy|mum|my mum)( up)?',
        'beat me up',
        'being (abused|beaten|threatened|stalked|hit)',
        '(scared|frightened|afraid|terrified) of (my|him) (husband|wife|boyfriend|girlfriend|partner|dad|father|ex|son)?',
        '(threatened|threatening|threatens) (to (kill|hurt|hit)|me|us)',
        '(gets|is|turns) violent',
        '(wont|doesnt) let me (leave|out|use the phone|see)',
        'hit me (if|when)',
        'hell (hit|hurt|beat|kill) me',
        'domestic (violence|abuse)',
      ],
      unless: [
        '(hit me that|hits me for|beats me to|beats me how|dentist|burglars|two nil|chess|competitor|with the bill|afraid of heights)',
        '(boss|wife|mum) will kill',
      ],
    },

    // A child alone
    {
      need: 'child_alone',
      says: [
        '(alone|own|by myself|on my own) … (scared|frightened|dark|afraid)',
        '(scared|frightened|afraid|dark) … (alone|on my own|by myself)',
        '(alone|on my own|by myself) with my (little |baby )?(brother|sister|baby)',
        '(mummy|mommy|mum|mom|daddy|dad|nan|gran|nana) (is|s|isnt|not|has|hasnt|aint)? ?(not |gone |nt )?(here|in|home|out|gone|away|coming) … (scared|frightened|afraid|dont know where|not come back|cant get in|alone)',
        '(mummys|mums|daddys|dads) (not here|gone|gone out) … (scared|frightened|know where|come back|alone)',
        '(mummy|mommy|daddy|mum|dad) (isnt|wasnt|hasnt|is not|has not|wont|didnt) (coming|come back|come home|picked me up|answer)',
        '(cant|cannot) find (my )?(mummy|mommy|daddy|mum|mom|dad)',
        '(im|i am) (four|five|six|seven|eight|nine|ten|eleven) … (alone|scared|isnt coming|lost|locked|door|by myself|on my own)',
        '(alone|scared|lost|door|by myself|on my own) … (im|i am) (four|five|six|seven|eight|nine|ten|eleven)( years old)?$',
        '(locked myself out|cant get in) … (mum|dad|mummy|daddy|nan)',
        '(nan|gran|mum|dad)s not in … (cant get in)',
        'hasnt picked me up',
        '(mummy|mommy|daddy) (went|has gone|is|was) … (scared|frightened|dark|alone)',
        '(nobodys|nobody is|no ones) home … (scared|frightened|alone)',
      ],
      unless: ['(minutes|years with|in the office|drove|price alone|shall she ring back)'],
    },

    // Perhaps in despair
    {
      need: 'unsure',
      says: [
        `(i|just|simply|really) (just |really |simply )?(cant|cannot|cannae) (go on|do this|cope|carry on|bear it|bear this)( like this)?( ${NO_MORE})?$`,
        `(cant|cannot|cannae) (do this|cope|go on|take it|take this|bear it) ${NO_MORE}`,
        '(its|everythings|everything is|it is) (all )?(just )?too much( for me)?$',
        '(all too much for me)',
        '(whats|what is|wheres) the point (of anything|any more|anymore|of it all|of going on)$',
        `(dont|do not) know (what to do|how to go on|where to turn|which way to turn|how to carry on)( ${NO_MORE})?$`,
        '(im|i am|ive been|i have been|ill|just) (sitting here |sat here |still )?(crying|in tears|sobbing|weeping)( all day| all night)?$',
        '(sorry|excuse me) (im|i am) (crying|in tears)',
        '(in tears|crying all day|cried all|cant stop crying)',
        '(end of my tether|end of my rope|wits end with everything)',
        '(cant|cannot) take (it|any more|any more of this life|this life)( any more| anymore)?$',
        '(its|it is|everythings|all) (all )?(so |just )?hopeless$',
        '(nobody|no one|noone) (needs|wants|would miss|misses) me',
        '(nobody|no one|noone) would (notice|know|care) if i (was|were) (gone|not here)',
        '(so |very |all )?(lonely|alone) (ive|i have|and|with) … (nobody|no one|noone)',
        '(ive|i have|got) (got )?(nobody|no one|noone) (left )?(to talk to|any more|left)',
        'since … (died|passed) … (empty|lonely|nothing|alone)',
        '(no|any) strength left$',
        '(falling apart|breaking down|broken inside|in pieces)$',
        `(cant|cannot) manage (on my own|alone|any more) ?(any more|anymore)?$`,
        '(dont|do not) care about (anything|anyone)( any more| anymore)?$',
        '(im|i am) (so |just |really )?(desperate|despairing)$',
        '(im|i am) so (lonely|desperate)',
      ],
      unless: [
        '(laugh*|lovely|film|onion*)',
        '(baby|little one|child|kid)s? … crying',
        '(form|queue|music|technology|roadworks|move|tuesday|wednesday|thursday|friday|prices|list|calls|contract*|petition|by five)',
      ],
      plain: true,
    },

    {
      need: 'unsure',
      says: [
        '(feel|feeling) (so |just |completely |really |utterly )?(worthless|empty|alone|lonely|useless|hopeless|lost|dead inside|numb)',
        '(no|lost all|lost my) hope( left)?',
        '(in bits|im in a bad way|in pieces|in a dark place|in a really bad place)',
        '(hate|hating) (myself|my life)',
        '(depressed|depression)',
        '(breaking down|having a breakdown|about to break|going under)',
        '(everything is|everythings|its all) (black|pointless|ruined|meaningless|falling apart)',
        '(dont|do not) know how (much longer|long) … (cope|take|stand|go on|hold)',
        '(i|im) (cant|cannot) stop (crying|shaking)',
        'i (dont|do not) want (to do )?this (any more|anymore)$',
      ],
      unless: ['(study|survey|talk|course|form|queue|satnav|lost in|traffic|surgery|film|music|laugh*)'],
      plain: true,
    },

    // Confusion
    {
      need: 'confusion',
      says: [
        '(dont|do not|not sure) (know )?where i (am|live|live any more|belong|should be)',
        '(where am i) … (know|place|dont|please|dead|now)',
        'where am i$',
        '(what|which) day is it … (sense|cant|know)',
        '(dont|do not) know what day it is',
        '(cant|cannot) find (my|the) (way home|house|way back|way)',
        '(house|home|shop) (isnt|is not) there (any more|anymore)',
        '(dont|do not) know who these people are',
        '(cant|cannot|dont) remember (my|who i) (name|am)',
        'how do i get home … (forgotten|know|cant)',
        '(strangers|people i dont know) (in|inside) my (house|home|room)',
        '(im|i am) lost … (cant find|dont know|house)',
        '(dont|do not) know why im here',
        '(which|what) (town|city|street|road|place) is (this|it|that) … (got here|please|sure|lost|know)',
        '(dont|not|no idea) … how i (got|came|ended up) here',
        '(what|which) (year|month) is it',
        '(muddled|confused) … (dont know|cant remember|where)',
      ],
      unless: ['(exit|road|courier|driver|delivery|satnav|number|surgery|dates|form|parcel|address)'],
    },

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
        '(school|nursery|playgroup|playground|coach|teacher|school office|childminder) … (hurt|fall|accident|temperature|sick|picking up|pick (him|her) up|get him|get her|unwell|bleeding|missing)',
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
      ],
    },
  ],

  elsewhere: [
    '(film|movie|thriller|book|novel|theatre|series|video game|song|opera|podcast|lecture|romeo)',
    '(we offer|we sell|our life cover|life cover|funeral plan|funeral directors?|personal alarm yet|stairlift|peace of mind|discount|competition|competitor|your children shouldnt|with our)',
    '(years ago|last year|back then|long ago|as a child)',
    '(when|if) you (ever )?(die|fall|have a fall)',
    '(in an emergency you|if its an emergency|no emergency|not an emergency|emergency number|emergency contact)',
    '(nobodys|no ones|nobody is) (hurt|dead|injured)',
    '(not|never|havent|hasnt) (hurt|had a fall|fallen|died|injured)',
    '(first aid|give blood|course)',
    '(died laughing|dying of laughter|only joking its)',
    '(all fine|all good|im fine|is fine)',
  ],

  shock: ['(accident|jail|prison|custody|bail|arrested|hospital|operation|surgery|trouble|mugged|robbed|stranded)'],

  child: [
    '(im|i am) (four|five|six|seven|eight|nine|ten|eleven)( years old)?$',
    '(im|i am) (four|five|six|seven|eight|nine|ten|eleven) (and|years old)',
    '(mummy|mommy) (is|s|isnt|wont|wasnt)',
    '(mummys|daddys|mommys) (not|gone|asleep|on)',
    '(my )?daddy (hit|hits|s|is|has|hasnt)',
    '(find|want) my (mummy|mommy|daddy)',
    '(hasnt picked me up)',
  ],
};
