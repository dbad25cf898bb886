/** Hours of a line that is not always open: days counted from Monday = 1, in minutes of the day. */
interface Hours {
  readonly days: readonly number[];
  readonly from: number;
  readonly until: number;
}

/** One telephone number for people in need. */
interface CrisisLine {
  readonly number: string;
  /** Absent: day and night. */
  readonly hours?: Hours;
  /** Where number, hours and cost were read, and when (ISO date); null: not verified, and then never said. */
  readonly source: string;
  readonly checked: string | null;
}

interface CountryLines {
  /** For life and limb. */
  readonly emergency: string;
  /** For somebody who is hurt or threatened; the emergency number where it reaches the police too. */
  readonly police: string;
  /** Somebody listens, day and night and free of charge. */
  readonly despair: CrisisLine;
  readonly children: CrisisLine | null;
  readonly violence: CrisisLine | null;
}

const CHECKED = '2026-12-01';
const AFTERNOONS: Hours = { days: [1, 2, 3, 4, 5, 6], from: 14 * 60, until: 20 * 60 };

const GERMANY: CountryLines = {
  emergency: '112',
  police: '112',
  despair: {
    number: '116123',
    source: 'https://www.domradio.de/glossar/telefonseelsorge-0, http://ansbach-evangelisch.de/jeder-braucht-mal-hilfe/',
    checked: CHECKED,
  },
  children: { number: '116111', hours: AFTERNOONS, source: 'https://www.nummergegenkummer.de', checked: null },
  violence: {
    number: '116016',
    source: 'https://utopia.de/news/116-016-hilfetelefon-gewalt-gegen-frauen-neue-nummer-kurz',
    checked: CHECKED,
  },
};

/**
 * By country, as ISO 3166 names it. 116 123 is not the same service everywhere: each row stands for itself. A row that is
 * not verified, or was last checked more than a year ago, gives way to its country's line for despair; where that is out of
 * date too, it is still the best that is known.
 */
const COUNTRIES: Readonly<Record<string, CountryLines>> = {
  DE: GERMANY,
  AT: {
    emergency: '112',
    police: '112',
    despair: { number: '142', source: 'https://www.katholisch.at/telefonseelsorge, https://ooe.orf.at/stories/3204589/', checked: CHECKED },
    children: { number: '147', source: 'https://www.rataufdraht.at', checked: null },
    violence: { number: '0800222555', source: 'https://oesterreich.orf.at/stories/3187578/', checked: CHECKED },
  },
  CH: {
    emergency: '112',
    police: '117',
    despair: { number: '143', source: 'https://www.swissinfo.ch/ger/alternde-gesellschaft/die-dargebotene-hand/3335124', checked: CHECKED },
    children: {
      number: '147',
      source: 'https://www.bag-blueprint.ch/147ch-beratung-und-hilfe-fuer-kinder-und-jugendliche',
      checked: CHECKED,
    },
    // 142 for victims of violence was announced for November 2025 (polizei.news): not verified as live.
    violence: { number: '142', source: 'https://polizei.news/?p=474220', checked: null },
  },
  GB: {
    emergency: '999',
    police: '999',
    despair: { number: '116123', source: 'https://www.samaritans.org/how-we-can-help/contact-samaritan/', checked: CHECKED },
    children: { number: '08001111', source: 'https://thefirststep.org.uk/services/help-for-children-and-young-people/', checked: CHECKED },
    violence: {
      number: '08082000247',
      source: 'https://www.thegayuk.com/are-there-helplines-for-male-domestic-abuse-survivors/ (number, no hours)',
      checked: null,
    },
  },
  IE: {
    emergency: '999',
    police: '999',
    despair: {
      number: '116123',
      source: 'https://www.irishhealthpro.com/content/news/show/name/big-jump-in-calls-to-samaritans-since-2014',
      checked: CHECKED,
    },
    children: { number: '1800666666', source: 'https://www.childline.ie', checked: null },
    violence: { number: '1800341900', source: 'https://www.womensaid.ie', checked: null },
  },
  US: {
    emergency: '911',
    police: '911',
    despair: { number: '988', source: 'https://preventionpartnersnm.org/facts/988-lifeline', checked: CHECKED },
    children: null,
    violence: { number: '18007997233', source: 'https://www.thehotline.org', checked: null },
  },
};

/** Country codes (E.164) of the countries above. +1 is more than the United States; 911 and 988 are Canada's too. */
const BY_CODE: Readonly<Record<string, string>> = { '49': 'DE', '43': 'AT', '41': 'CH', '44': 'GB', '353': 'IE', '1': 'US' };

/** The numbers that somebody in need hears in one call: digits, to be spoken one by one. */
export interface CareNumbers {
  readonly emergency: string;
  readonly police: string;
  readonly despair: string;
  readonly children: string;
  /** Null: none that is verified; then the police's. */
  readonly violence: string | null;
}

/** When a call comes in, where its line is. `weekday`: Monday = 1. `minute`: of the day. `day`: ISO date. */
export interface LocalMoment {
  readonly weekday: number;
  readonly minute: number;
  readonly day: string;
}

/** A moment of wall time (ms since 1970), where a line is. `zone`: an IANA name. */
export function localMoment(at: number, zone: string): LocalMoment {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { weekday: local.dayOfWeek, minute: local.hour * 60 + local.minute, day: local.toPlainDate().toString() };
}

const YEAR_DAYS = 365;

/**
 * The numbers for one call. Short codes work only inside their country, so it is the caller's where their number shows one
 * that the table has, else the line's. `countryCode`: the line's, in digits such as "49"; a country without a row gets
 * Germany's 112 and lines, since 112 is dialled in the whole European Union.
 */
export function careNumbers(callerNumber: string | null, countryCode: string, at: LocalMoment): CareNumbers {
  const lines = COUNTRIES[countryOf(callerNumber) ?? BY_CODE[countryCode] ?? 'DE'] ?? GERMANY;
  const usable = (line: CrisisLine | null): string | null =>
    line !== null && isCurrent(line, at.day) && isOpen(line, at) ? line.number : null;
  const despair = lines.despair.number;
  return {
    emergency: lines.emergency,
    police: lines.police,
    despair,
    children: usable(lines.children) ?? despair,
    violence: usable(lines.violence),
  };
}

function countryOf(number: string | null): string | null {
  if (number === null || !number.startsWith('+')) return null;
  const code = Object.keys(BY_CODE).find((one) => number.startsWith(`+${one}`));
  return code === undefined ? null : (BY_CODE[code] ?? null);
}

function isCurrent({ checked }: CrisisLine, day: string): boolean {
  return checked !== null && Temporal.PlainDate.from(checked).until(day, { largestUnit: 'days' }).days <= YEAR_DAYS;
}

function isOpen({ hours }: CrisisLine, { weekday, minute }: LocalMoment): boolean {
  return hours === undefined || (hours.days.includes(weekday) && minute >= hours.from && minute < hours.until);
}
