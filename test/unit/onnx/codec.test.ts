import { Random } from '@shared/core/random.ts';
import * as attributes from '@shared/onnx/attributes.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { modelOf } from '@shared/onnx/model-of.ts';
import type { OnnxModel } from '@shared/onnx/onnx-model.ts';
import { numberTensor, tensorNumbers, tensorTexts, textTensor } from '@shared/onnx/tensors.ts';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { ONNX_PROTO } from '../../helpers/onnx-proto.ts';

const about = { producerVersion: '1.2.3', docString: 'What “it” is\nfor', metadata: { one: '1', ü: '' } };

/** A model with every kind of field, attribute and tensor, and a graph within a node. */
function wholeModel(): OnnxModel {
  const graph = new GraphBuilder('whole');
  const x = graph.input('x', 'float', ['N', 3], 'a row');
  const W = graph.numbers('W', 'float', [3, 2], [1, -2.5, 1e-30, 0, -0, 3e38]);
  const far = graph.numbers('far', 'int64', [5], [0, -1, 2 ** 40, -(2 ** 62), 2 ** 53]);
  const words = graph.texts('words', [2, 1], ['', 'ü\u{1F600}']);
  graph.numbers('precise', 'double', [], [Math.PI]);
  graph.numbers('flags', 'bool', [3], [1, 0, 1]);
  const z = graph.add('MatMul', [x, W]);
  const body = new GraphBuilder('body', graph);
  const inner = body.add('Relu', [body.input('z', 'float', [2])]);
  body.output(inner, 'float', [2]);
  const scanned = graph.add('Scan', [z], {
    name: 'scanned',
    attributes: [attributes.int('num_scan_inputs', 1), attributes.graph('body', body.finish())],
  });
  graph.addSeveral('Anything', [scanned, '', far, words], [graph.reserve('a'), graph.reserve('a')], {
    domain: 'its.own',
    attributes: [
      attributes.float('alpha', -0.5),
      attributes.ints('axes', [-1, 0, 300, 2 ** 40]),
      attributes.floats('list', [0, 1.5]),
      attributes.text('mode', 'ü'),
      attributes.texts('keys', ['', 'b']),
      attributes.tensor('value', numberTensor('v', 'int32', [2], [-5, 5])),
    ],
  });
  graph.output('a', 'double', [0, 7, '']);
  return modelOf(graph.finish('the graph'), about);
}

const root = protobuf.parse(ONNX_PROTO, { keepCase: false }).root;
const ModelProto = root.lookupType('onnx.ModelProto');

describe('bytes of an ONNX model', () => {
  it('are read back as they were written', () => {
    expect(decodeModel(encodeModel(wholeModel()))).toEqual(wholeModel());
  });

  it('are those that another encoder of protocol buffers writes and reads', () => {
    const bytes = encodeModel(wholeModel());
    const theirs = ModelProto.decode(bytes);
    expect(theirs.toJSON()).toMatchObject({
      irVersion: '8',
      opsetImport: [{ domain: '', version: '17' }].map(({ version }) => ({ version })),
      graph: { name: 'whole', input: [{ name: 'x', type: { tensorType: { elemType: 1 } } }] },
    });
    expect(decodeModel(Uint8Array.from(ModelProto.encode(theirs).finish()))).toEqual(wholeModel());
  });

  it('may hold numbers packed or one by one, in bytes or in lists by their type', () => {
    const tensors = [
      { dataType: 1, dims: [2], floatData: [0.5, -2] },
      { dataType: 11, dims: [2], doubleData: [0.5, -2] },
      { dataType: 7, dims: [2], int64Data: [1, -2] },
      { dataType: 6, dims: [2], int32Data: [1, -2] },
      { dataType: 9, dims: [2], int32Data: [1, 0] },
    ];
    const message = ModelProto.fromObject({ graph: { initializer: tensors } });
    const read = decodeModel(ModelProto.encode(message).finish()).graph.initializer;
    expect(read.map((tensor) => [...tensorNumbers(tensor)])).toEqual([
      [0.5, -2],
      [0.5, -2],
      [1, -2],
      [1, -2],
      [1, 0],
    ]);
  });

  it('may hold fields that Ninestep does not know', () => {
    // Field 200 as a number, as 8 bytes, as bytes and as 4 bytes; then an empty graph.
    const unknown = [
      0xc0, 0x0c, 5, 0xc1, 0x0c, 1, 2, 3, 4, 5, 6, 7, 8, 0xc2, 0x0c, 2, 9, 9, 0xc5, 0x0c, 1, 2, 3, 4,
    ];
    expect(decodeModel(Uint8Array.of(...unknown, 0x3a, 0)).graph.node).toEqual([]);
  });
});

