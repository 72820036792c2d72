import type { OnnxNode } from '../../onnx/onnx-model.ts';
import type { Constant } from './constants.ts';
import type { Producers } from './output.ts';

/** A layer normalisation that is written as operators. */
interface FoundNormalization {
  readonly from: string;
  readonly epsilon: number;
}

export interface WrittenNormalizations {
  /** By the division that ends each. */
  readonly found: ReadonlyMap<OnnxNode, FoundNormalization>;
  /** Values that are centred before an operator that centres them anyway → the value as it was. */
  readonly centred: ReadonlyMap<string, string>;
  /** Nodes that are done with it. */
  readonly inside: ReadonlySet<OnnxNode>;
}

/**
 * (x − mean) / √(mean of (x − mean)² + ε), as exporters write it before opset 17; and the same operator over values that were
 * centred for its sake.
 */
export function layerNormalizations(
  nodes: readonly OnnxNode[],
  producers: Producers,
  constants: ReadonlyMap<string, Constant>,
): WrittenNormalizations {
  const found = new Map<OnnxNode, FoundNormalization>();
  const centred = new Map<string, string>();
  const inside = new Set<OnnxNode>();
  for (const node of nodes) {
    if (node.opType === 'LayerNormalization') {
      const value = node.input[0] ?? '';
      const parts = centringOf(value, producers);
      if (parts === null) continue;
      centred.set(value, parts.from);
      for (const part of parts.nodes) inside.add(part);
    } else if (node.opType === 'Div') {
      const whole = wholeOf(node, producers, constants);
      if (whole === null) continue;
      found.set(node, whole);
      for (const part of whole.nodes) inside.add(part);
    }
  }
  return { found, centred, inside };
}

/** x − mean of x, over the last axis. */
function centringOf(
  value: string | undefined,
  producers: Producers,
): { from: string; nodes: OnnxNode[] } | null {
  const sub = producers.get(value ?? '');
  const mean = producers.get(sub?.input[1] ?? '');
  const from = sub?.input[0];
  const isCentring = sub?.opType === 'Sub' && mean?.opType === 'ReduceMean' && mean.input[0] === from;
  return isCentring && from !== undefined ? { from, nodes: [sub, mean] } : null;
}

function wholeOf(
  { input }: OnnxNode,
  producers: Producers,
  constants: ReadonlyMap<string, Constant>,
): (FoundNormalization & { nodes: OnnxNode[] }) | null {
  const by = (name: string | undefined, ...opTypes: string[]): OnnxNode | undefined => {
    const node = producers.get(name ?? '');
    return node !== undefined && opTypes.includes(node.opType) ? node : undefined;
  };
  const top = centringOf(input[0], producers);
  const root = by(input[1], 'Sqrt');
  const sum = by(root?.input[0], 'Add');
  const epsilon = constants.get(sum?.input.find((name) => constants.has(name)) ?? '')?.numbers[0];
  const variance = by(
    sum?.input.find((name) => !constants.has(name)),
    'ReduceMean',
  );
  const square = by(variance?.input[0], 'Pow', 'Mul');
  const below = centringOf(square?.input[0], producers);
  if (top === null || below === null || root === undefined || sum === undefined || variance === undefined)
    return null;
  if (square === undefined || epsilon === undefined || top.from !== below.from) return null;
  if (!isSquare(square, constants)) return null;
  return { from: top.from, epsilon, nodes: [root, sum, variance, square, ...top.nodes, ...below.nodes] };
}

function isSquare({ opType, input }: OnnxNode, constants: ReadonlyMap<string, Constant>): boolean {
  if (opType === 'Mul') return input[0] === input[1];
  return constants.get(input[1] ?? '')?.numbers[0] === 2;
}
