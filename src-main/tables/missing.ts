/** Texts that stand for a missing value, as pandas reads them, and the marks that people set by hand. */
export const MISSING_TEXTS = [
  '',
  'NA',
  'N/A',
  '#N/A',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '?',
  '-',
  'na',
  'n/a',
] as const;

const LONGEST = Math.max(...MISSING_TEXTS.map((text) => text.length));
const TEXTS: ReadonlySet<string> = new Set(MISSING_TEXTS);
/** First byte → whether any of them begins so: rules out almost every cell at once. */
const BEGINNINGS = Uint8Array.from({ length: 256 }, (_, byte) =>
  MISSING_TEXTS.some((text) => text.charCodeAt(0) === byte) ? 1 : 0,
);

export function isMissing(bytes: Buffer, from: number, to: number): boolean {
  if (from === to) return true;
  return (
    to - from <= LONGEST && BEGINNINGS[bytes[from]!] === 1 && TEXTS.has(bytes.toString('latin1', from, to))
  );
}

export function isMissingText(text: string): boolean {
  return TEXTS.has(text);
}
