import type { NeedRules } from '../need-rules.ts';
import { germanDanger } from './danger.ts';
import { germanDistress } from './distress.ts';
import { germanNews } from './news.ts';

/** Need. German, as people in Germany, Austria and Switzerland speak. */
export const germanNeed: NeedRules = {
  rules: [...germanDanger, ...germanDistress, ...germanNews],

  elsewhere: [
    '(film|krimi|buch|roman|theater|serie|videospiel|lied|song|folge|oper|vortrag|märchen|hörbuch|romeo)',
    '(wir bieten|bieten wir|wir verkaufen|unser angebot|unsere versicherung|vorsorge|absicherung|risikolebensversicherung|sterbegeld*|treppenlift|notrufuhr|rabatt|konkurrenz|mitbewerber|ihre kinder nicht)',
    '(mit|durch) unser* … (tabletten|präparat|treppenlift|kapseln|luftreiniger)',
    '(vor … (jahr|jahren|monaten)|damals|letztes jahr|früher einmal|lange her|als kind)',
    '(wenn|falls) (sie|man|ihnen) … (einmal|mal|stürzen|sterben|etwas)',
    '(im notfall|falls es ein notfall|kein notfall|notfallnummer|notrufnummer)',
    '(niemand|keiner) ist (verletzt|gestorben|tot)',
    '(nicht|ned) (gestürzt|verletzt|gestorben|umgefallen)',
    '(erste hilfe|erste-hilfe|blutspende|kurs)',
    '(lach|lache|gelacht|totgelacht|spaß,? hier)',
    'alles gut',
    'tut (schon )?(nicht mehr|nimmer) weh',
  ],

  shock: [
    '(unfall|unglück|verunglückt|gefängnis|haft|untersuchungshaft|kaution|festgenommen|verhaftet|krankenhaus|operation|notlage|überfallen|staatsanwalt*)',
  ],

  child: [
    'ich bin (vier|fünf|sechs|sieben|acht|neun|zehn|elf)( jahre)?( alt)?$',
    'ich bin (vier|fünf|sechs|sieben|acht|neun|zehn|elf) (und|jahre alt|und ganz|und die)',
    '(meine |die )?(mama|mami) (ist nicht da|wacht nicht auf|liegt|kommt nicht|ist weg)',
    '(mein |der )?(papa|papi) (ist nicht da|ist weg|haut|holt mich|kommt nicht)',
    '(find|finde) (die |meine )?(mama|mami)',
    'papa holt mich',
    'ich bin (das kind|die lina|der tom)',
  ],
};
