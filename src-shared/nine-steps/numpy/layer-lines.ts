import { activationOf, type LayerShape } from '../../model/network.ts';
import { activationBackward, activationForward } from './activation-lines.ts';

/*
 * The few lines of NumPy that take a batch through a layer and back. Names as in the article: A0 are the scaled inputs,
 * and layer k (from 1) has Wk, bk, Zk, Ak; all matrices [units, N], a sample a column.
 */

/** What a layer's parameters are called, in the order in which the machine lays them out. */
export function parameterNames(shape: LayerShape, k: number): string[] {
  if (shape.parameters === 0) return [];
  return shape.type === 'dense' ? [`W${k}`, `b${k}`] : [`gamma${k}`, `beta${k}`];
}

/** A(k − 1) → Zk and Ak. */
export function forwardLines(shape: LayerShape, k: number): string[] {
  const Z = `Z${k}`;
  return [...preActivation(shape, k, Z), ...activationForward(activationOf(shape), `A${k}`, Z)];
}

function preActivation(shape: LayerShape, k: number, Z: string): string[] {
  const input = `A${k - 1}`;
  switch (shape.type) {
    case 'dense':
      return [`${Z} = W${k} @ ${input} + b${k}`];
    case 'dropout':
      return [`${Z} = M${k} * ${input}`];
    case 'residual':
      return [`${Z} = ${input} + A${k - 1 - shape.over}`];
    case 'batch-normalization':
    case 'layer-normalization':
      return [
        `s${k} = np.sqrt(${input}.var(${alongOf(shape)}) + ${shape.epsilon})`,
        `X${k} = (${input} - ${input}.mean(${alongOf(shape)})) / s${k}`,
        `${Z} = gamma${k} * X${k} + beta${k}`,
      ];
  }
}

/** Batch normalisation takes a unit's samples together, layer normalisation a sample's units. */
function alongOf({ type }: LayerShape): string {
  return `axis=${type === 'batch-normalization' ? 1 : 0}, keepdims=True`;
}

/** How the gradient of a layer's outputs is known: by Z, as the cross-entropies give it, or by A. */
export interface BackwardOptions {
  readonly startsAtZ: boolean;
  /** Places of the signals that already have a gradient to be added to. */
  readonly known: ReadonlySet<number>;
}

/** dAk (or dZk) → the layer's gradients and those of what went into it. */
export function backwardLines(shape: LayerShape, k: number, { startsAtZ, known }: BackwardOptions): string[] {
  const names = { dZ: `dZ${k}`, dA: `dA${k}`, Z: `Z${k}`, A: `A${k}` };
  const first = startsAtZ ? [] : [activationBackward(activationOf(shape), names)];
  const to = (signal: number, gradient: string, isKnown = known.has(signal)) =>
    signal === 0 ? [] : [`dA${signal} ${isKnown ? '+=' : '='} ${gradient}`];
  switch (shape.type) {
    case 'dense':
      return [
        ...first,
        `dW${k} = dZ${k} @ A${k - 1}.T`,
        `db${k} = dZ${k}.sum(axis=1, keepdims=True)`,
        ...penaltyGradient(shape, k),
        ...to(k - 1, `W${k}.T @ dZ${k}`),
      ];
    case 'dropout':
      return [...first, ...to(k - 1, `M${k} * dZ${k}`)];
    case 'residual': {
      const source = k - 1 - shape.over;
      // A copy: what is added to one of them later must not change the other.
      return [...first, ...to(k - 1, `dZ${k}.copy()`), ...to(source, `dZ${k}.copy()`)];
    }
    case 'batch-normalization':
    case 'layer-normalization':
      return [...first, ...normalizationBackward(shape, k), ...to(k - 1, normalizationGradient(shape, k))];
  }
}

function penaltyGradient({ l1, l2 }: Extract<LayerShape, { type: 'dense' }>, k: number): string[] {
  if (l1 === 0 && l2 === 0) return [];
  const terms = [...(l1 === 0 ? [] : [`${l1} * np.sign(W${k})`]), ...(l2 === 0 ? [] : [`${l2} * W${k}`])];
  return [`dW${k} += ${terms.join(' + ')}`];
}

function normalizationBackward(_shape: LayerShape, k: number): string[] {
  return [
    `dgamma${k} = (dZ${k} * X${k}).sum(axis=1, keepdims=True)`,
    `dbeta${k} = dZ${k}.sum(axis=1, keepdims=True)`,
    `dX${k} = gamma${k} * dZ${k}`,
  ];
}

function normalizationGradient(shape: LayerShape, k: number): string {
  const mean = (what: string) => `${what}.mean(${alongOf(shape)})`;
  return `(dX${k} - ${mean(`dX${k}`)} - X${k} * ${mean(`(dX${k} * X${k})`)}) / s${k}`;
}

/** The signals, by their places, that a layer hands its gradient to. */
function signalsInto(shape: LayerShape, k: number): number[] {
  return shape.type === 'residual' ? [k - 1, k - 1 - shape.over] : [k - 1];
}

/** For each layer, which signals have a gradient already when the way back comes to it. */
export function knownGradients(shapes: readonly LayerShape[]): ReadonlySet<number>[] {
  const known = new Set<number>();
  const before: ReadonlySet<number>[] = [];
  for (let k = shapes.length; k >= 1; k--) {
    before[k - 1] = new Set(known);
    for (const signal of signalsInto(shapes[k - 1]!, k)) known.add(signal);
  }
  return before;
}
