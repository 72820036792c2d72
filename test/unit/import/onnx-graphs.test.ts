import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { Random } from '@shared/core/random.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { readModel } from '@shared/import/read-model.ts';
import { float, floats, int, ints, texts } from '@shared/onnx/attributes.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { largestDifference, noFilesBeside } from '../../helpers/imported-models.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

/** ONNX Runtime computes these in float32. */
const TOLERANCE = 2e-5;
const INPUTS = 4;

/** A graph over one row of four numbers, with what its exporters are used to write. */
class Written extends GraphBuilder {
  private readonly random = new Random(5, 'weights of a graph');
  readonly x: string;

  constructor() {
    super('main_graph');
    this.x = this.input('features', 'float', ['batch', INPUTS]);
  }

  drawn(wish: string, ...dims: number[]): string {
    const count = dims.reduce((product, length) => product * length, 1);
    return this.numbers(
      wish,
      'float',
      dims,
      Array.from({ length: count }, () => Math.fround(0.6 * this.random.normal())),
    );
  }

  single(value: number): string {
    return this.scalar(Math.fround(value), 'float');
  }

  vector(wish: string, values: number[]): string {
    return this.numbers(wish, 'float', [values.length], values.map(Math.fround));
  }

  /** As PyTorch and Keras 3 write it. */
  gemm(x: string, inputs: number, units: number): string {
    const attributes = [float('alpha', 1), float('beta', 1), int('transB', 1)];
    return this.add('Gemm', [x, this.drawn('weight', units, inputs), this.drawn('bias', units)], {
      attributes,
    });
  }

  /** As tf2onnx and skl2onnx write it. */
  matMul(x: string, inputs: number, units: number): string {
    const product = this.add('MatMul', [x, this.drawn('kernel', inputs, units)]);
    return this.add('Add', [product, this.drawn('intercepts', 1, units)]);
  }

  answer(value: string, units: number): void {
    this.output(value, 'float', ['batch', units]);
  }
}

/** Each gives the value and the number of its answers. */
const GRAPHS: Record<string, (g: Written) => [string, number]> = {
  'matrix products, their bias and ReLU': (g) => [g.matMul(g.add('Relu', [g.matMul(g.x, 4, 6)]), 6, 2), 2],
  'a scaler of scikit-learn before them': (g) => {
    const scaler = [floats('offset', [100, -3, 0.5, 7]), floats('scale', [0.05, 0.5, 10, 0.33])];
    return [g.gemm(g.add('Scaler', [g.x], { domain: 'ai.onnx.ml', attributes: scaler }), 4, 2), 2];
  },
  'scaling by Sub and Div before, by Mul and Add behind': (g) => {
    const centred = g.add('Sub', [g.x, g.vector('mean', [1, 2, 3, 4])]);
    const scaled = g.add('Div', [centred, g.vector('std', [2, 3, 4, 0.5])]);
    const z = g.matMul(g.add('Tanh', [g.matMul(scaled, 4, 5)]), 5, 1);
    return [g.add('Add', [g.add('Mul', [z, g.single(12.5)]), g.single(300)]), 1];
  },
  'scaling between layers': (g) => {
    const a = g.add('Sigmoid', [g.gemm(g.x, 4, 5)]);
    const scaled = g.add('Mul', [g.add('Add', [a, g.vector('by', [1, 2, 3, 4, 5])]), g.single(0.5)]);
    return [g.gemm(scaled, 5, 2), 2];
  },
  'batch normalisation behind a layer, and taken apart': (g) => {
    const parts = [
      g.vector('g', [1, 0.5, 2, 1]),
      g.vector('b', [0, 1, 0, -1]),
      g.vector('m', [0.1, 0, 0.3, 0]),
      g.vector('v', [1, 2, 0.5, 1]),
    ];
    const normal = g.add('BatchNormalization', [g.gemm(g.x, 4, 4), ...parts], {
      attributes: [float('epsilon', 1e-3)],
    });
    const apart = g.add('Add', [
      g.add('Mul', [g.matMul(g.add('Relu', [normal]), 4, 3), g.vector('k', [2, 3, 4])]),
      g.vector('s', [1, 2, 3]),
    ]);
    return [g.gemm(g.add('Relu', [apart]), 3, 2), 2];
  },
  'layer normalisation as one operator': (g) => {
    const z = g.gemm(g.x, 4, 5);
    const own = g.add('LayerNormalization', [z, g.drawn('scale', 5), g.drawn('shift', 5)], {
      attributes: [int('axis', -1)],
    });
    return [g.gemm(g.add('Relu', [own]), 5, 2), 2];
  },
  'a sum around layers': (g) => {
    const first = g.add('Relu', [g.gemm(g.x, 4, 5)]);
    const second = g.gemm(g.add('Relu', [g.gemm(first, 5, 5)]), 5, 5);
    return [g.gemm(g.add('Relu', [g.add('Add', [second, first])]), 5, 2), 2];
  },
  'a sum with the inputs themselves': (g) => [g.gemm(g.add('Add', [g.gemm(g.x, 4, 4), g.x]), 4, 1), 1],
  'what only passes values on': (g) => {
    const shape = g.numbers('shape', 'int64', [2], [-1, 4]);
    const flat = g.add('Reshape', [g.add('Flatten', [g.add('Identity', [g.x])]), shape]);
    const dropped = g.add('Dropout', [g.gemm(flat, 4, 5)]);
    return [g.gemm(g.add('Cast', [dropped], { attributes: [int('to', 1)] }), 5, 2), 2];
  },
  'SiLU and Mish as operators': (g) => {
    const z = g.gemm(g.x, 4, 5);
    const silu = g.gemm(g.add('Mul', [z, g.add('Sigmoid', [z])]), 5, 5);
    return [g.gemm(g.add('Mul', [silu, g.add('Tanh', [g.add('Softplus', [silu])])]), 5, 2), 2];
  },
  'GELU as operators, the halves first': (g) => {
    const z = g.gemm(g.x, 4, 5);
    const share = g.add('Add', [g.add('Erf', [g.add('Div', [z, g.single(Math.SQRT2)])]), g.single(1)]);
    return [g.gemm(g.add('Mul', [g.add('Mul', [z, g.single(0.5)]), share]), 5, 2), 2];
  },
  'ReLU as Max and as Clip': (g) => {
    const a = g.add('Max', [g.gemm(g.x, 4, 5), g.single(0)]);
    return [g.gemm(g.add('Clip', [g.gemm(a, 5, 5), g.single(0)]), 5, 2), 2];
  },
  'one activation behind another': (g) => [
    g.gemm(g.add('Relu', [g.add('Tanh', [g.gemm(g.x, 4, 5)])]), 5, 2),
    2,
  ],
  'a leaky ReLU of its own slope for each unit': (g) => {
    const slope = g.vector('slope', [0.1, -0.2, 0.3, 0, 1]);
    return [g.gemm(g.add('PRelu', [g.gemm(g.x, 4, 5), slope]), 5, 2), 2];
  },
};

