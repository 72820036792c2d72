import { quote } from '../../core/text.ts';
import { LIMITS } from '../../core/limits.ts';
import type { OnnxNode } from '../../onnx/onnx-model.ts';
import { attributeOf, floatOf, intOf } from '../../onnx/read-attributes.ts';
import type { Matrix } from '../fold.ts';
import { refuseFile, refuseLayer } from '../foreign-model.ts';
import { type Constant, requireConstant } from './constants.ts';
import type { Step } from './steps.ts';

type Constants = ReadonlyMap<string, Constant>;

/** A node that is a layer, or scaling unit by unit → its step. Throws MODEL_UNSUPPORTED with its name for all others. */
export function stepOf(node: OnnxNode, to: string, at: string, constants: Constants): Step {
  const own = { to, at };
  switch (node.opType) {
    case 'Gemm':
      return { ...own, kind: 'dense', ...gemm(node, at, constants) };
    case 'MatMul':
      return {
        ...own,
        kind: 'dense',
        from: valueIn(node, 0, constants, at),
        W: weights(node, 1, constants, at, true),
        b: null,
      };
    case 'Add':
    case 'Mul':
    case 'Sub':
    case 'Div':
      return affineOrSum(node, own, constants);
    case 'Scaler': {
      const [offset, scale] = [
        attributeOf(node, 'offset')?.floats ?? [0],
        attributeOf(node, 'scale')?.floats ?? [1],
      ];
      return { ...own, kind: 'scaler', from: valueIn(node, 0, constants, at), offset, scale };
    }
    case 'PRelu':
      return {
        ...own,
        kind: 'leaky',
        from: valueIn(node, 0, constants, at),
        slopes: numbers(node, 1, constants, at),
      };
    case 'Softmax':
      requireLastAxis(node, at);
      return { ...own, kind: 'softmax', from: valueIn(node, 0, constants, at) };
    case 'BatchNormalization':
      return { ...own, kind: 'batch-normalization', ...batchNormalization(node, at, constants) };
    case 'LayerNormalization':
      requireLastAxis(node, at);
      return { ...own, kind: 'layer-normalization', ...layerNormalization(node, at, constants) };
    default:
      return refuseLayer(
        at,
        `Ninestep has no layer for the operator ${quote(node.opType)}${domainIn(node)}.${wayOut(node)}`,
      );
  }
}

function domainIn({ domain }: OnnxNode): string {
  return domain === '' ? '' : ` of ${quote(domain)}`;
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  LogSoftmax: ' Export the network with softmax at the output, or with the values before it.',
  Conv: ' It has fully connected layers only.',
  IsNaN: ' A network that fills missing values or looks up levels comes back whole as Ninestep JSON.',
};

function wayOut({ opType }: OnnxNode): string {
  return Object.hasOwn(WAYS_OUT, opType) ? WAYS_OUT[opType]! : '';
}

/** A·B + C, with weights of [inputs, units] or turned. */
function gemm(
  node: OnnxNode,
  at: string,
  constants: Constants,
): { from: string; W: Matrix; b: number[] | null } {
  if (intOf(node, 'transA', 0) !== 0)
    refuseLayer(at, 'It turns the rows of its input, which Ninestep does not.');
  const alpha = floatOf(node, 'alpha', 1);
  const beta = floatOf(node, 'beta', 1);
  const W = weights(node, 1, constants, at, intOf(node, 'transB', 0) === 0);
  const bias = (node.input[2] ?? '') === '' ? null : spread(numbers(node, 2, constants, at), W.length, at);
  return {
    from: valueIn(node, 0, constants, at),
    W: alpha === 1 ? W : W.map((row) => row.map((weight) => alpha * weight)),
    b: bias === null || beta === 1 ? bias : bias.map((own) => beta * own),
  };
}

