/**
 * JSON knows no NaN. In measurements, a number that is not finite is written as its name, so that it is shown and not
 * lost. Only for measurements (metric points): elsewhere a text may rightly be "NaN".
 */
const NAMES = new Map<unknown, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** Numbers that are not finite → their names. */
export function encodeMeasured(value: unknown): unknown {
  return mapLeaves(value, (leaf) =>
    typeof leaf === 'number' && !Number.isFinite(leaf) ? String(leaf) : leaf,
  );
}

/** Names → the numbers they stand for. The result is still to be checked by a schema. */
export function decodeMeasured(value: unknown): unknown {
  return mapLeaves(value, (leaf) => NAMES.get(leaf) ?? leaf);
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
}
