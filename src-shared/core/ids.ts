/** Names of things on disk and between processes are made by us, never by a person: no id can be a path. */
export const ID_PATTERNS = {
  run: /^run_[0-9a-z]{12}$/,
  experiment: /^exp_[0-9a-z]{12}$/,
  group: /^grp_[0-9a-z]{12}$/,
} as const;

export type IdKind = keyof typeof ID_PATTERNS;

const PREFIX: Record<IdKind, string> = { run: 'run_', experiment: 'exp_', group: 'grp_' };
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `random` gives bytes (0 to 255); the host supplies them, because ids must differ between starts. */
export function makeId(kind: IdKind, random: (count: number) => Uint8Array): string {
  let id = PREFIX[kind];
  for (const byte of random(12)) id += DIGITS.charAt(byte % DIGITS.length);
  return id;
}