/** The matrix of a constant as [units][inputs]; `isTurned`: the file has it as [inputs, units]. */
function weights(node: OnnxNode, place: number, constants: Constants, at: string, isTurned: boolean): Matrix {
  const { dims, numbers: flat } = requireConstant(constants, node.input[place] ?? '', at);
  const [rows = 0, columns = 0] = dims;
  if (dims.length !== 2 || rows < 1 || columns < 1 || rows * columns !== flat.length) {
    refuseLayer(at, `Its weights have the shape ${quote(dims.join('×'))}; a dense layer has inputs × units.`);
  }
  const [units, inputs] = isTurned ? [columns, rows] : [rows, columns];
  if (units > LIMITS.units || inputs > LIMITS.units)
    refuseLayer(at, `It is wider than the ${String(LIMITS.units)} units that Ninestep takes.`);
  const numberAt = (o: number, i: number) => flat[isTurned ? i * columns + o : o * columns + i]!;
  return Array.from({ length: units }, (_, o) =>
    Array.from({ length: inputs }, (_input, i) => numberAt(o, i)),
  );
}

function affineOrSum(node: OnnxNode, own: { to: string; at: string }, constants: Constants): Step {
  const [first = '', second = ''] = node.input;
  const isFirst = constants.has(first);
  if (!isFirst && !constants.has(second)) {
    if (node.opType === 'Add') return { ...own, kind: 'sum', a: first, b: second };
    return refuseLayer(
      own.at,
      'It puts two values together that are not the same one. Ninestep has sums alone for that.',
    );
  }
  const by = vectorIn(constants.get(isFirst ? first : second)!, own.at);
  const from = isFirst ? second : first;
  switch (node.opType) {
    case 'Add':
      return { ...own, kind: 'affine', from, act: 'add', by };
    case 'Mul':
      return { ...own, kind: 'affine', from, act: 'multiply', by };
    case 'Sub':
      if (!isFirst) return { ...own, kind: 'affine', from, act: 'add', by: by.map((number) => -number) };
      break;
    default:
      if (!isFirst && by.every((number) => number !== 0))
        return { ...own, kind: 'affine', from, act: 'divide', by };
  }
  return refuseLayer(
    own.at,
    'It takes or divides the other way round, or by 0, for which Ninestep has no layer.',
  );
}

function batchNormalization(node: OnnxNode, at: string, constants: Constants) {
  if (intOf(node, 'training_mode', 0) !== 0)
    refuseLayer(at, 'The network was exported in training mode. Export it for inference.');
  return {
    from: valueIn(node, 0, constants, at),
    gamma: numbers(node, 1, constants, at),
    beta: numbers(node, 2, constants, at),
    mean: numbers(node, 3, constants, at),
    variance: numbers(node, 4, constants, at),
    epsilon: floatOf(node, 'epsilon', 1e-5),
  };
}

function layerNormalization(node: OnnxNode, at: string, constants: Constants) {
  const hasShift = (node.input[2] ?? '') !== '';
  return {
    from: valueIn(node, 0, constants, at),
    gamma: numbers(node, 1, constants, at),
    beta: hasShift ? numbers(node, 2, constants, at) : null,
    epsilon: floatOf(node, 'epsilon', 1e-5),
  };
}

/** A row is one list of values, so that the last axis is 1 or −1. */
function requireLastAxis(node: OnnxNode, at: string): void {
  const axis = attributeOf(node, 'axis')?.i ?? -1;
  if (axis !== 1 && axis !== -1) refuseLayer(at, 'Ninestep knows one axis beside the rows.');
}

function valueIn(node: OnnxNode, place: number, constants: Constants, at: string): string {
  const name = node.input[place] ?? '';
  if (name !== '' && !constants.has(name)) return name;
  return refuseLayer(at, 'It does not take a value of the network where one belongs.');
}

function numbers(node: OnnxNode, place: number, constants: Constants, at: string): number[] {
  return vectorIn(requireConstant(constants, node.input[place] ?? '', at), at);
}

/** [n] or [1, n]: the same for each row. */
function vectorIn({ dims, numbers: flat }: Constant, at: string): number[] {
  if (dims.every((length, k) => length === 1 || k === dims.length - 1)) return Array.from(flat);
  return refuseLayer(at, `It takes numbers of the shape ${quote(dims.join('×'))}, others for each row.`);
}

function spread(values: readonly number[], units: number, at: string): number[] {
  if (values.length === units) return [...values];
  if (values.length === 1) return Array.from({ length: units }, () => values[0]!);
  return refuseFile(at, `Its bias has ${String(values.length)} numbers for ${String(units)} units.`);
}
