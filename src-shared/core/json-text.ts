/*
 * JSON in two spellings, each as one text or as its pieces, one after the other: a large model, whose text would not fit into
 * one, is written and summed by pieces.
 */

/** Text that is made each time it is needed, of characters that stand in JSON as they are (`0`, `a`, `+`, not `"`). */
export class LongText {
  readonly pieces: () => Iterable<string>;

  constructor(pieces: () => Iterable<string>) {
    this.pieces = pieces;
  }

  toString(): string {
    return [...this.pieces()].join('');
  }
}

/**
 * A value as JSON that a person can read: objects indented, a list of numbers on one line. Throws on NaN and
 * infinities, which JSON would silently turn into null.
 */
export function formatJson(value: unknown): string {
  return [...formattedPieces(value)].join('');
}

/** The pieces of `formatJson`. */
export function* formattedPieces(value: unknown): Generator<string> {
  yield* formatted(value, '');
  yield '\n';
}

function* formatted(value: unknown, indent: string): Generator<string> {
  if (!isBranch(value)) {
    yield* leaf(value);
    return;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) yield '[]';
    else if (value.every(isPlain)) yield `[${value.map(plain).join(', ')}]`;
    else
      yield* bracketed(
        '[',
        value.map((item) => ['', item] as const),
        inner,
        ']',
      );
    return;
  }
  const fields = fieldsOf(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const);
  if (fields.length === 0) yield '{}';
  else yield* bracketed('{', fields, inner, '}');
}

/** Items on lines of their own, each after its name. */
function* bracketed(
  open: string,
  items: readonly (readonly [name: string, item: unknown])[],
  inner: string,
  close: string,
): Generator<string> {
  yield `${open}\n`;
  for (const [k, [name, item]] of items.entries()) {
    yield k === 0 ? inner + name : `,\n${inner}${name}`;
    yield* formatted(item, inner);
  }
  yield `\n${inner.slice(2)}${close}`;
}

/** The one spelling of a value that checksums are taken of: no spaces, keys in order of their UTF-16 units. */
export function canonicalJson(value: unknown): string {
  return [...canonicalPieces(value)].join('');
}

/** The pieces of `canonicalJson`. */
export function* canonicalPieces(value: unknown): Generator<string> {
  if (!isBranch(value)) yield* leaf(value);
  else if (Array.isArray(value)) yield* canonicalList(value);
  else yield* canonicalObject(value);
}

function* canonicalList(list: readonly unknown[]): Generator<string> {
  if (list.every(isPlain)) {
    yield `[${list.map(plain).join(',')}]`;
    return;
  }
  for (const [k, item] of list.entries()) {
    yield k === 0 ? '[' : ',';
    yield* canonicalPieces(item);
  }
  yield ']';
}

function* canonicalObject(value: object): Generator<string> {
  yield '{';
  for (const [k, [key, item]] of canonicalFields(value).entries()) {
    yield `${k === 0 ? '' : ','}${JSON.stringify(key)}:`;
    yield* canonicalPieces(item);
  }
  yield '}';
}

/** The fields of an object in the order of its canonical spelling. */
export function canonicalFields(value: object): [key: string, item: unknown][] {
  return fieldsOf(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function fieldsOf(value: object): [key: string, item: unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** Whether a value has others in it. */
function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof LongText);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function* leaf(value: unknown): Generator<string> {
  if (value instanceof LongText) {
    yield '"';
    yield* value.pieces();
    yield '"';
  } else yield plain(value);
}

function plain(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`${String(value)} cannot be written as JSON.`);
  }
  return JSON.stringify(value);
}
