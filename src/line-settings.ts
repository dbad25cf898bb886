import { z } from 'zod';
import { parseUri } from './telephony/sip/uri.ts';
import { readQuietHours, type QuietHours } from './household/quiet.ts';

export const port = z.int().min(0).max(65_535);
const seconds = z.int().min(0).max(120);
export const language = z.enum(['de', 'en']);

/** Calls to these are for people to make. */
const EMERGENCY_NUMBERS = new Set(['110', '112', '116117', '911', '999']);

/** A phone that may be rung: a number behind the line's registrar, such as `**610`, or a SIP URI. */
const phone = z.string().refine((target) => {
  if (/^[*#]{0,2}\+?\d{1,20}$/u.test(target)) return !EMERGENCY_NUMBERS.has(target);
  const uri = parseUri(target);
  return typeof uri !== 'string' && uri.scheme === 'sip' && !uri.hasHeaders && uri.parameters.size === 0;
}, 'a number such as "**610", or a SIP URI such as sip:anna@192.168.178.31; no emergency number');

const quietHours = z.string().transform((text, context): QuietHours => {
  const hours = readQuietHours(text);
  if (hours !== null) return hours;
  context.addIssue('write it like "22:00-07:00" or "mo-fr 20:00-07:00"');
  return z.NEVER;
});

const quietHoursList = z.array(quietHours).max(50).default([]);
const quietForKnown = z.enum(['ring', 'message']).default('ring');

const QuietSchema = z
  .strictObject({
    hours: quietHoursList,
    /** An iCalendar file, or an address of one. */
    calendar: z.string().min(1).max(2_000).optional(),
    /** Only events with this word in their title are quiet; without it every event is. */
    calendarWord: z.string().trim().min(1).max(100).optional(),
    /** People who are known may let the phones ring even then, or are asked for a message. */
    known: quietForKnown,
  })
  .refine((quiet) => quiet.hours.length > 0 || quiet.calendar !== undefined, 'quiet needs hours or a calendar')
  .refine((quiet) => quiet.calendarWord === undefined || quiet.calendar !== undefined, 'calendarWord needs a calendar');

const InsideSchema = z.strictObject({
  phones: z
    .array(z.string().regex(/^[*#+\d]{1,20}$/u, 'as such a call is signalled, such as "**610"'))
    .max(50)
    .default([]),
  /** Long enough for people to pick up a call that goes to every phone of the house. */
  answerAfterSeconds: seconds.default(5),
  code: z
    .string()
    .regex(/^\d{3,12}$/u, 'three to twelve digits, in quotes')
    .optional(),
});

const password = z.string().min(1).max(200).optional();

/** What the settings file and the console may both say of a line. */
const anywhere = {
  registrar: z.string().regex(/^[A-Za-z0-9._-]{1,253}$/u, 'a host name or an IPv4 address'),
  /** Without it, DNS tells (SRV), else 5060. */
  port: port.min(1).optional(),
  transport: z.enum(['udp', 'tcp', 'tls']).default('udp'),
  username: z.string().min(1).max(100),
  fritzbox: z.boolean().default(false),
  mode: z.enum(['after_ringing', 'anteroom', 'guard']).default('after_ringing'),
  /** Numbers, or beginnings of numbers, whose calls the attendant takes in mode guard. */
  guarded: z
    .array(z.string().regex(/^\+?[\d\s()/.-]{3,30}\*?$/u, 'a number, or the beginning of one with * behind it'))
    .max(1_000)
    .default([]),
  /** Said by a household that has read what an anteroom means: the box's own answering machine stands behind this one. */
  whenOff: z.literal('mailbox_answers').optional(),
  answerAfterSeconds: seconds.default(20),
  /** By which this line is called from where it is registered; by default its user name. For a call to itself. */
  ownNumber: phone.optional(),
  /** Rung for wanted callers. Nothing else is ever dialled. */
  phones: z.array(phone).max(10).default([]),
  ringPhones: z.enum(['together', 'in_turn']).default('together'),
  ringPhonesSeconds: z.int().min(5).max(120).default(25),
  repeatCallMinutes: z.int().min(0).max(60).default(3),
  language: language.optional(),
};

/** Adds what must hold between the settings of a line. */
function consistent<Schema extends z.ZodType<Pick<z.output<z.ZodObject<typeof anywhere>>, 'mode' | 'guarded' | 'phones' | 'whenOff'>>>(
  schema: Schema,
): Schema {
  return schema
    .refine(({ mode, guarded }) => (mode === 'guard') === guarded.length > 0, {
      error: 'mode guard needs numbers in guarded, and guarded needs mode guard',
      path: ['guarded'],
    })
    .refine(({ mode, phones }) => mode !== 'anteroom' || phones.length > 0, {
      error: 'mode anteroom needs phones: people you know are rung there',
      path: ['phones'],
    })
    .refine(({ mode, whenOff }) => mode !== 'anteroom' || whenOff !== undefined, {
      error:
        'mode anteroom: while this machine is off, nobody is reached. Let the answering machine of your box take calls then, and say so with whenOff: mailbox_answers',
      path: ['whenOff'],
    });
}

export const lineId = z.string().regex(/^[a-z0-9-]{1,32}$/u, 'use lower-case letters, digits and hyphens');

/** One line, as it stands in the settings file. */
export const LineSchema = consistent(
  z.strictObject({
    ...anywhere,
    id: lineId,
    /** For tls: a file of certificates that are trusted in the place of the well-known ones. */
    ca: z.string().min(1).optional(),
    /** Protected audio (SRTP) in what we offer; by default with tls, where its keys cannot be read on the way. */
    encryptMedia: z.boolean().optional(),
    password,
    passwordFile: z.string().optional(),
    /** Rung when a caller claims an emergency; by default those above. May be outside the house. */
    alertPhones: z.array(phone).max(10).optional(),
    /** by_line: once somebody has taken a call, the telephone system joins both (REFER), if it can; a FRITZ!Box cannot. */
    transfer: z.enum(['by_us', 'by_line']).default('by_us'),
    quiet: QuietSchema.optional(),
    /** Phones of the house that may hear messages and pause the attendant by calling it. */
    inside: InsideSchema.prefault({}),
  }),
)
  .refine((line) => (line.password === undefined) !== (line.passwordFile === undefined), 'give either password or passwordFile')
  .refine((line) => line.ca === undefined || line.transport === 'tls', 'ca needs transport: tls');

/** One line, as the console sends it. It names no file of this machine; without a password the earlier one stays. */
export const ConsoleLineSchema = consistent(z.strictObject({ ...anywhere, password, quietHours: quietHoursList, quietForKnown }));
