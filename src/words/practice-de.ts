import { plural } from './plural.ts';

const n = (count: number, one: string, other: string): string => plural('de', count, one, other);

/** Practice: everything around the talk; what callers say stands with the callers. */
export const germanPractice = {
  title: 'Üben Sie den nächsten Anruf',
  lead: 'Hier klingelt es bei Ihnen, und Sie gehen ran. Die Anrufer sind erfunden. Sie reagieren auf das, was Sie wirklich sagen, und hinterher sehen Sie, was welcher Satz bewirkt hat.',
  howHard: 'Wie schwer soll es sein?',
  difficulty: { gentle: 'sanft', ordinary: 'wie im Leben', hard: 'schwer' },
  pickUp: 'Abnehmen',
  pickUpFor: (name: string) => `Abnehmen: ${name}`,
  last: (ending: string) => `zuletzt: ${ending}`,
  rings: 'Es klingelt ...',
  input: 'Was sagen Sie?',
  say: 'Sagen',
  hangUp: 'Auflegen',
  caller: 'Anrufer',
  you: 'Sie',
  backToAll: 'Zu allen Anrufern',
  again: 'Noch einmal von vorn',
  ideas: 'Zum Ausprobieren',
  ideaLines: [
    'Danke, dass Sie es mir vorstellen. Wir brauchen es nicht und werden es nicht kaufen.',
    'Das klingt nach einem langen Tag, oder?',
    'Bitte vermerken Sie, dass wir keine Werbeanrufe möchten. Ihnen einen schönen Tag!',
  ],
  waitsForGoodbye: 'Ein letztes Wort noch, dann ist das Gespräch zu Ende.',
  readAloud: 'Anrufer vorlesen',
  speak: 'Sprechen statt tippen',
  listening: 'Ich höre zu ...',
  speakDone: 'Fertig gesprochen',
  understanding: 'Einen Augenblick ...',
  speakGoesTo: (host: string) => `Was Sie sagen, geht an ${host}, um Text zu werden. Ist Ihnen das für diese Übung recht?`,
  noMicrophone: 'Der Browser gibt das Mikrofon nicht frei. Sie können auch tippen.',
  needsHttps: 'Sprechen geht nur über HTTPS oder auf dem Rechner selbst.',
  speakConsent:
    'Damit Sie sprechen können, wandelt Ihr Browser Ihre Worte in Text um. Manche Browser schicken dafür den Ton an ihren Hersteller. Ist Ihnen das für diese Übung recht?',
  speakFailed: 'Es wurde nichts verstanden. Sie können es noch einmal sagen, oder tippen.',
  ofCall: 'Diesen Anruf üben',
  fromCall: 'Nach einem Ihrer Anrufe: dieselbe Sache, dieselben Einwände, mit unseren Worten.',

  ending: {
    laughed: {
      short: 'mit einem Lachen',
      title: 'Mit einem Lächeln aufgelegt',
      text: 'Der Anrufer hat Ihr Nein genommen und geht leichter aus dem Gespräch, als er hineinkam.',
    },
    accepted: {
      short: 'in Frieden',
      title: 'In Frieden beendet',
      text: 'Der Anrufer weiß Bescheid, und keiner trägt dem anderen etwas nach.',
    },
    curt: {
      short: 'kurz angebunden',
      title: 'Kurz angebunden beendet',
      text: 'Das Nein ist angekommen. Ein freundliches Wort ist zwischen Ihnen nicht mehr gefallen.',
    },
    slammed: {
      short: 'mit einem Knall',
      title: 'Der Hörer knallt auf die Gabel',
      text: 'Dem Anrufer ist es zu viel geworden. Das geschieht, auch ohne Absicht. Sehen Sie unten, in welchem Moment es gekippt ist.',
    },
    sold: {
      short: 'verkauft',
      title: 'Da war der Vertrag gemacht',
      text: 'Der Anrufer hat bekommen, was er wollte. Im wirklichen Leben: innerhalb von vierzehn Tagen widerrufen.',
    },
    reached: {
      short: 'durchgekommen',
      title: 'Durchgekommen',
      text: 'Das war ein Anruf, der zu Ihnen sollte. Schön, dass Sie nachgefragt haben.',
    },
    lost: {
      short: 'abgewiesen',
      title: 'Das war kein Verkäufer',
      text: 'Dieser Anruf hätte zu Ihnen kommen sollen. Eine Frage zuerst hätte genügt.',
    },
    you_hung_up: {
      short: 'aufgelegt',
      title: 'Sie haben aufgelegt',
      text: 'Auch das darf sein. Mit einem Satz davor ruft seltener jemand noch einmal an.',
    },
  },

  curve: {
    title: 'Wie es dem Anrufer ging',
    tension: 'Anspannung',
    hope: 'Hoffnung auf einen Abschluss',
    pressure: 'Druck, etwas zu verkaufen',
    liking: 'wie gern er Sie mag',
    when: 'wann',
    atFirst: 'am Anfang',
    afterTurn: (turn: number) => `nach Ihrem ${turn}. Satz`,
    note: 'Ausgedacht für diese Übung. Was in wirklichen Menschen vorgeht, weiß kein Programm.',
  },
  feedback: 'Was Ihre Sätze bewirkt haben',
  noMoments: 'Nichts fiel auf, weder im Guten noch im Schweren. Probieren Sie es mit ganzen Sätzen.',
  helped: 'hat geholfen',
  tryDifferently: 'anders probieren',
  change: {
    tension: (by: number) => (by > 0 ? `Anspannung um ${by} gestiegen` : `Anspannung um ${-by} gesunken`),
    hope: (by: number) => (by > 0 ? `Hoffnung um ${by} gestiegen` : `Hoffnung um ${-by} gesunken`),
    pressure: (by: number) => (by > 0 ? `Druck um ${by} gestiegen` : `Druck um ${-by} gesunken`),
    liking: (by: number) => (by > 0 ? `mag Sie um ${by} mehr` : `mag Sie um ${-by} weniger`),
    none: 'hat am Anrufer nichts geändert',
  },
  better: 'Zum Beispiel:',
  fromHere: 'Ab hier noch einmal',
  behind: (feelings: string, needs: string) => `Vielleicht waren Sie ${feelings}, weil Ihnen ${needs} wichtig ist?`,
  or: 'oder',

  moments: {
    kind_no: {
      title: 'Ein klares Nein mit Dank',
      why: 'Wer Dank und Nein im selben Atemzug hört, hat nichts, wogegen er sich stemmen müsste.',
      better: null,
    },
    kept_the_no: {
      title: 'Beim Nein geblieben',
      why: 'Derselbe Satz, freundlich und immer kürzer: Irgendwann ist die Liste der Einwände zu Ende.',
      better: null,
    },
    empathy_guess: {
      title: 'Sie haben gefragt, wie es dem anderen geht',
      why: 'Eine Vermutung, die auch falsch sein darf, nimmt fast immer Druck heraus. Sie müssen dafür nichts kaufen.',
      better: null,
    },
    wishes_well: {
      title: 'Ein guter Wunsch',
      why: 'Damit bleibt von diesem Anruf etwas Freundliches übrig, auf beiden Seiten.',
      better: null,
    },
    asks_for_no_calls: {
      title: 'Um den Sperrvermerk gebeten',
      why: 'Eine gelöschte Nummer wird wieder eingekauft. Ein Vermerk bleibt.',
      better: null,
    },
    calls_back_known: {
      title: 'Zurückrufen auf der bekannten Nummer',
      why: 'Der sicherste Satz bei allen, die sich als jemand ausgeben.',
      better: null,
    },
    asked_who: {
      title: 'Erst gefragt',
      why: 'Ein Anruf, der gewünscht ist, verrät sich mit einer einzigen freundlichen Frage.',
      better: null,
    },
    own_feeling: { title: 'Gesagt, wie es Ihnen geht', why: 'Ein Gefühl, das Ihnen gehört, muss niemand bestreiten.', better: null },
    own_need: { title: 'Gesagt, was Sie brauchen', why: 'Ein Bedürfnis kennt jeder Mensch. Das verbindet, auch im Nein.', better: null },
    own_request: { title: 'Eine Bitte', why: 'Wer um etwas bittet, statt es zu fordern, bekommt öfter ein Ja.', better: null },

    bare_yes: {
      title: 'Ein bloßes Ja',
      why: 'Ein einzelnes Ja lässt sich aus einer Aufnahme schneiden. Ganze Sätze nicht.',
      better: 'Ich höre Sie gut. Worum geht es?',
    },
    agrees: {
      title: 'Eine Zusage',
      why: 'Was am Telefon zugesagt ist, müssen Sie nachher widerrufen.',
      better: 'Am Telefon mache ich keine Verträge. Danke, auf Wiederhören.',
    },
    gives_data: {
      title: 'Etwas von Ihnen verraten',
      why: 'Name, Anbieter, Nummern: Jede Angabe macht den nächsten Anruf glaubhafter.',
      better: 'Dazu sage ich am Telefon nichts.',
    },
    insults: {
      title: 'Ein Schimpfwort',
      why: 'Der Ärger ist verständlich. Ankommen wird nur das Wort.',
      better: 'Ich ärgere mich gerade, weil mir meine Ruhe wichtig ist. Ich lege jetzt auf.',
    },
    mocks: {
      title: 'Ein spitzer Satz',
      why: 'Spott hört der andere als Angriff, und dann geht es nicht mehr um das Nein.',
      better: 'Danke für Ihren Anruf. Wir kaufen nichts am Telefon.',
    },
    calms_down: {
      title: '„Beruhigen Sie sich“',
      why: 'Wer das hört, fühlt sich zurechtgewiesen und wird lauter.',
      better: 'Kein Wunder, dass Sie genug haben.',
    },
    blames: {
      title: 'Ein Urteil oder eine Schuld',
      why: 'Der andere hört: Mit dir stimmt etwas nicht. Dann verteidigt er sich, oder er schreit.',
      better: 'Ich höre das heute zum dritten Mal und bin müde davon. Wir kaufen nichts.',
    },
    demands: {
      title: 'Eine Forderung',
      why: 'Auf „Sie müssen“ antworten die meisten mit „Muss ich nicht“.',
      better: 'Wären Sie bereit, unsere Nummer für Werbung zu sperren?',
    },
    threatens: {
      title: 'Eine Drohung',
      why: 'Sie beendet das Gespräch und hinterlässt zwei, die sich ärgern. Eine Beschwerde geht auch ohne Ankündigung.',
      better: 'Bitte vermerken Sie, dass wir keine Werbeanrufe möchten.',
    },
    turned_away: {
      title: 'Abgewiesen, bevor klar war, wer es ist',
      why: 'Praxen, Ämter und Nachbarn fangen manchmal an wie Verkäufer.',
      better: 'Mögen Sie mir sagen, wer Sie sind und worum es geht?',
    },
    complains_back: {
      title: 'Eine Beschwerde zurück',
      why: 'Ihr Ärger ist echt. Der Mensch am Telefon kann ihn meist nicht lösen und hört nur den Vorwurf.',
      better: 'Etwas Neues kaufen wir nicht. Wären Sie bereit, eine Störung weiterzugeben?',
    },
    takes_back: {
      title: 'Ein „aber“ nach dem Mitgefühl',
      why: 'Das Aber nimmt zurück, was davor so gut klang. Zwei Sätze daraus zu machen genügt.',
      better: 'Das klingt anstrengend. Und wir kaufen nichts.',
    },
    pseudo_feeling: {
      title: 'Ein Wort, in dem ein Täter steckt',
      why: 'Das klingt wie ein Gefühl und sagt, was der andere getan hat. Er wird widersprechen.',
      better: null,
    },
    thought_as_feeling: {
      title: 'Ein Gedanke im Kleid eines Gefühls',
      why: 'Nach „Ich habe das Gefühl, dass“ kommt fast immer eine Meinung über den anderen.',
      better: 'Ich bin misstrauisch. Mir ist Klarheit wichtig.',
    },
    strategy_as_need: {
      title: 'Ein Weg statt eines Bedürfnisses',
      why: 'Sobald eine Person oder Sache darin vorkommt, ist es ein Weg dorthin. Dahinter steht etwas, das jeder kennt.',
      better: 'Mir ist Ruhe wichtig. Wären Sie bereit, die Nummer zu löschen?',
    },
    soft_no: {
      title: 'Ein Vielleicht',
      why: '„Gerade nicht“ und „schicken Sie mir etwas“ bucht das Callcenter als Wiedervorlage. Dann klingelt es wieder.',
      better: 'Danke, wir brauchen es nicht und werden es nicht kaufen.',
    },
    asks_back: {
      title: 'Nachgefragt',
      why: 'Das ist freundlich gemeint, und es klingt nach Interesse. Das Nein wird danach schwerer.',
      better: 'Danke für das Angebot. Wir brauchen es nicht.',
    },
    late_no: {
      title: 'Das Nein kam spät, oder gar nicht',
      why: 'Je früher es klar ist, desto leichter ist es für beide.',
      better: 'Danke, dass Sie es mir vorstellen. Wir brauchen es nicht und werden es nicht kaufen.',
    },
  },

  progress: {
    title: 'Wie es vorangeht',
    none: 'Noch nichts geübt. Nach dem ersten Gespräch steht hier, wie es ausging.',
    count: (count: number) => n(count, 'Ein Gespräch geübt.', '# Gespräche geübt.'),
    week: (ago: number) => (ago === 0 ? 'diese Woche' : n(ago, 'vor einer Woche', 'vor # Wochen')),
    well: (well: number, all: number) => `${well} von ${all} gut ausgegangen`,
    noInTime: (inTime: number, all: number) => `${inTime} von ${all} Mal kam das Nein bis zum zweiten Satz`,
    slips: 'Was zuletzt noch vorkam',
    slip: (recent: number, before: number) => `${recent}-mal in den letzten zehn, davor ${before}-mal`,
    private: 'Nur Sie sehen das. Gemerkt wird, wie ein Gespräch ausging, kein Wort daraus.',
    forget: 'Alles vergessen',
    forgetSure: 'Soll alles, was Sie geübt haben, vergessen werden? Das lässt sich nicht zurückholen.',
    forgotten: 'Vergessen.',
  },
};
