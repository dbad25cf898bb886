import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import { KeptCalendar } from './adapters/ical/kept-calendar.ts';
import type { Clock } from './call/clock.ts';
import type { Log } from './call/log.ts';
import { StartError, type Config, type HouseholdConfig } from './config.ts';
import type { Household } from './household/household.ts';
import type { HouseholdIds } from './household/users.ts';
import { NEVER_QUIET, quiet, type QuietCalendar } from './household/quiet.ts';
import { familyOf, isPrivateAddress } from './telephony/sip/private-networks.ts';
import type { Account } from './telephony/sip/registration.ts';

/** `calendars`: by line, where one wants quiet by a calendar. */
export function householdOf(config: HouseholdConfig, calendars: ReadonlyMap<string, QuietCalendar> = new Map()): Household {
  return {
    id: config.id,
    spokenName: config.household ?? null,
    lang: config.language,
    countryCode: config.countryCode,
    timeZone: config.timeZone,
    keepMessagesDays: config.keepMessagesDays,
    keepTranscriptsDays: config.keepTranscriptsDays,
    maxCalls: config.maxCalls ?? Infinity,
    profile: config.conversation,
    lines: config.lines.map((line) => ({
      id: line.id,
      answerAfterSeconds: line.answerAfterSeconds,
      repeatCallMinutes: line.repeatCallMinutes,
      mode: line.mode,
      guarded: line.guarded,
      ringPhones: line.ringPhones,
      ringPhonesSeconds: line.ringPhonesSeconds,
      transfer: line.transfer,
      quiet: line.quiet ? quiet(line.quiet.hours, calendars.get(line.id) ?? null, config.timeZone) : NEVER_QUIET,
      ownNumber: line.ownNumber ?? line.username,
      inside: { ...line.inside, code: line.inside.code ?? null },
      quietForKnown: line.quiet?.known ?? 'ring',
      fritzbox: line.fritzbox,
      lang: line.language ?? config.language,
    })),
  };
}

/** By line. Nothing is read yet. `dataDir`: where copies of calendars are kept. `before`: those whose place is still the same go on. */
export function calendarsOf(
  { lines, timeZone }: HouseholdConfig,
  dataDir: string,
  clock: Clock,
  log: Log,
  before: ReadonlyMap<string, KeptCalendar> = new Map(),
): ReadonlyMap<string, KeptCalendar> {
  const folder = join(dataDir, 'cache', 'calendars');
  const calendars = new Map<string, KeptCalendar>();
  for (const { id, quiet: wanted } of lines) {
    if (wanted?.calendar === undefined) continue;
    const place = { lineId: id, from: wanted.calendar, zone: timeZone, word: wanted.calendarWord ?? null };
    const kept = before.get(id);
    calendars.set(id, kept?.isAt(place) ? kept : new KeptCalendar(place, folder, clock, log));
  }
  return calendars;
}

/** The owner's first. */
export function householdIds({ households: [first, ...further] }: Config): HouseholdIds {
  return [first.id, ...further.map(({ id }) => id)];
}

const TRANSPORTS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;

/** Every household's lines as telephony knows them. */
export function accountsOf({ households }: Config): Account[] {
  const lines = households.flatMap((household) => household.lines);
  // Without its password a line is not even tried: registrars lock out who comes with a wrong one.
  return lines
    .filter(({ password }) => password !== '')
    .map((line) => ({
      ...line,
      lineId: line.id,
      port: line.port ?? null,
      transport: TRANSPORTS[line.transport],
      ca: line.ca ?? null,
      encryptMedia: line.encryptMedia ?? line.transport === 'tls',
      alertPhones: line.alertPhones ?? line.phones,
      ownNumber: line.ownNumber ?? encodeURIComponent(line.username),
    }));
}

/** Loopback and the private ranges (RFC 1918, RFC 6598, RFC 4193, link-local), and what the household added. */
export function allowedNetworks(further: readonly string[]): (address: string) => boolean {
  const isFurther = networks('sip.allow', further);
  return (address) => isIP(address) !== 0 && (isPrivateAddress(address) || isFurther(address));
}

/** Whether an address is in one of these networks. Throws StartError for what is none; `setting`: where they stand. */
export function networks(setting: string, listed: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of listed) {
    const [address = '', prefix] = network.split('/');
    const family = familyOf(address);
    const whole = family === 'ipv4' ? 32 : 128;
    const length = prefix === undefined ? whole : Number(prefix);
    if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > whole)
      throw new StartError(`${setting}: "${network}" is not a network such as 203.0.113.0/24 or 2001:db8::/32`);
    list.addSubnet(address, length, family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}
