/**
 * A value as JSON that a person can read: objects indented, a list of numbers on one line. Throws on NaN and
 * infinities, which JSON would silently turn into null.
 */
export function formatJson(value: unknown): string {
  return `${write(value, '')}\n`;
}

function write(value: unknown, indent: string): string {
  if (typeof value === 'number') return finiteNumber(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (value.every((item) => typeof item !== 'object' || item === null)) {
      return `[${value.map((item) => write(item, '')).join(', ')}]`;
    }
    return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${write(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/**
 * The one spelling of a value that checksums are taken of: no spaces, keys in order of their UTF-16 units. `known` holds the
 * spelling of parts of it that were spelled before.
 */
export function canonicalJson(value: unknown, known: ReadonlyMap<object, string> = NONE_KNOWN): string {
  if (typeof value === 'number') return finiteNumber(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const spelled = known.get(value);
  if (spelled !== undefined) return spelled;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, known)).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, known)}`);
  return `{${entries.join(',')}}`;
}

const NONE_KNOWN: ReadonlyMap<object, string> = new Map();

function finiteNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${String(value)} cannot be written as JSON.`);
  return JSON.stringify(value);
}
