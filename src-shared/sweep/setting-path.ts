import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';

/** A step of a path: the name of a field, the place in a list, or an item of a list by its own name. */
export type PathStep = { field: string } | { place: number } | { named: string };

const STEP = /^(?:\.?(\w+)|\[(\d{1,6})\]|\[("(?:[^"\\]|\\.)*")\])/;

/** `network.layers[0].units`, `data.columns["age"].role` → its steps. Throws INVALID_VALUE where it is no such path. */
export function readPath(path: string): PathStep[] {
  const steps: PathStep[] = [];
  let rest = path;
  while (rest !== '') {
    const match = STEP.exec(rest);
    const step = match === null ? null : stepOf(match);
    if (match === null || step === null) throw noPath(path);
    steps.push(step);
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function stepOf([whole, field, place, named]: RegExpExecArray): PathStep | null {
  if (field !== undefined) return { field };
  if (place !== undefined) return { place: Number(place) };
  try {
    return { named: JSON.parse(named ?? whole) as string };
  } catch {
    return null;
  }
}

function noPath(path: string): AppError {
  return new AppError(
    'INVALID_VALUE',
    `${quote(path)} is no path of a setting. Write it as in training.optimizer.learningRate, network.layers[0].units ` +
      'or data.columns["age"].scaling.',
    { at: path },
  );
}

/** What stands at the end of a path; undefined where there is nothing. Only a value's own fields are looked at. */
export function valueAt(value: unknown, steps: readonly PathStep[]): unknown {
  return steps.reduce<unknown>((inside, step) => {
    if (typeof inside !== 'object' || inside === null) return undefined;
    const key = keyOf(inside, step);
    return key !== null && Object.hasOwn(inside, key) ? (inside as Record<string, unknown>)[key] : undefined;
  }, value);
}

/**
 * The same value with another one at the end of a path; `undefined` takes the field away. What leads there is copied, the
 * rest is shared. Everything but the last step must exist.
 */
export function withValueAt(value: unknown, steps: readonly PathStep[], next: unknown): unknown {
  const [step, ...others] = steps;
  if (step === undefined) return next;
  if (typeof value !== 'object' || value === null) throw new Error('The path leads into a plain value.');
  const key = keyOf(value, step);
  if (key === null) throw new Error('The path leads past the end of a list.');
  const inner = withValueAt((value as Record<string, unknown>)[key], others, next);
  if (Array.isArray(value)) return (value as unknown[]).map((item, k) => (String(k) === key ? inner : item));
  const { [key]: _, ...rest } = value as Record<string, unknown>;
  return inner === undefined ? rest : { ...value, [key]: inner };
}

function keyOf(value: object, step: PathStep): string | null {
  if (!Array.isArray(value)) return 'field' in step ? step.field : null;
  if ('place' in step) return step.place < value.length ? String(step.place) : null;
  if (!('named' in step)) return null;
  const found = (value as { name?: unknown }[]).findIndex((item) => item.name === step.named);
  return found < 0 ? null : String(found);
}