describe('a file that is no ONNX model', () => {
  const deep = (levels: number): number[] => {
    // A graph in an attribute of a node of a graph, and so on.
    let inner: number[] = [];
    const wrap = (field: number, bytes: number[]) => [field * 8 + 2, ...lengthOf(bytes), ...bytes];
    for (let k = 0; k < levels; k++) inner = wrap(1, wrap(5, wrap(6, inner)));
    return wrap(7, inner);
  };
  const lengthOf = ({ length }: number[]) => (length < 128 ? [length] : [(length & 127) | 128, length >> 7]);

  it.each([
    ['nothing', [], 'INVALID_VALUE', /byte 0: .*no graph/],
    [
      'a text',
      [...new TextEncoder().encode('{"format": "x"}')],
      'INVALID_VALUE',
      /byte \d+: This is no ONNX/,
    ],
    ['one that ends in the middle', [0x3a, 10, 1], 'INVALID_VALUE', /byte 2: .*10 bytes .* where 1 /],
    ['a number without end', [8, ...Array<number>(12).fill(255)], 'INVALID_VALUE', /does not end/],
    ['a field with the number 0', [0, 1], 'INVALID_VALUE', /number 0/],
    ['a group', [0x3b], 'INVALID_VALUE', /way \(3\)|another kind/],
    ['a graph that is a number', [0x38, 1], 'INVALID_VALUE', /another kind/],
    ['one that nests without end', deep(30), 'TOO_DEEP', /nests deeper than the 32 levels/],
    ['one of too many empty nodes', manyNodes(2 ** 18), 'TOO_LARGE', /more parts than/],
  ])('is refused: %s', (_, bytes, code, message) => {
    expect(() => decodeModel(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }),
    );
  });

  it('never crashes the reader, however its bytes were changed', () => {
    const bytes = encodeModel(wholeModel());
    const random = new Random(Number(process.env.SEED ?? 7), 'onnx bytes');
    for (let round = 0; round < 2_000; round++) {
      const changed = Uint8Array.from(bytes.subarray(0, random.below(bytes.length + 1)));
      for (let k = random.below(4); k >= 0 && changed.length > 0; k--) {
        changed[random.below(changed.length)] = random.below(256);
      }
      try {
        decodeModel(changed).graph.initializer.forEach(readAny);
      } catch (error) {
        expect(error).toMatchObject({ name: 'AppError', at: expect.any(String) as unknown });
      }
    }
  });
});

function readAny(tensor: Parameters<typeof tensorNumbers>[0]): void {
  if (tensor.dataType === 8) tensorTexts(tensor);
  else tensorNumbers(tensor);
}

/** A graph of empty nodes, two bytes each. */
function manyNodes(count: number): number[] {
  const size = 2 * count;
  const length = [(size & 127) | 128, ((size >> 7) & 127) | 128, ((size >> 14) & 127) | 128, size >> 21];
  return [0x3a, ...length, ...Array.from({ length: size }, (_, k) => (k % 2 === 0 ? 0x0a : 0))];
}

describe('a tensor', () => {
  it('is read from wherever it lies in a file, also from a Buffer of Node', () => {
    const file = Buffer.concat([Buffer.alloc(3), encodeModel(wholeModel())]);
    const [weights] = decodeModel(file.subarray(3)).graph.initializer;
    expect([...tensorNumbers(weights!)]).toEqual([1, -2.5, 1e-30, 0, -0, 3e38].map(Math.fround));
  });

  it('gives its numbers and texts back', () => {
    expect([...tensorNumbers(numberTensor('t', 'int64', [2], [-(2 ** 40), 3]))]).toEqual([-(2 ** 40), 3]);
    expect([...tensorNumbers(numberTensor('t', 'float', [1, 2], [0.1, NaN]))]).toEqual([
      Math.fround(0.1),
      NaN,
    ]);
    expect(tensorTexts(textTensor('t', [2], ['a', '']))).toEqual(['a', '']);
  });

  const plain = numberTensor('weights', 'float', [2], [1, 2]);
  it.each([
    ['of another length than its shape', { ...plain, dims: [3] }, /"weights": .* has 2 values .* says 3/],
    ['of a shape below 0', { ...plain, dims: [-1, -2] }, /has 2 values/],
    ['in another file', { ...plain, dataLocation: 1 }, /another file/],
    ['of short floats', { ...plain, dataType: 10 }, /float16/],
    ['of an unheard-of type', { ...plain, dataType: 99 }, /type 99/],
    ['of texts', textTensor('weights', [1], ['x']), /string/],
  ])('is refused by name: %s', (_, tensor, message) => {
    expect(() => tensorNumbers(tensor)).toThrow(
      expect.objectContaining({
        code: 'INVALID_VALUE',
        at: 'weights',
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });
});
