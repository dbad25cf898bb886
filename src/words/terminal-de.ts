import type { FaultPlace } from '../call/faults.ts';
import { germanPacks } from './packs-de.ts';
import { plural } from './plural.ts';

const n = (count: number, one: string, other: string): string => plural('de', count, one, other);

/** What the command line says. */
export const germanTerminal = {
  usage: [
    'Aufruf: npm run -s danke-nein -- <Befehl>',
    '',
    '  serve              nimmt Anrufe an (dasselbe wie npm start)',
    '  converse           ein Gespräch in Text: JSON-Zeilen ein und aus (siehe README)',
    '  understand         sagt, was ein Satz bedeutet: JSON-Zeilen ein und aus',
    '  listen Datei       sagt, was in einer Tondatei zu hören ist: JSON-Zeilen (siehe README)',
    '  packs [Befehl]     lädt, benutzt und entfernt Sprachpakete',
    '  doctor             prüft, ob alles da ist, und sagt, was zu tun ist',
    '  backup Datei       sichert die Datenbank in eine Datei, auch während Anrufe laufen',
    '  password [Name]    setzt ein Passwort für die Konsole (liest es von der Eingabe);',
    '                     Name@haushalt für einen weiteren Haushalt',
    '  version            nennt die Version',
    '',
    'Einstellungen: SIP_PORT, HTTP_PORT, DATA_DIR oder die Datei danke-nein.yaml (siehe README).',
  ].join('\n'),
  listenUsage: 'Welche Datei? npm run -s danke-nein -- listen anruf.wav',
  backup: {
    usage: 'Wohin? npm run -s danke-nein -- backup sicherung.db',
    exists: (file: string) => `${file} gibt es schon; überschrieben wird nichts.`,
    nothing: (folder: string) => `In ${folder} gibt es noch keine Datenbank.`,
    failed: (error: string) => `Die Sicherung ist nicht gelungen: ${error}`,
    done: (file: string) => `Gesichert in ${file}, ohne Kennwörter von Leitungen, ohne Schlüssel von Diensten und ohne Schlüsseldateien.`,
  },
  unknownCommand: (name: string) => `Den Befehl „${name}“ gibt es nicht.`,
  consoleAt: (url: string) => `Konsole:  ${url}`,
  sealedAt: (url: string) => `Verschlüsselt:  ${url}`,
  onlyHere: '(nur von diesem Rechner aus)',
  sipAt: (uri: string) => `Telefon:  ${uri} (UDP und TCP)`,
  firstCall: (uri: string) => `Erster Anruf: in der Konsole auf „Probieren“ tippen, oder mit einem SIP-Telefon ${uri} anrufen.`,
  noLine: 'Es ist noch keine Leitung verbunden: Anrufe aus diesem Netz sind Proben. Verbinden: in der Konsole unter „Einrichten“.',
  linesConnected: (lines: readonly string[]) => `${n(lines.length, 'Leitung', 'Leitungen')}: ${lines.join(', ')}`,
  levelOne: 'Am Telefon versteht er Worte (Stufe 1): Er spricht mit Ihren Anrufern. An vielen Anrufen erprobt ist das noch nicht.',
  levelZero:
    'Am Telefon versteht er noch keine Worte (Stufe 0): Er sagt freundlich Nein und nimmt Nachrichten auf. Mehr: in der Konsole unter „Einstellungen“, „Sprachpakete“.',
  noPassword: 'Ohne Passwort ist die Konsole nur hier erreichbar. Setzen: in der Konsole unter „Einstellungen“, „Zugang“.',
  noHousehold: 'Anrufer hören keinen Namen. Einen festlegen: in der Konsole unter „Einstellungen“.',
  voiceReady: '  Die Stimme ist bereit.',
  noVoice: 'Die Stimme ließ sich nicht starten; Anrufe werden nicht angenommen. Hilfe: npm run -s danke-nein -- doctor',
  stopping: 'Laufende Gespräche werden freundlich beendet ...',
  ownerName: 'Zuhause',
  passwordFor: (name: string) => `Neues Passwort für „${name}“: `,
  passwordTooShort: (length: number) => `Das Passwort braucht mindestens ${length} Zeichen.`,
  passwordSet: (name: string) => `Das Passwort für „${name}“ gilt. Die Konsole öffnet sich binnen einer Minute für das Netz.`,
  packs: germanPacks,
  checks: {
    node: (version: string) => `Node ${version}`,
    config: (file: string) => `Einstellungen aus ${file}`,
    noConfig: 'Keine Einstellungsdatei; es gelten die Vorgaben',
    folder: (path: string) => `Datenordner ${path}`,
    sipPort: (port: number) => `SIP-Port ${port} (UDP und TCP)`,
    httpPort: (port: number) => `Port der Konsole ${port}`,
    console: 'Konsole gebaut',
    voice: 'Eingebaute Stimme',
    speechModel: 'Erkennung von Sprechpausen (Silero)',
    inUse: 'belegt; wenn Danke, nein schon läuft, ist das richtig so',
    user: 'Benutzer dieses Programms',
    root: 'Es läuft mit allen Rechten (root). Sicherer ist ein eigener Benutzer, der nur den Datenordner beschreiben darf.',
    looseFolder: (path: string) => `Andere Benutzer dieses Rechners kommen in den Datenordner. Abhilfe: chmod 700 ${path}`,
    littleSpace: 'Weniger als 500 MB frei: Nachrichten passen womöglich bald nicht mehr.',
    portClosed: (code: string) => `Der Port lässt sich nicht öffnen (${code}). Einen anderen setzen: SIP_PORT oder HTTP_PORT.`,
    buildConsole: 'Die Konsole fehlt. Abhilfe: npm run build',
    noVoice: (error: string) => `Die Stimme startet nicht (${error}). Abhilfe: npm ci`,
    noSpeechModel: 'Das Modell lässt sich nicht laden; es wird nach Lautstärke entschieden. Abhilfe: npm ci',
    notRunning: 'Danke, nein läuft gerade nicht in diesem Datenordner',
    running: (version: string, startedAt: string) => `Danke, nein ${version} läuft seit ${startedAt}`,
    restarted: (count: number, lastEnd: string) =>
      `${n(count, 'Einmal ist es ausgefallen und neu gestartet', '#-mal ist es ausgefallen und neu gestartet')} (zuletzt: ${lastEnd}).`,
    faults: (count: number, place: string) => `${n(count, 'Ein Fehler', '# Fehler')}, aufgefangen: ${place}.`,
    faultPlaces: {
      sip_message: 'beim Lesen einer SIP-Nachricht',
      sip_connection: 'in einer SIP-Verbindung',
      registration: 'beim Anmelden einer Leitung',
      rtp: 'im Ton eines Anrufs',
      media_command: 'im Tonprozess',
      media_report: 'in einer Meldung des Tonprozesses',
      browser_media: 'im Ton eines Browsers',
      http: 'in der Konsole',
      worker_message: 'in einer Meldung eines Hilfsprozesses',
      engine_message: 'in einem Sprachpaket oder der Stimme',
      call: 'in einem Anruf, der darum endete, oder an einem Telefon der Familie',
      journal: 'beim Schreiben ins Journal',
      observer: 'in der Ansicht laufender Anrufe',
      timer: 'in einem Zeitgeber',
      housekeeping: 'beim Aufräumen',
      process: 'im ganzen Prozess',
    } satisfies Record<FaultPlace, string>,
    counters: {
      mediaWorkerDeaths: (count: number) => n(count, 'Einmal ist der Tonprozess ausgefallen.', '#-mal ist der Tonprozess ausgefallen.'),
      malformed: (count: number) =>
        n(
          count,
          'Eine SIP-Nachricht war fehlerhaft und wurde nicht bearbeitet.',
          '# SIP-Nachrichten waren fehlerhaft und wurden nicht bearbeitet.',
        ),
      too_many_requests: (count: number) =>
        n(
          count,
          'Eine SIP-Nachricht blieb ohne Antwort, weil gerade zu viele auf einmal kamen.',
          '# SIP-Nachrichten blieben ohne Antwort, weil gerade zu viele auf einmal kamen.',
        ),
      too_many_calls: (count: number) =>
        n(
          count,
          'Ein Anruf wurde abgewiesen, weil schon zu viele darauf warteten, angenommen zu werden.',
          '# Anrufe wurden abgewiesen, weil schon zu viele darauf warteten, angenommen zu werden.',
        ),
      too_many_connections: (count: number) =>
        n(
          count,
          'Eine SIP-Verbindung wurde abgewiesen, weil schon zu viele offen waren.',
          '# SIP-Verbindungen wurden abgewiesen, weil schon zu viele offen waren.',
        ),
      slow_connection: (count: number) =>
        n(
          count,
          'Eine SIP-Verbindung wurde geschlossen, weil eine Nachricht nicht rechtzeitig vollständig war.',
          '# SIP-Verbindungen wurden geschlossen, weil eine Nachricht nicht rechtzeitig vollständig war.',
        ),
    },
    allGood: 'Alles in Ordnung.',
    problems: (count: number) => n(count, 'Eine Sache ist zu tun.', '# Sachen sind zu tun.'),
  },
};