describe('ONNX graphs in the ways exporters write them', () => {
  it.each(Object.entries(GRAPHS))('%s: the model answers as ONNX Runtime does', async (_name, write) => {
    const graph = new Written();
    const [value, units] = write(graph);
    graph.answer(value, units);
    const { rows, found } = await answersOf(graph);
    expect(largestDifference(found, await runtimeAnswers(graph, value, rows, units))).toBeLessThan(TOLERANCE);
  });

  it('a classifier of scikit-learn: its label and the other class follow from one probability', async () => {
    const graph = new Written();
    const p = graph.add('Sigmoid', [graph.matMul(graph.add('Relu', [graph.matMul(graph.x, 4, 5)]), 5, 1)]);
    const both = graph.add('Concat', [graph.add('Sub', [graph.single(1), p]), p], {
      attributes: [int('axis', 1)],
    });
    const classes = graph.texts('classes', [2], ['no', 'yes']);
    const place = graph.add('ArgMax', [both], { attributes: [int('axis', 1), int('keepdims', 0)] });
    graph.output(graph.add('ArrayFeatureExtractor', [classes, place], { domain: 'ai.onnx.ml' }), 'string', [
      'batch',
    ]);
    graph.answer(both, 2);
    const { model, rows, found } = await answersOf(graph);
    expect(model.task).toBe('binary');
    expect(model.outputs.map(({ class: own }) => own)).toEqual([
      { column: 'class', level: 'yes', otherwise: 'no' },
    ]);
    const wanted = await runtimeAnswers(graph, both, rows, 2);
    expect(
      largestDifference(
        found,
        wanted.map(([, yes]) => [yes!]),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it('a map of classes to probabilities names the classes', async () => {
    const graph = new Written();
    const p = graph.add('Softmax', [graph.matMul(graph.x, 4, 3)]);
    const labels = [texts('classlabels_strings', ['setosa', 'versicolor', 'virginica'])];
    graph.answer(graph.add('ZipMap', [p], { domain: 'ai.onnx.ml', attributes: labels }), 3);
    const { model } = await answersOf(graph);
    expect(model.task).toBe('multiclass');
    expect(model.outputs.map(({ class: own }) => own?.level)).toEqual(['setosa', 'versicolor', 'virginica']);
  });

  it('one input a column, each scaled by itself, keeps the names of the columns', async () => {
    const graph = new GraphBuilder('columns');
    const columns = ['age', 'height'].map((name, k) => {
      const x = graph.input(name, 'float', ['batch', 1]);
      return graph.add('Div', [
        graph.add('Sub', [x, graph.scalar(40 * (k + 1), 'float')]),
        graph.scalar(2 + k, 'float'),
      ]);
    });
    const row = graph.add('Concat', columns, { attributes: [int('axis', 1)] });
    const weights = graph.numbers('w', 'float', [2, 1], [2, -1]);
    graph.output(graph.add('MatMul', [row, weights]), 'float', ['batch', 1]);
    const { model } = await readModel({ bytes: bytesOf(graph), base: 'net', readBeside: noFilesBeside });
    expect(model.inputs.map(({ name, transform }) => [name, transform.shift, transform.scale])).toEqual([
      ['age', 40, 2],
      ['height', expect.closeTo(80, 9), expect.closeTo(3, 12)],
    ]);
    expect(createPredictor(model)([44, 86])[0]).toBeCloseTo(2 * 2 - 2, 12);
  });

  it.each<[string, (g: Written) => string, string]>([
    ['a convolution', (g) => g.add('Conv', [g.x, g.drawn('w', 2, 2)]), '"Conv"'],
    ['a recurrent layer', (g) => g.add('LSTM', [g.x, g.drawn('w', 2, 2)]), '"LSTM"'],
    [
      'ReLU that is cut off',
      (g) => g.gemm(g.add('Clip', [g.gemm(g.x, 4, 4), g.single(0), g.single(6)]), 4, 1),
      'Clip',
    ],
    [
      'a function that Ninestep does not have',
      (g) => g.gemm(g.add('HardSwish', [g.gemm(g.x, 4, 4)]), 4, 1),
      'HardSwish',
    ],
    ['a product of two ways', (g) => g.add('Mul', [g.gemm(g.x, 4, 4), g.gemm(g.x, 4, 4)]), 'Mul'],
    ['layers beside layers', (g) => g.add('Add', [g.gemm(g.x, 4, 4), g.gemm(g.x, 4, 4)]), 'Gemm'],
    ['log-probabilities', (g) => g.add('LogSoftmax', [g.gemm(g.x, 4, 4)]), '"LogSoftmax"'],
    [
      'a tree of scikit-learn',
      (g) => g.add('TreeEnsembleRegressor', [g.x], { domain: 'ai.onnx.ml', attributes: [ints('a', [1])] }),
      '"TreeEnsembleRegressor" of "ai.onnx.ml"',
    ],
  ])('refuses %s by its name', async (_what, write, name) => {
    const graph = new Written();
    graph.answer(write(graph), 1);
    const refused = await rejectionOf(
      readModel({ bytes: bytesOf(graph), base: 'net', readBeside: noFilesBeside }),
    );
    expect(refused.code).toBe('MODEL_UNSUPPORTED');
    expect(refused.message).toContain(name);
  });

  it('names what a file calls by characters that a terminal acts on, without them', async () => {
    const graph = new Written();
    graph.answer(graph.add('Gemm', [graph.x, '7.we\u0007iht'], { name: '/7\u001b[2J' }), 1);
    const refused = await rejectionOf(
      readModel({ bytes: bytesOf(graph), base: 'net', readBeside: noFilesBeside }),
    );
    expect(refused.message).toContain('"7.we\\u0007iht"');
    expect(refused.message).not.toMatch(/\p{Cc}/u);
  });
});

it.each([
  ['a table as text', 'sepal,petal\n5.1,1.4\n', /a text, perhaps a table.*Data stage.*ninestep train/],
  ['a Parquet table', 'PAR1\u0015\u0004', /a Parquet table.*Data stage/],
  ['a ZIP archive, as Excel saves tables', 'PK\u0003\u0004', /Excel.*Data stage/],
])('%s is no model, and says where it is opened', async (_what, text, message) => {
  const bytes = new TextEncoder().encode(text);
  const refused = await rejectionOf(readModel({ bytes, base: 'iris', readBeside: noFilesBeside }));
  expect(refused.code).toBe('MODEL_UNSUPPORTED');
  expect(refused.message).toMatch(message);
});

function bytesOf(graph: GraphBuilder): Uint8Array {
  const model = modelOf(graph.finish(), { producerVersion: 'test', docString: '', metadata: {} });
  return encodeModel({
    ...model,
    opsetImport: [
      { domain: '', version: 18 },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    irVersion: 8,
  });
}

async function answersOf(graph: GraphBuilder) {
  const { model } = await readModel({ bytes: bytesOf(graph), base: 'net', readBeside: noFilesBeside });
  verifyModel(parseModelFile(JSON.parse(JSON.stringify(model))));
  const rows = Array.from({ length: 12 }, (_, n) =>
    Array.from({ length: INPUTS }, (_input, i) => Math.fround(2 * Math.sin(3 * n + i))),
  );
  const predict = createPredictor(model);
  return { model, rows, found: rows.map((row) => predict(row)) };
}

async function runtimeAnswers(
  graph: GraphBuilder,
  value: string,
  rows: number[][],
  units: number,
): Promise<number[][]> {
  const session = await ort.InferenceSession.create(bytesOf(graph), { logSeverityLevel: 3 });
  const features = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, INPUTS]);
  const answers = (await session.run({ features }, [value]))[value]!;
  const flat = Array.from(answers.data as Float32Array);
  await session.release();
  return rows.map((_, n) => flat.slice(n * units, (n + 1) * units));
}
