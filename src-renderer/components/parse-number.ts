const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What a person typed → the number it means, or the text itself when it means none. */
export function parseNumber(text: string): number | string {
  const plain = text.trim().replace('−', '-');
  return NUMBER.test(plain) ? Number(plain) : text.trim();
}

/** Why a value cannot stand where any finite number may, or null when it can. */
export function finiteProblem(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value)
    ? null
    : 'Must be a number, such as 12.5 or −3e4.';
}
