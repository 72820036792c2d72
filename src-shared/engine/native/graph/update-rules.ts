import type { FirstOrderType } from '../../optimizers/update-rule.ts';
import type { Operators } from './operators.ts';

/** One tensor of parameters θ with its gradient g and what the optimizer remembers of it, all of one shape. */
interface UpdateValues {
  readonly theta: string;
  readonly g: string;
  readonly slots: readonly string[];
  /** The step's coefficients, one number each. */
  readonly c: readonly string[];
}

/** The new values. */
interface Updated {
  readonly theta: string;
  readonly slots: readonly string[];
}

type UpdateNodes = (o: Operators, values: UpdateValues) => Updated;

/**
 * Every first-order optimizer in ONNX nodes, each in as few passes over its tensors as its formula allows.
 *
 * Shapes: as in `UpdateValues`.
 * Source: the module of each optimizer in `engine/optimizers`, whose docstrings list the coefficients c.
 */
export const UPDATE_NODES: Readonly<Record<FirstOrderType, UpdateNodes>> = {
  sgd: (o, { theta, g, c }) => ({
    theta: o.subtract(theta, o.multiply(decayed(o, g, theta, c[1]!), c[0]!)),
    slots: [],
  }),
  momentum: (o, { theta, g, slots, c }) => {
    const v = o.add(o.multiply(slots[0]!, c[2]!), decayed(o, g, theta, c[1]!));
    return { theta: o.subtract(theta, o.multiply(v, c[0]!)), slots: [v] };
  },
  nesterov: (o, { theta, g, slots, c }) => {
    const d = decayed(o, g, theta, c[1]!);
    const v = o.add(o.multiply(slots[0]!, c[2]!), d);
    const step = o.multiply(o.add(d, o.multiply(v, c[2]!)), c[0]!);
    return { theta: o.subtract(theta, step), slots: [v] };
  },
  rmsprop: (o, { theta, g, slots, c }) => {
    const v = runningSquare(o, slots[0]!, g, c[1]!, c[2]!);
    return { theta: o.subtract(theta, byRoot(o, o.multiply(g, c[0]!), v, c[3]!)), slots: [v] };
  },
  adagrad: (o, { theta, g, slots, c }) => {
    const s = o.add(slots[0]!, o.multiply(g, g));
    return { theta: o.subtract(theta, byRoot(o, o.multiply(g, c[0]!), s, c[1]!)), slots: [s] };
  },
  adadelta: (o, { theta, g, slots, c }) => {
    const v = runningSquare(o, slots[0]!, g, c[1]!, c[2]!);
    const root = (squares: string) => o.squareRoot(o.add(squares, c[3]!));
    const delta = o.multiply(o.divide(root(slots[1]!), root(v)), g);
    const u = runningSquare(o, slots[1]!, delta, c[1]!, c[2]!);
    return { theta: o.subtract(theta, o.multiply(delta, c[0]!)), slots: [v, u] };
  },
  adam: (o, values) => {
    const { m, v } = moments(o, values, 1);
    return { theta: o.subtract(values.theta, adamStep(o, m, v, values)), slots: [m, v] };
  },
  amsgrad: (o, values) => {
    const { m, v } = moments(o, values, 1);
    const s = o.larger(values.slots[2]!, v);
    return { theta: o.subtract(values.theta, adamStep(o, m, s, values)), slots: [m, v, s] };
  },
  adamw: (o, values) => {
    const { theta, c } = values;
    const { m, v } = moments(o, values, 1);
    const decay = o.multiply(theta, c[6]!);
    return { theta: o.subtract(theta, o.add(adamStep(o, m, v, values), decay)), slots: [m, v] };
  },
  adamax: (o, { theta, g, slots, c }) => {
    const m = o.add(o.multiply(slots[0]!, c[1]!), o.multiply(g, c[2]!));
    const u = o.larger(o.multiply(slots[1]!, c[3]!), o.add(o.absolute(g), c[4]!));
    return { theta: o.subtract(theta, o.divide(o.multiply(m, c[0]!), u)), slots: [m, u] };
  },
  nadam: (o, values) => {
    const { theta, g, c } = values;
    const { m, v } = moments(o, values, 2);
    const along = o.add(o.multiply(g, c[0]!), o.multiply(m, c[1]!));
    return { theta: o.subtract(theta, byRoot(o, along, v, c[6]!)), slots: [m, v] };
  },
  radam: (o, values) => {
    const { theta, c } = values;
    const { m, v } = moments(o, values, 2);
    const rectified = byRoot(o, o.multiply(m, c[1]!), v, c[6]!);
    return { theta: o.subtract(theta, o.add(o.multiply(m, c[0]!), rectified)), slots: [m, v] };
  },
};

/** g + λ·θ. */
function decayed(o: Operators, g: string, theta: string, lambda: string): string {
  return o.add(g, o.multiply(theta, lambda));
}

/** m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², their four coefficients from place `first` on. */
function moments(o: Operators, { g, slots, c }: UpdateValues, first: number): { m: string; v: string } {
  const m = o.add(o.multiply(slots[0]!, c[first]!), o.multiply(g, c[first + 1]!));
  return { m, v: runningSquare(o, slots[1]!, g, c[first + 2]!, c[first + 3]!) };
}

/** v ← β·v + (1 − β)·g². */
function runningSquare(o: Operators, v: string, g: string, beta: string, rest: string): string {
  return o.add(o.multiply(v, beta), o.multiply(o.multiply(g, g), rest));
}

/** α′·m / (√s + ε′). */
function adamStep(o: Operators, m: string, s: string, { c }: UpdateValues): string {
  return byRoot(o, o.multiply(m, c[0]!), s, c[5]!);
}

/** x / (√s + ε). */
function byRoot(o: Operators, x: string, s: string, epsilon: string): string {
  return o.divide(x, o.add(o.squareRoot(s), epsilon));
}
