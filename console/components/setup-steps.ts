export const SETUP_STEPS = ['name', 'password', 'try', 'line', 'voice', 'wanted', 'done'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** From the address; whatever else stands there begins at the beginning. */
export function setupSearch({ step }: Record<string, unknown>): { step: SetupStep } {
  return { step: SETUP_STEPS.find((one) => one === step) ?? 'name' };
}
