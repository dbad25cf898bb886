import type { NeedRules } from '../need-rules.ts';
import { englishDanger } from './danger.ts';
import { englishDistress } from './distress.ts';
import { englishNews } from './news.ts';

/** Need. English, as people in Britain, Ireland, India and America speak. */
export const englishNeed: NeedRules = {
  rules: [...englishDanger, ...englishDistress, ...englishNews],

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
