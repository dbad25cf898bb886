import { SECRET_FIELDS, type ChangedField } from './household/setting-changes.ts';

const HIDDEN = '•••';
/** More of a long list nobody reads. */
const LONGEST = 200;

/** What differs, one level deep. A secret is named, and never shown. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .map((field) => ({ field, from: written(field, old.get(field)), to: written(field, now.get(field)) }));
}

function flat(value: unknown, prefix = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map();
  const fields = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const field = `${prefix}${name}`;
    const isGroup = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    if (isGroup) for (const [key, each] of flat(inner, `${field}.`)) fields.set(key, each);
    else fields.set(field, inner);
  }
  return fields;
}

function written(field: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (SECRET_FIELDS.has(field.split('.').at(-1) ?? '')) return HIDDEN;
  const text = (Array.isArray(value) ? value : [value]).map(entry).join(', ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

/** Of faults, the company. */
function entry(value: unknown): string {
  if (typeof value === 'string') return value;
  const named = typeof value === 'object' && value !== null && 'company' in value ? value.company : value;
  return typeof named === 'string' ? named : JSON.stringify(named);
}
