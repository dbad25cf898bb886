import type { NeedRules } from './need-rules.ts';

const NOT = '(nicht|nich|net|ned|nid|nix|nichts|kaum|nimmer|nimma|nümme)';
const NO_MORE = '(nicht mehr|nich mehr|net mehr|ned mehr|nie mehr|nie wieder|nimmer|nimma|nümme|nicht länger|keinen tag länger)';
const PERSON =
  '(mann|frau|oma|opa|omi|opi|mama|mami|mutter|papa|vater|sohn|tochter|kind|baby|kleine|kleiner|bruder|schwester|tante|onkel|nachbar|nachbarin|freund|freundin|kollege|kollegin|er|sie|jemand)';
const ME_OR_US = '(mich|mi|uns)';

/** Need, as people in Germany, Austria and Switzerland speak of it. */
export const germanNeed: NeedRules = {
  rules: [
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

    // Despair: said, hinted, taken back
    {
      need: 'despair',
      says: [
        '(ich|i|dann) … bring … mich … um',
        '(ich|i) bringe? mich (um|halt um|jetzt um|noch um)',
        'bring ich mich … um',
        'mich … umzubringen',
        '(mich|sich) (selbst |selber )?umbringen',
        'bringt sich … um',
        `(ich|i|ik) (will|möchte|mag|mog|kann) … ${NO_MORE} … (leben|läbe|lebn|aufwachen|da sein)`,
        `${NO_MORE} (leben|läbe|lebn|weiterleben|aufwachen)`,
        '(ich|i) (will|möchte|würde gern|würde gerne) … (sterben|tot sein)$',
        '(ich|i) (will|möchte|möcht) (nur |einfach |einfach nur |lieber |am liebsten )?(sterben|tot sein)',
        '(wünschte|wünsche|wünscht|wollte|lieber|liebsten|besser) … (tot|gestorben)',
        '(wär|wäre|sei) … tot',
        '(selbstmord|suizid) … (denk*|gedank*|begehen|mach*)',
        '(denk|denke|gedanken|nach) … (selbstmord|suizid)',
        '(suizidgedanken|selbstmordgedanken|suizidal|lebensmüde|todessehnsucht)',
        'schluss … mit (meinem leben|dem leben|allem)',
        '(ganzen|allem|meinem leben|all dem) … ein ende',
        'ende (machen|setzen)',
        '(heute|heut|morgen|nacht|bald) … (vorbei|schluss) … (weg|mehr da)',
        '(ich|i) bin (bald|dann) (nicht mehr|nimmer) da',
        '(bald|dann) habt ihr … (ruhe|mich los)',
        'ohne mich … (besser|leichter|einfacher)',
        '(besser|leichter) … ohne mich',
        '(zur|eine|ne|als) last … (alle|allen|euch|jeden)?',
        '(allen|alle|euch|jedem) … (zur|eine) last',
        '(leben|alles) … (keinen|kan|koan|kein) sinn mehr',
        '(keinen|kan|koan) (anderen |andern )?(ausweg|aus weg)',
        'aufhört … für immer',
        '(einschlafen|schlafen) … nie … (wieder|mehr) aufwachen',
        '(tu|tue|tua) … mir … (was|etwas) an',
        '(abschiedsbrief|abschiedsbriefe) … (geschrieben|fertig|vorbereitet|liegt|auch)',
        'schon … überlegt wie ich es mach*',
        'verabschieden … für immer',
        '(häng|hänge) mich … auf',
        '(schieß|schieße|erschieß|erschieße|vergift*) mich',
        '(wär|wäre|besser) … (nicht da|weg|nie geboren|nicht geboren)',
        'keine lust mehr … (zu leben|auf das leben|auf dieses leben|auf mein leben)',
        'egal … (ob ich lebe|tot|sterbe)',
        '(ritz|ritze|ritzt) mich',
        'mich … selbst … (verletzt|verletzen)',
        '(vor|unter) … (zug|bahn|lkw|laster|auto) … (werfen|schmeißen|springen|legen|laufen)',
        '(ich|i) … (gegen|an) … baum',
        '(ich|i) (geh|gehe) ins wasser',
        '(nehm|nehme) mir das leben',
        '(kraft|mut|willen) … (mehr )?zum leben',
        'nichts mehr … wofür … leb*',
        '(will|mag|möchte) … nicht … auf der welt',
        `(kann|ertrag|ertrage) … das leben ${NOT}`,
      ],
      unless: [
        '(will|würde|werde) mich … (nicht|nie) … umbringen',
        '(vertrag|stromvertrag|anbieter|abo|tarif|job|projekt)',
        '(preise|kosten|als zu)',
        '(gedroht|droht)',
        '(hauptfigur|romeo)',
        '(vortrag|wirtschaftlich*|prävention*|kollegin|rente|abteilung|urlaub|umzug|umziehen)',
        '(nicht so schwer|das leben so)',
        'mag die ferien',
        '(bringt|bring) mich (noch )?(auf|in)',
        '(baum|bäume) (fällen|schneiden|stellen|pflanzen|gestellt)',
        '(wasser|pool|see) … (warm|schwimmen|trau)',
      ],
      plain: true,
    },

    {
      need: 'despair',
      all: [
        ['(ich|i|ik|mein|mei|mich|mir|für mich)'],
        ['(leben|lebn|läbe|existieren|dasein|existenz|auf der welt|auf dieser welt)'],
        [
          '(vorbei|abgeschlossen|gelaufen|satt|verpfuscht|sinnlos|lebensmüde|nicht mehr|nich mehr|nimmer|nimma|verschwinden|wegwerfen|kein* wert|nichts wert|wertlos|beenden|zu ende|genug vom|aufgeben|ein ende|keinen sinn)',
        ],
      ],
      unless: [
        '(vertrag|tarif|anbieter|job|das leben so|nicht mehr leben mit|wohnen|seit zehn jahren|von der rente|teuer|teurer|kosten|lebensversicherung|im leben nicht|erlebt|geld)',
        'will mich nicht umbringen',
      ],
      plain: true,
    },
    {
      need: 'despair',
      all: [
        ['(ich|i|ik)'],
        ['(will|möchte|wollte|würde|würd|am liebsten|einfach|versucht|könnte|werde|muss|hoffe|wenn)'],
        [
          '(sterben|tot sein|tot wäre|tot wär|umbringen|umzubringen|umgebracht|erhängen|vergiften|vor den zug|von der brücke springen|vom dach springen|verrecken|krepieren|einfach verschwinden|für immer verschwinden|für immer schlafen|für immer weg)',
        ],
      ],
      unless: [
        '(ihn|sie|den|die|die konkurrenz|euch) umbringen',
        '(lachen|neugier|langeweile|hunger|durst|hitze|scham|angst)',
        '(will|würde|werde) (mich )?(nicht|nie|niemals)',
        'umbringen immer',
        '(film|krimi|buch|theater|einmal sterben|wenn sie)',
      ],
      plain: true,
    },
    {
      need: 'despair',
      all: [
        ['(weg bin|nicht mehr da bin|nicht mehr bin|tot bin|nicht mehr wäre|nicht mehr lebe|nicht mehr da wäre|fort bin|unter der erde)'],
        ['(merkt|merken|vermisst|vermissen|stört|interessiert|egal|besser|keiner|niemand|keinem|niemandem|froh|ruhe)'],
      ],
      plain: true,
    },
    {
      need: 'despair',
      says: [
        '(weiß|weiss) (nicht|ned) ob ich … (morgen|nächste woche) … (da|lebe|am leben)',
        '(ich|i) (habe|hab) … abgeschlossen$',
        '(will|mag|möchte) (einfach )?(nur noch )?(weg sein|verschwinden) … (für immer|von hier|von allem)',
        '(suizid*|selbstmord) … (ich|mich|gedacht|versuch*|gedank*)',
        '(letztes mal|letzte mal) … (hören|von mir|anrufe)',
        '(kein mensch|niemand|keiner) … (kann|würde) mir (noch |mehr )?helfen',
      ],
      unless: [
        '(vortrag|wirtschaftlich*|prävention*|buch|werther)',
        '(projekt|vertrag|thema|kurs|studium|ausbildung|versicherung|vorgang|fall)',
      ],
      plain: true,
    },

    // Violence, not at this moment
    {
      need: 'violence',
      says: [
        `(schlägt|haut|prügelt|verprügelt|misshandelt|vergewaltigt|bedroht|würgt|quält) (${ME_OR_US}|die mama|die mutter|meine mutter|das kind|die kinder)`,
        `(mich|uns|die mama) … (verprügelt|geschlagen|gehauen|vergewaltigt|misshandelt|gewürgt|bedroht)`,
        'ich werde … (geschlagen|misshandelt|bedroht|verprügelt|gestalkt)',
        'angst vor (meinem|meiner|mein|dem|ihm|seinem) … (mann|freund|freundin|frau|vater|papa|sohn|ex|partner|ihm)?',
        'gedroht … (umzubringen|um zu bringen|zu töten|zu schlagen)',
        '(gewalttätig|häusliche gewalt)',
        '(lässt|sperrt) mich … (nicht aus dem haus|nicht raus|ein)',
        'dass er … (was|etwas) antut',
        'schlägt mich … sonst',
      ],
      unless: ['(zahnarzt|prüfung|hund|spritze|einbrechern|zug|abschlagen|vorschlag)', 'schlägt … vor'],
    },

    // A child alone
    {
      need: 'child_alone',
      says: [
        '(allein|alleine|alloa|alloan|allei) … (angst|dunkel|fürchte|zuhause und)',
        '(allein|alleine) mit … (bruder|schwester|geschwister*|baby) … (schreit|weint|angst)',
        '(angst|dunkel) … (allein|alleine|alloa)',
        '(mama|mami|papa|papi|mutti|oma|opa) … (weg|nicht da|weggegangen|fort) … (angst|wo (er|sie) ist|kommt nicht|komm|ausgesperrt|allein|alleine)',
        '(mama|mami|papa|papi|mutti) (kommt|holt|geht) (mich |einfach )?(nicht|ned|net) (mehr )?(wieder|ab|ran|heim|nach hause)',
        '(die |meine |der |mein )(mama|mami|papa|papi) (kommt|kommt einfach) nicht',
        '(find|finde) … (mama|mami|papa|papi|mutti) … nicht',
        '(find|finde) (die |meine |den |meinen )?(mama|mami|papa|papi) (nicht|ned|nimmer)',
        'ich bin (vier|fünf|sechs|sieben|acht|neun|zehn|elf) … (allein|alleine|angst|kommt nicht|verlaufen|ausgesperrt|tür)',
        '(allein|alleine|angst|verlaufen|tür) … ich bin (vier|fünf|sechs|sieben|acht|neun|zehn|elf)( jahre)?( alt)?$',
        '(oma|mama|papa) … (nicht da|nicht daheim) … (komm|kann) (nicht|ned) rein',
        'holt mich nicht ab',
      ],
      unless: ['minuten', 'jahre bei', '(im büro|auto|urlaub)', 'soll sie zurückrufen'],
    },

    // Perhaps in despair
    {
      need: 'unsure',
      says: [
        `(ich|i) (kann|ko) (einfach |so |echt |wirklich |auch |bald |auch so |einfach so )?${NO_MORE}$`,
        `(ich|i) (kann|ko) (einfach |echt |wirklich |so )?${NO_MORE} (jeden tag|es ist alles|das ist alles|alles|und|aber|ich)`,
        '(wird|ist) (mir|ma) … (alles|ois|das alles) (einfach )?(zu viel|zviel|zuviel)',
        'mir wird … alles … zu viel',
        'wozu (das alles|mach ich das alles|noch|soll das alles|überhaupt)( noch| überhaupt)*$',
        'wozu … alles überhaupt noch',
        `(ich|i) (weiß|weiss|woaß|weis) (echt |einfach |gar |wirklich )?${NO_MORE} weiter$`,
        `(ich|i) (weiß|weiss|woaß) (echt |einfach )?${NO_MORE} (weiter|wie es weitergeht)`,
        '(ich|i) … (heule|heul|weine|wein|muss weinen|am weinen)',
        'mir … (kommen|laufen) … tränen',
        '(ich|i) bin (völlig |total |einfach |ganz |nervlich )?am ende$',
        '(ich|i) (pack|packe) das (alles )?(nicht|ned|nicht mehr|nimmer)',
        '(ich|i) (halt|halte) (das|es|des) (alles )?(hier )?(nicht|ned|nicht mehr|nimmer) (mehr )?(aus|hier aus)( hier)?$',
        '(alles|so|ist|total) … hoffnungslos$',
        '(keiner|niemand|kaner) … (braucht|vermisst) mich',
        'mich (braucht|vermisst|will) … (keiner|niemand|eh keiner|sowieso keiner)',
        '(niemand|keiner) … merken … (weg|nicht mehr da|fehle)',
        '(so |ganz )?(allein|alleine|einsam) … (niemanden|niemand|keinen) … (mehr|menschen)?',
        '(habe|hab) … (niemanden|keinen|keinen menschen|kein mensch) (mehr )?… (reden|sprechen)',
        '(keine|koa|ka) kraft mehr$',
        'alles … (leer|sinnlos)$',
        'seit … (tot ist|gestorben ist) … (leer|allein|sinnlos|nichts)',
        '(schaff|schaffe) (das|es) alles (nicht|nicht mehr|nimmer)( mehr)?',
        '(mir|ma) (ist|is) (alles|ois) egal$',
        '(ich|i) bin (so |völlig |total |ganz )?(verzweifelt|einsam)',
        '(mag|mog) (nicht mehr|nimmer|nimma)$',
      ],
      unless: [
        '(gelacht|lach*|schön|film|zwiebel*)',
        '(baby|kleine|kind|hintergrund) … (weint|schreit)',
        '(hören|sprechen|zurück|anbieten|warten|halten) … (leitung|akku)?$',
        '(formular|technik|preise|warteschleife|musik|papier|geld|anrufen|anrufe|straße|monats|baustelle|umzug|schicht|bis fünf|termin*)',
      ],
      plain: true,
    },

    {
      need: 'unsure',
      says: [
        '(fühl|fühle) mich … (wertlos|leer|allein|alleine|einsam|nutzlos|überflüssig|elend|hoffnungslos|verloren|im stich)',
        '(keine|ka|koa) (hoffnung|freude|kraft|lebensfreude) mehr',
        'mir (geht|gehts|gets) (es )?(so |echt |richtig |sehr |total |gar |überhaupt )+(schlecht|mies|dreckig|beschissen|nicht gut)$',
        'nur (noch )?am (weinen|heulen)',
        '(wein|weine|heul|heule) … (nur|ständig|dauernd|immer)',
        '(nur|ständig|dauernd) … (weine|heule)',
        '(nerven|nervlich) … (fertig|am ende|blank|kaputt)',
        '(brech|breche) (gleich |bald |hier )?zusammen',
        '(ich|i|ik) (will|wui|mag|mog|möchte) (einfach |so |echt )?(nicht mehr|nich mehr|nimmer|nimma)$',
        '(alles|leben) ist (nur noch )?(schwarz|grau|sinnlos|kaputt|zerstört)',
        '(depressionen|depressiv|depression)',
        '(hasse|hass) (mich|mein leben)',
        '(bin|ist) mir (nichts|nix) mehr wert',
        '(weiß|weiss) (nicht|ned) … (wie lange|wie) … (aushalte|durchhalte|schaffe)',
      ],
      unless: [
        '(arbeit|termin*|erkält*|grippe|magen|zahn*|vortrag|kurs|studie|umfrage|praxis|formular|technik|warteschleife|hund|baustelle)',
        '(film|musik|schön|gelacht|lachen)',
      ],
      plain: true,
    },

    // Confusion
    {
      need: 'confusion',
      says: [
        '(weiß|weiss|woaß|wees) (gar |überhaupt )?(nicht|ned|net|nich) (mehr )?wo ich (bin|her bin|wohne|hin muss|hingehöre)',
        '(wo bin ich) … (weiß|hier|denn|eigentlich|kenn)',
        '(welcher|was für ein|welchen) tag … (ist|haben|heute) … (zurecht|weiß|durcheinander|nicht)',
        '(weiß|weiss) … (nicht|ned) … (was für ein|welcher) tag',
        '(find|finde) … (nicht|ned|nimmer) … (nach hause|heim|mein haus|zurecht)',
        '(haus|wohnung|mutter) … nicht mehr da',
        '(weiß|weiss) … (nicht|nicht mehr|nimmer) … wie ich heiße',
        '(wie|wo) komm … ich … (heim|nach hause) … (vergessen|weiß|nicht)?',
        'fremde … (leute|menschen|männer) … (in|bei) … (wohnung|haus|mir)',
        '(weiß|weiss) … nicht … (warum|wieso) ich hier',
        '(ganz|völlig|so) durcheinander … (weiß|weiss) nicht',
        '(kenn|kenne) mich (hier )?(nicht|nicht mehr|nimmer) aus … (leute|wer|wo)',
        'wer sind die (leute|menschen)',
        '(welche|welcher|welchem) (stadt|straße|ort|haus) … bin ich',
        '(weiß|weiss|woaß) (nicht|ned) … wie ich … (heim|nach hause|hause)',
        'wie (bin ich|ich) … (hierher|hier her|hier) … (gekommen|gelandet|geraten)',
        '(welches jahr|welcher monat) … (ist|haben)',
        '(verlaufen|verirrt) … (find|finde|weiß|wo)',
      ],
      unless: ['(straße|hausnummer|paketbote|kurier*|fahrer|navi|lieferung|praxis|verbunden|verwählt|termin*|formular|stau)'],
    },

    // Grief
    {
      need: 'grief',
      says: [
        '(oma|opa|mutter|vater|mama|papa|mann|frau|onkel|tante|bruder|schwester|sohn|tochter|baby|kind|großmutter|großvater|schwiegermutter|schwiegervater|freund|freundin) … (ist|is) … (gestorben|gstorbn|verstorben|tot|von uns gegangen|eingeschlafen|ums leben gekommen)',
        '(ist|is) (gestern|heute|heute nacht|heute früh) … (gestorben|verstorben|von uns gegangen)',
        '(ist|is) … (verstorben|gstorbn)',
        `(onkel|tante|oma|opa|der|die|unser|unsere|mein|meine) [a-z]+ (ist|is) … (gestorben|verstorben|gstorbn|eingeschlafen|tot|ums leben gekommen)`,
        '(mutter|vater|mann|frau|oma|opa|mama|papa|kind|bruder|schwester|tante|onkel)( [a-z]+)? … (verloren|gestorben|verstorben)',
        'wir haben (tante|onkel|oma|opa|unsere|unseren|meine|meinen|die|den) … verloren',
        'todesfall',
        '(lebt|leben) nicht mehr$',
        '(trauern|trauere) um',
        '(beerdigung|beisetzung|trauerfeier) (von|ist|für)',
        'tödlichen unfall',
        'es nicht geschafft (die|der) (oma|opa|mama|papa|mutter|vater)',
        'traurige nachricht',
      ],
      unless: [
        '(hund|katze|auto|pflanze|elvis|akku|handy|batterie|leitung|internet|fuß|bus)',
        '(nicht gestorben|ahnenforschung|vor … jahren|nachlass*|erbschaft|testament|versicherung|absicherung|im todesfall|vorsorge)',
        '(schlüssel|kunden|spiel|rechnung|prüfung)',
      ],
    },

    // News for the house that cannot wait
    {
      need: 'urgent',
      all: [
        ['(ihr|ihre|ihren|ihrem|ihrer|euer|eure|eurem|eurer|deine|dein|deinen|frau berger|herrn berger)'],
        ['(vater|mutter|mann|frau|sohn|tochter|kind|tante|onkel|oma|opa|großvater|großmutter|enkel|enkelin|bruder|schwester|angehörige*)'],
        [
          '(kollabiert|umgekippt|zusammengebrochen|gestürzt|ohnmächtig|bewusstlos|verunglückt|eingeliefert|im wagen|im rettungswagen|verletzt|unfall|notaufnahme|schockraum|vermisst|verschwunden|weggelaufen|nicht zu wecken|erreichen niemanden|operiert werden)',
        ],
        [
          '(hier|wir|bei uns|praxis|klinik|schule|kita|polizei|sanitäter|rettungssanitäter|feuerwehr|trainer|pflege*|notruf*|dienst|heim|uns|kommen sie)',
        ],
      ],
      unless: [
        '(anwalt|kaution|geld|bar|gericht)',
        '(wir bieten|angebot|haben sie schon|im monat|versicherung)',
        '(letztes jahr|vor … jahren|alles gut|alles in ordnung)',
      ],
    },
    {
      need: 'urgent',
      all: [
        ['(ihr|ihre|ihren|ihrem|ihrer|euer|eure|eurem|eurer|bei ihnen|bei euch)'],
        ['(wasser|waschmaschine|spülmaschine|heizung|rohr|dusche|badewanne|aquarium|boiler|rauch|qualm|feuer|flammen|gas)'],
        [
          '(läuft|ausgelaufen|treppenhaus|überschwemm*|tropft|durch die decke|in meine wohnung|unter wasser|kommt raus|steht|riecht|dringt|qualmt|brennt)',
        ],
      ],
      unless: ['(wir bieten|verkauf*|angebot|ablesen|zähler|abgestellt|wartung|damit es|günstig*)'],
    },
    {
      need: 'urgent',
      all: [
        ['(ihr|ihre|ihren|ihrem|ihrer|euer|eure|eurem|eurer|bei ihnen|bei euch)'],
        ['(scheibe|tür|haustür|wohnungstür|fenster|schloss|garage|terrassentür|auto)'],
        ['(offen|scherben|eingeschlagen|aufgebrochen|eingetreten|sperrangelweit)'],
      ],
      unless: ['(angebot|verkauf*|neue fenster|beratung|rechnung|bis … offen|paket)'],
    },
    {
      need: 'urgent',
      says: [
        '(hausnotruf|hausnotrufzentrale|hausnotrufdienst) … (ausgelöst|alarm|notruf|erreichen|gestürzt|meldet|öffnet)',
        '(notruf|alarm) … (ausgelöst|gedrückt)',
        '(notaufnahme|krankenhaus|klinikum|klinik|intensivstation|uniklinik|spital|rettungsleitstelle|rettungsdienst|leitstelle|dialysestation) … (eingeliefert|liegt bei uns|ist bei uns|sofort|zusammengebrochen|gestürzt|verschlechtert|geht es um|es geht um (ihre|ihren|ihr)|nicht gekommen)',
        '(ihr|ihre|ihren|deine|dein) (vater|mutter|mann|frau|sohn|tochter|kind|tante|onkel|oma|opa) … (eingeliefert|gestürzt|verletzt|unfall|zusammengebrochen|ins krankenhaus|liegt bei uns|ist bei uns|fieber|abgeholt|öffnet|macht … nicht auf|nicht gut|sehr schlecht|schlechter)',
        '(pflegedienst|pflegeheim|seniorenheim|altenheim|betreutes wohnen|tagespflege|sozialstation|hospiz) … (gestürzt|krankenhaus|sehr schlecht|verschlechtert|macht … nicht auf|öffnet … nicht|nicht ansprechbar|vermisst|stirbt)',
        '(schule|grundschule|gymnasium|kita|kindergarten|hort|krippe|sekretariat|trainer|schulhof|realschule) … (verletzt|gestürzt|gefallen|unfall|fieber|abholen|abgeholt|übergeben|erbrochen|krank|weh|blutet|verschwunden)',
        '(verletzt|gestürzt|unfall|fieber|abgeholt) … (schule|kita|kindergarten|schulhof|sekretariat|trainer|lehrerin|erzieherin)',
        '(polizei|polizeiinspektion|revier|wache|feuerwehr) … (vor ihrer|bei ihnen|in ihrem|ihre haustür|bei ihnen im haus|in ihrer wohnung|eingebrochen)',
        'bei (ihnen|euch) … (eingebrochen|brennt|wasser|rauch*|rohr|alarm|steht … offen|haustür)',
        '(aus|unter|durch) … (ihrer|eurer|eurem|ihrem|der decke|die decke) … (wasser|rauch|qualm)',
        '(wasser|rauch|qualm) … (aus|durch|unter) … (ihrer|eurer|eurem|ihrem|die decke|der decke)',
        '(wohnung|fenster|keller|haus) … (läuft|kommt|tropft|steht) … (wasser|rauch|qualm|unter wasser)',
        '(haustür|wohnungstür|garage|terrassentür|kellertür) … (offen|aufgebrochen)',
        '(rauchmelder|alarmanlage|alarm|brandmelder) … (geht|piept|läuft|heult|schrillt|los)',
        '(hund|katze|pferd) … (läuft|rennt|ist) … (straße|herum|weggelaufen|angefahren)',
        '(arbeitsunfall|verkehrsunfall)',
        '(gasgeruch|gasleck|rohrbruch|rohr … geplatzt|wasserrohrbruch)',
      ],
      unless: [
        '(wir bieten|bieten wir|verkaufen|angebot|im monat|haben sie schon|euro|darum bieten|sicherheitscheck|in ihrer gegend|in ihrer nachbarschaft|vertreter|beratung)',
        '(alles in ordnung|alles gut|am freitag|am montag|wartung|geprüft|nach hause|vergessen|ausflug|elternabend|sommerfest|termin* … (verschieben|nachsorge)|abgestellt|zeugenaussage|spende*|kuchen)',
        '(heute nicht in die schule|kommt heute nicht|komm* nicht zur arbeit)',
        '(preis*|kurs) … gefallen',
        'spielt schon wieder',
      ],
    },
  ],

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
