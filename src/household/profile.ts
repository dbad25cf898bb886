import { z } from 'zod';

const short = z.string().trim().min(1).max(60);
const sentence = z.string().trim().min(1).max(240);

/**
 * What the household decided about conversations, as it stands in the settings file under `conversation` or in a
 * profile file. Whatever callers may hear stands here and nowhere else.
 */
export const ProfileSchema = z.strictObject({
  /** How callers may hear the household named, such as "Familie Berger". */
  household: short.optional(),
  languages: z
    .array(z.enum(['de', 'en']))
    .min(1)
    .default(['de', 'en']),
  /** How sales calls are met; `rotate` takes friendly no and empathy in turn, for evidence. */
  approach: z.enum(['friendly_no', 'empathy', 'redirect', 'rotate']).default('friendly_no'),
  /** What happens with wanted callers. */
  wanted: z.enum(['message', 'put_through']).default('message'),
  /** Names of people who can be reached here; a caller who asks for one of them is wanted. */
  people: z.array(short).max(50).default([]),
  /** Who else is wanted, by the name under which they call: "Praxis Weber", "Taxi Meier". */
  wantedCallers: z.array(short).max(200).default([]),
  /** Companies whose calls are never wanted. */
  neverWanted: z.array(short).max(200).default([]),
  /** Open faults, released for callers of that company, in the household's own words. */
  faults: z
    .array(z.strictObject({ company: short, de: sentence.optional(), en: sentence.optional() }))
    .max(20)
    .default([]),
  /** How callers are spoken to: `warm` says thanks and wishes, `brief` leaves the wishes out. */
  tone: z.enum(['warm', 'brief']).default('warm'),
});

export type Profile = z.output<typeof ProfileSchema>;

export const DEFAULT_PROFILE: Profile = ProfileSchema.parse({});
