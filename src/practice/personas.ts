import type { Persona } from './persona.ts';
import { beginner } from './personas/beginner.ts';
import { closer } from './personas/closer.ts';
import { doctorsOffice } from './personas/doctors-office.ts';
import { pretender } from './personas/pretender.ts';
import { shouter } from './personas/shouter.ts';
import { support } from './personas/support.ts';
import { telecom } from './personas/telecom.ts';
import { tinasCaller } from './personas/tinas-caller.ts';
import { tired } from './personas/tired.ts';
import { yesTrapper } from './personas/yes-trapper.ts';

/** Everybody who can call, the two of the story first. */
export const PERSONAS: readonly Persona[] = [
  telecom,
  tinasCaller,
  beginner,
  tired,
  closer,
  support,
  yesTrapper,
  shouter,
  pretender,
  doctorsOffice,
];

export function personaOf(id: string): Persona | undefined {
  return PERSONAS.find((persona) => persona.id === id);
}
