import type { NeedRule } from '../need-rules.ts';

/** Somebody has died, or the house has to know something at once. German, as people in Germany, Austria and Switzerland speak. */
export const germanNews: readonly NeedRule[] = [
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
      // The false policeman speaks of burglars who are yet to come, and of valuables (scam_patterns: "falscher Polizist").
      '(hinweise|verdächtig*|wertsachen|schmuck|bargeld|werden soll|werden könnte|zettel|bande|festgenommen)',
    ],
  },
];
