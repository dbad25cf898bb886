import type { NeedRule } from '../need-rules.ts';
import { NOT, PERSON, ME_OR_US } from './words.ts';

/** Life is in danger at this moment. German, as people in Germany, Austria and Switzerland speak. */
export const germanDanger: readonly NeedRule[] = [
  // Breath
  {
    need: 'danger',
    says: [
      `atmet … ${NOT}`,
      `atmet … (komisch|seltsam|schwer|röchelnd)`,
      '(krieg|kriege|kriegt|kriegst|bekomm|bekomme|bekommt|hab|habe|hat|kriag|griag) (so |gar |einfach )?(keine|ka|koa|kei|kaum) luft',
      '(erstickt|erstickst|ersticke|am ersticken)',
      '(lippen|gesicht|baby|kind|er|sie|sohn|tochter) … (blau|blaue)( an)?',
      'läuft blau an',
      'atmung … (weg|aussetz*)',
    ],
    unless: ['(ruf|rufe|melde) … (später|zurück|gleich)', '(reifen|ballon|auto|pulli|kleid|jacke|augen)'],
  },
  // Not to be woken
  {
    need: 'danger',
    says: [
      '(bewusstlos|ohnmächtig|unmächtig|ohne bewusstsein|nicht ansprechbar|ned ansprechbar|nicht bei bewusstsein)',
      `${PERSON} … (reagiert|rührt|bewegt) … ${NOT}`,
      `${PERSON} … wacht … ${NOT} … auf`,
      `(krieg|kriege|bekomme|bekomm) (ihn|sie|die|den|es) … ${NOT} … wach`,
      `augen … ${NOT} (mehr )?auf`,
      `liegt … (da|boden|flur|küche|bad|straße) … (sagt|macht|reagiert) … ${NOT}`,
      `${PERSON} … (umgefallen|umgfalln|umgekippt|zusammengebrochen|zusammengesackt|kollabiert)`,
      '(liegt|leblos) … leblos',
    ],
    unless: [
      '(vor lachen|ihr|ihre|ihren|ihrem|euer|eure|eurem)',
      '(fahrrad|rad|tonne|mülltonne|baum|regal|schrank|vase|zaun|leiter) … (umgefallen|umgekippt)',
      'wieder (wach|da|gut)',
    ],
  },
  // Hurt, and cannot get up
  {
    need: 'danger',
    says: [
      '(ich|i|oma|opa|mama|papa) (bin|ist|is) (gerade |eben |jetzt |grad |schlimm |die treppe )?(gestürzt|hingefallen|runtergefallen|gstürzt)$',
      `(gestürzt|hingefallen|gefallen|runtergefallen|ausgerutscht|gstürzt) … (komm|komme|kann|kommt) … ${NOT} … (hoch|auf|aufstehen|bewegen|raus)`,
      `(komm|komme|kommt|kimm) … ${NOT} … hoch`,
      `(kann|kan|ko) ${NOT} (mehr )?(alleine |allein )?aufstehen`,
      `(bein|arm|hüfte|rücken) ${NOT} (mehr )?bewegen`,
      '(gebrochen|verletzt|verbrannt) … (hilfe|allein|alleine)',
    ],
  },
  // Blood
  {
    need: 'danger',
    says: [
      '(überall|alles|voller|so viel|viel|lauter) … blut',
      '(blute|blutet|bluat) … (stark|schlimm|sehr|heftig|wie|nicht auf|überall)',
      `${NOT} (mehr )?auf zu bluten`,
      'verblut*',
      '(arm|arme|handgelenk|hals|kehle|bein) … (aufgeschnitten|geschnitten|aufgeschlitzt)',
      'pulsader*',
      `geschnitten … hört ${NOT} auf`,
    ],
    unless: ['(blutspende*|blutwerte|blutabnahme|nase|nasenbluten|herz)', '(konkurrenz|preis*)'],
  },
  // Heart and stroke
  {
    need: 'danger',
    says: [
      '(herzinfarkt|schlaganfall|herzstillstand|herzanfall|hirnschlag)',
      '(schmerzen|schmerz|druck|stechen|weh) … brust',
      'brust … (schmerz*|weh|druck|eng|sticht)',
      '(mund|mundwinkel|gesicht) … hängt',
      '(spricht|redet) … (komisch|verwaschen|undeutlich|wirr)',
      'arm … (taub|gelähmt)',
      '(krampft|krampfanfall)',
      '(zuckt|zittert) am ganzen',
    ],
    unless: [
      '(hatte|hatten|gehabt)',
      'nach (meinem|seinem|ihrem|dem|einem)',
      '(risiko|vorbeug*|praevention|praeparat|präparat*|jeder dritte|sorgen sie vor|schutz|gefahr von)',
      'seit (meinem|dem)',
    ],
  },
  // Overdose and poison
  {
    need: 'danger',
    says: [
      '(alle|ganze|ganzen|viele|menge|haufen|handvoll|zu viele|lauter|sämtliche|zwanzig|dreißig|vierzig|fünfzig) … (tabletten|pillen|schlaftabletten|schlafmittel|medikamente|dinger|packung|schachtel) … (genommen|geschluckt|eingenommen|gefuttert|reingehauen)',
      '(ganze|ganzen) (packung|schachtel|flasche) (genommen|geschluckt|leer|getrunken)',
      '(tabletten|pillen|schlaftabletten|schlafmittel) (genommen|geschluckt|eingenommen)',
      '(packung|schachtel|flasche) … (tabletten|pillen) … (genommen|geschluckt)',
      'überdosis',
      '(gift|giftig*|waschmittel|putzmittel|reiniger|bleiche|spülmittel|frostschutz*) … (getrunken|geschluckt|verschluckt|gegessen)',
      '(getrunken|verschluckt|geschluckt|gegessen) … (gift|giftig*)',
      'vergiftet',
      'gespritzt … (blau|weg|umgekippt|reagiert)',
    ],
    unless: ['(meine|seine|ihre) … tabletten', 'tabletten gegen', '(urlaub|platz|fotos|zeit) … genommen', 'abgenommen'],
    plain: true,
  },
  // A suicide that has begun
  {
    need: 'danger',
    says: [
      '(steh|stehe|sitz|sitze|bin) … (brücke|dach|balkon|fensterbrett|geländer|hochhaus) … (spring|springe|runter|ende|vorbei)',
      '(ich|i) (spring|springe) … (jetzt|gleich|runter|herunter)',
      '(sitz|sitze|lieg|liege|steh|stehe) … auf den (gleisen|schienen)',
      '(strick|schlinge|seil) … hals',
      '(schon|gerade) angefangen … vorbei',
      '(messer|klinge|rasierklinge) … (handgelenk|hals|puls*|arm)',
    ],
    unless: ['(dusche|kollegin|kollegen|ein|einspringen|bett|pool|becken)'],
    plain: true,
  },
  // Violence now
  {
    need: 'danger',
    says: [
      `(schlägt|haut|würgt|prügelt|verprügelt|tritt|schlagt) … ${ME_OR_US} … (gerade|jetzt|hilfe|helfen|tot)`,
      `(hilfe|gerade|jetzt) … (schlägt|haut|würgt|prügelt|verprügelt|greift) … ${ME_OR_US}`,
      `(schlägt|prügelt|sticht) auf (${ME_OR_US}|sie|ihn|die mama|den papa) ein`,
      `${PERSON} hat (ein|eine|einen|a) (messer|pistole|waffe|axt|knarre|gewehr)`,
      `(mich|uns) (jetzt |gleich )?(umbringen|töten|abstechen|erschießen)`,
      '(tritt|schlägt|bricht) … (tür|tüer|wohnungstür) ein',
      '(jemand|einer|einbrecher|fremder|mann) … (in meiner wohnung|in unserer wohnung|bei mir drin|bei uns drin|in meinem haus|in meinem zimmer)',
      '(eingebrochen|einbrecher) … (noch drin|noch da)',
      'ich werde (gerade |jetzt )?(überfallen|angegriffen)',
    ],
    unless: [
      'messer* … (gewonnen|set|solingen|verkauf*)',
      '(gedroht|droht|gestern|immer wenn)',
      'bringt mich um',
      '(chef|frau|mann) bringt',
    ],
  },
  // Fire
  {
    need: 'danger',
    says: [
      '(hier|bei mir|bei uns) … brennt',
      'brennt … (bei mir|bei uns|hier|in der küche|im zimmer|im keller|im flur)',
      '(wohnung|haus|küche|zimmer|dachstuhl|bude) brennt',
      `(kommen|komm|komme|können|kann) (hier |da )?${NOT} (mehr )?raus`,
      'voller rauch',
      'riecht … nach gas',
    ],
    unless: ['(licht|kerze|fingernägel|nägeln|thema|bei ihnen|bei euch)'],
  },
  // Help is called for
  {
    need: 'danger',
    says: [
      '(brauch|brauche|brauchen|ruf|rufen|schnell|sofort|bitte|holen|schicken) … (krankenwagen|notarzt|not arzt|rettungswagen|sanitäter|rettungsdienst)',
      '(krankenwagen|notarzt|not arzt|rettungswagen) … (schnell|sofort|bitte)',
      `${PERSON} (stirbt|liegt im sterben)`,
      '(ich|i) (sterbe|stirb)( gleich| jetzt)?$',
      '(ich|i) (sterbe|stirb) (gleich|jetzt|hier)',
    ],
    unless: [
      '(ihr|ihre|ihren|ihrer|ihrem|eure|eurer|deine|deiner) (mutter|vater|mann|frau|tochter|sohn|oma|opa|tante|onkel)',
      '(akku|batterie|handy|pflanze) … stirbt',
      'sterbe … vor',
      '(zufahrt|parken|falschparker|kurs)',
    ],
  },

  // The same ideas in whatever words and order
  {
    need: 'danger',
    says: [
      '(schnapp|schnappt|schnappe|ringt|ring|ringe|japst) nach luft',
      '(atemnot|erstickungsanfall|atemstillstand)',
      'aufgehört zu atmen',
      '(wie tot|leblos|kreidebleich|grau im gesicht|schaum vor dem mund|verdreht die augen)',
      '(finger|hand|arm|fuß|bein|zeh) … (abgetrennt|abgesägt|abgehackt|ab) … (blut|spritzt|hilfe|schnell)?',
      'in flammen',
      '(alles|es|haus|dach|herd|ofen|gardine|vorhang|bett|sofa|auto|pfanne|fritteuse) … (brennt|feuer gefangen|explodiert)',
      '(feuer|rauch) … (wohnung|küche|haus|hilfe|raus|treppenhaus|zimmer)',
      '(hilfe|helft|helfen sie) … (mir|uns|bitte|schnell)? ?(ich|er|sie|mein) (stirbt|verblutet|erstickt|brennt|ertrinkt)',
      '(ertrinkt|ertrinke|am ertrinken)',
      '(stromschlag|stromunfall|angefahren worden|überfahren worden)',
    ],
    unless: [
      '(licht|kerze|fingernägel|nägeln|thema|bei ihnen|bei euch|sonne|cd|dvd|lagerfeuer|feuerwehr|grill)',
      '(vor lachen|feuer und flamme)',
      '(ihr|ihre|ihren|ihrem|euer|eure|eurem|eurer) (haus|wohnung|küche|dach|auto|keller|garage|balkon|fenster)',
    ],
  },
  {
    need: 'danger',
    all: [
      [PERSON],
      [
        '(rührt|bewegt|regt|meldet) sich (gar |überhaupt |einfach )?(nicht|ned|net|nimmer)',
        'keine reaktion',
        'reagiert (gar |überhaupt |auf nichts |nicht|ned)',
        '(sagt|macht) (nix|nichts) mehr',
        'liegt (da )?(so )?komisch da',
        'kein* puls',
        '(nicht|ned) bei sich',
      ],
    ],
    unless: ['(am telefon|auf meine (mail|mails|nachricht|anrufe)|kunde|kundin|fahrrad|firma)'],
  },
  {
    need: 'danger',
    all: [
      ['*(tablette|tabletten|pillen|pulver|medikamente|schlafmittel|antidepressiva|tropfen|insulin)'],
      ['(genommen|geschluckt|gegessen|eingeworfen|eingenommen|intus|reingekippt|gespritzt|runtergespült|verschluckt)'],
      [
        '(alle|ganze|ganzen|so viele|viele|zu viel|zu viele|packung|dose|haufen|komisch|schwindlig|schlecht|enkel|enkelin|kind|baby|kleine|kleiner|sohn|tochter|absichtlich|extra|schlafen|sterben|mehr als|zu hoch)',
      ],
    ],
    unless: ['(tabletten gegen|meine tabletten heute|blutdruck|wie immer|verschrieben)'],
    plain: true,
  },
  {
    need: 'danger',
    all: [
      ['(messer|beil|axt|pistole|waffe|knarre|hammer|machete|gewehr|schlagstock|baseballschläger)'],
      ['(vor der tür|vor mir|in der hand|auf mich|hinter mir|droht|bedroht|geht auf|los auf|kommt auf|hilfe|ist hier|steht)'],
    ],
    unless: ['(verkauf*|angebot|set|werkzeug|baumarkt|film|krimi|gewonnen|solingen)'],
  },
  {
    need: 'danger',
    all: [
      [
        '(dach|brücke|klippe|balkon|geländer|fensterbrett|fenstersims|sims|hochhaus|parkhaus|turm|gleise|gleisen|schienen|bahnsteigkante|autobahn)',
      ],
      ['(ich|i|ik)'],
      ['(spring|springe|runter|unten|fallen lassen|lass los|loslassen|schluss|vorbei|ende|letzte|letzten|nicht aufhalten)'],
      ['(steh|stehe|hock|hocke|sitz|sitze|bin|lieg|liege|jetzt|gleich)'],
    ],
    unless: ['(stau|verspät*|zug fällt|bungee|handwerk*|dachdecker|reparier*|am ende der|urlaub|würde am liebsten|warte)'],
    plain: true,
  },
];
