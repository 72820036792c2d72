export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A copy of a JSON value in which the place, as messages spell it (`network.layers[2].units`), holds `value`. */
export function withValue<T>(base: T, place: string, value: unknown): T {
  const copy = structuredClone(base);
  const { parent, key } = find(copy, place);
  // Not by assignment, which would take the name "__proto__" for the prototype.
  Object.defineProperty(parent, key, { value, configurable: true, enumerable: true, writable: true });
  return copy;
}

/** A copy of a JSON value without the field at the place. */
export function without<T>(base: T, place: string): T {
  const copy = structuredClone(base);
  const { parent, key } = find(copy, place);
  Reflect.deleteProperty(parent, key);
  return copy;
}

function find(root: unknown, place: string): { parent: object; key: string } {
  const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
  const key = keys.pop() ?? '';
  let parent = root;
  for (const step of keys) parent = (parent as Record<string, unknown>)[step];
  if (typeof parent !== 'object' || parent === null) throw new Error(`There is no place ${place}.`);
  return { parent, key };
}
