import { Sha256 } from '../core/sha256.ts';
import type { InterpretedColumn } from './interpret-columns.ts';

/** Values that are hashed at once. */
const CHUNK = 8_192;

/** `sha256:` of the names, levels and values' hashes of all columns that take part: inputs, then targets, then the others. */
export function hashColumns(columns: readonly InterpretedColumn[]): string {
  const ofRole = (role: string) => columns.filter(({ column }) => column.role === role);
  const inputs = ofRole('input');
  const targets = ofRole('target');
  const others = columns.filter((own) => !inputs.includes(own) && !targets.includes(own));
  const names = (list: readonly InterpretedColumn[]) => list.map(({ column }) => column.name);
  const levels = columns.flatMap(({ column }) =>
    'levels' in column ? [[column.name, ...column.levels]] : [],
  );
  const more = [...others.map(({ column }) => [column.role, column.name]), ...levels];
  const hash = new Sha256();
  const text = new TextEncoder();
  hash.update(
    text.encode(JSON.stringify([names(inputs), names(targets), ...(more.length === 0 ? [] : [more])])),
  );
  for (const { values } of [...inputs, ...targets, ...others]) hash.update(text.encode(hashOfValues(values)));
  return `sha256:${hash.hex()}`;
}

/** Of columns that were hashed already: most edits leave the values as they are. */
const known = new WeakMap<Float64Array, string>();

/** Of the values as little-endian float64, with one NaN for all. */
function hashOfValues(values: Float64Array): string {
  const found = known.get(values);
  if (found !== undefined) return found;
  const hash = new Sha256();
  const view = new DataView(new ArrayBuffer(8 * CHUNK));
  for (let from = 0; from < values.length; from += CHUNK) {
    const count = Math.min(CHUNK, values.length - from);
    for (let k = 0; k < count; k++) {
      const value = values[from + k]!;
      if (Number.isNaN(value)) view.setBigUint64(8 * k, CANONICAL_NAN, true);
      else view.setFloat64(8 * k, value, true);
    }
    hash.update(new Uint8Array(view.buffer, 0, 8 * count));
  }
  const text = hash.hex();
  known.set(values, text);
  return text;
}

const CANONICAL_NAN = 0x7ff8000000000000n;
