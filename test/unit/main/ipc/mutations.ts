import fc from 'fast-check';

/** Values that break naive code: edge numbers, prototype names, wrong types, paths, long text. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  undefined,
  NaN,
  Infinity,
  -0,
  2 ** 53,
  1e308,
  -1,
  0.5,
  '',
  '__proto__',
  '../../../etc/passwd',
  'C:\\con',
  'x'.repeat(5_000),
  '\u0000\ud800',
  [],
  {},
  [[[[]]]],
  true,
  10n,
  new Date(NaN),
  new Map([[1, 2]]),
];
const HOSTILE_KEYS = ['__proto__', 'constructor', 'toString', 'more', ''] as const;

/** A valid value with a few of its places changed, removed or added to. */
export function mutated(valid: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(valid);
  const change = fc.record({
    place: fc.constantFrom(...places),
    kind: fc.constantFrom('replace', 'remove', 'add'),
    value: fc.constantFrom(...HOSTILE_VALUES),
    key: fc.constantFrom(...HOSTILE_KEYS),
  });
  return fc
    .array(change, { maxLength: 3 })
    .map((changes) =>
      changes.reduce((value, { place, ...how }) => changeAt(value, place, how), structuredClone(valid)),
    );
}

type Place = readonly (string | number)[];
interface Change {
  kind: string;
  value: unknown;
  key: string;
}

function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const keys = Array.isArray(value) ? value.map((_, k) => k) : Object.keys(value);
  return [
    place,
    ...keys.flatMap((key) => placesOf((value as Record<string, unknown>)[key], [...place, key])),
  ];
}

function changeAt(value: unknown, place: Place, change: Change): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return changeHere(value, change);
  if (typeof value !== 'object' || value === null) return value;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0 && change.kind === 'remove') Reflect.deleteProperty(copy, key);
  else copy[key] = changeAt(copy[key], rest, change);
  return copy;
}

function changeHere(value: unknown, { kind, value: hostile, key }: Change): unknown {
  if (kind !== 'add' || typeof value !== 'object' || value === null || Array.isArray(value)) return hostile;
  // As JSON.parse and structured clone do it: an own property, whatever its name.
  return Object.defineProperty({ ...value }, key, { value: hostile, enumerable: true });
}
