import * as attributes from '@shared/onnx/attributes.ts';
import { describeModel } from '@shared/onnx/describe-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';
import type { OnnxAttribute, OnnxGraph } from '@shared/onnx/onnx-model.ts';
import { runGraph } from '@shared/onnx/run/run-graph.ts';
import { describe, expect, it } from 'vitest';
import { loadOnnxRuntime, runInOnnxRuntime } from '../../../src-main/service/onnx-runtime.ts';

const runtime = await loadOnnxRuntime();
const about = { producerVersion: '1.2.3', docString: '', metadata: { task: 'regression' } };
/** Three rows of one column. */
const X = [-1.5, 0.25, 2];

/** One operator on a column of three rows and on constants, given as their values and shapes. */
function graphOf(
  opType: string,
  constants: readonly { dims: number[]; values: number[] }[] = [],
  own: readonly OnnxAttribute[] = [],
): OnnxGraph {
  const graph = new GraphBuilder(opType);
  const x = graph.input('x', 'double', ['N', 1]);
  const others = constants.map(({ dims, values }, k) =>
    graph.numbers(`c${String(k)}`, 'double', dims, values),
  );
  graph.output(graph.add(opType, [x, ...others], { name: 'y', attributes: own }), 'double', ['N', 'C']);
  return graph.finish();
}

function runHere(graph: OnnxGraph): number[] {
  const x = { type: 'double', dims: [X.length, 1], data: X } as const;
  return Array.from(runGraph(graph, new Map([['x', x]])).get('y')!.data, Number);
}

const pair = { dims: [2], values: [2, -1] };
const OPERATORS: [string, OnnxGraph, number[]][] = [
  ['adds a number a column', graphOf('Add', [pair]), [0.5, -2.5, 2.25, -0.75, 4, 1]],
  ['raises', graphOf('Pow', [{ dims: [], values: [2] }]), [2.25, 0.0625, 4]],
  ['takes roots', graphOf('Sqrt'), [NaN, 0.5, Math.SQRT2]],
  [
    'multiplies matrices',
    graphOf('MatMul', [{ dims: [1, 2], values: [1, -2] }]),
    [-1.5, 3, 0.25, -0.5, 2, -4],
  ],
  [
    'multiplies matrices turned around, scaled and shifted',
    graphOf(
      'Gemm',
      [{ dims: [2, 1], values: [1, -2] }, pair],
      [attributes.int('transB', 1), attributes.float('alpha', 2), attributes.float('beta', 0.5)],
    ),
    [-2, 5.5, 1.5, -1.5, 5, -8.5],
  ],
  [
    'multiplies a matrix turned around',
    graphOf('Gemm', [{ dims: [3, 1], values: [1, 1, 1] }], [attributes.int('transA', 1)]),
    [0.75],
  ],
  ['compares', graphOf('Max', [{ dims: [1], values: [0] }]), [0, 0.25, 2]],
];

describe('a graph', () => {
  it.each(OPERATORS)('%s', (_, graph, expected) => {
    expect(runHere(graph)).toEqual(expected);
  });

  it.skipIf(runtime === null).each(OPERATORS)('%s, as ONNX Runtime does', async (_, graph, expected) => {
    const run = runInOnnxRuntime(runtime!, encodeModel(modelOf(graph, about)));
    expect((await run(new Map([['x', X]]))).get('y')).toEqual(expected);
  });

  it.each([
    ['an operator that it does not know', graphOf('Conv'), /Conv: y: .* none of the operators/],
    [
      'shapes that do not go together',
      graphOf('Add', [{ dims: [2, 2], values: [1, 2, 3, 4] }]),
      /\[3, 1\] and \[2, 2\]/,
    ],
    ['matrices that do not', graphOf('MatMul', [{ dims: [2, 1], values: [1, 2] }]), /1 and 2 long/],
    ['another axis', graphOf('Softmax', [], [attributes.int('axis', 0)]), /along the columns/],
    ['a vector for a table', graphOf('MatMul', [{ dims: [1], values: [1] }]), /1 dimensions is no table/],
  ])('refuses %s, naming the node', (_, graph, message) => {
    expect(() => runHere(graph)).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', message: expect.stringMatching(message) as unknown }),
    );
  });

  it('names its values apart, those of a graph in one of its nodes, too', () => {
    const graph = new GraphBuilder('names');
    const inner = new GraphBuilder('inner', graph);
    expect([graph.reserve('a'), inner.reserve('a'), graph.reserve('a')]).toEqual(['a', 'a_2', 'a_3']);
    expect(graph.scalar(0.5)).toBe(graph.scalar(0.5));
    expect(graph.scalar(0.5, 'float')).not.toBe(graph.scalar(0.5));
  });

  it('is described line by line', () => {
    const graph = new GraphBuilder('small');
    const x = graph.input('x', 'float', ['N', 2], 'a row');
    const W = graph.numbers('W', 'float', [5, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const z = graph.add('Gemm', [x, W, ''], { name: 'z', attributes: [attributes.int('transB', 1)] });
    graph.output(graph.add('Cast', [z], { name: 'y', attributes: [attributes.int('to', 11)] }), 'double', [
      'N',
      5,
    ]);
    expect(describeModel(modelOf(graph.finish(), about)))
      .toBe(`ONNX model "small": IR version 8, opset 17, by Ninestep 1.2.3

Metadata
  task: regression

Inputs
  x: float [N, 2] (a row)

Outputs
  y: double [N, 5]

Constants (1)
  W: float [5, 2] = 1, 2, 3, 4, 5, 6, 7, 8, …

Nodes (2)
  z = Gemm(x, W, –) transB=1
  y = Cast(z) to=double
`);
  });
});
