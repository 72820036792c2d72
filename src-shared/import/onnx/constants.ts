import { quote } from '../../core/text.ts';
import { type OnnxGraph, type OnnxNode, type OnnxTensor, ELEMENT_TYPES } from '../../onnx/onnx-model.ts';
import { tensorNumbers } from '../../onnx/tensors.ts';
import { attributeOf } from '../../onnx/read-attributes.ts';
import { refuseFile } from '../foreign-model.ts';

/** Numbers that stand in the file; the last of `dims` is counted fastest. */
export interface Constant {
  readonly dims: readonly number[];
  readonly numbers: Float64Array;
}

/** Operators that leave the numbers of a constant as they are; only what is one list of numbers is asked of them. */
const RESHAPING = new Set(['Identity', 'Cast', 'Reshape', 'Unsqueeze', 'Squeeze', 'Flatten']);

/** All values of a graph that do not depend on its inputs, by name, as far as the layers of a network need them. */
export function constantsOf(graph: OnnxGraph): Map<string, Constant> {
  const found = new Map<string, Constant>();
  for (const tensor of graph.initializer) if (tensor.name !== '') addTensor(found, tensor.name, tensor);
  for (const node of graph.node) addConstant(found, node);
  return found;
}

/** Texts are labels, which are looked for where they are needed. */
function addTensor(found: Map<string, Constant>, name: string, tensor: OnnxTensor): void {
  if (tensor.dataType === ELEMENT_TYPES.string) return;
  found.set(name, { dims: tensor.dims, numbers: tensorNumbers(tensor) });
}

function addConstant(found: Map<string, Constant>, node: OnnxNode): void {
  const [output = ''] = node.output;
  const [input = ''] = node.input;
  if (node.opType === 'Constant') {
    addValue(found, output, node);
    return;
  }
  const constant = found.get(input);
  if (constant === undefined) return;
  if (RESHAPING.has(node.opType)) found.set(output, dimsOf(node, constant, found));
  if (node.opType === 'Transpose' && constant.dims.length === 2) found.set(output, turned(constant));
}

function addValue(found: Map<string, Constant>, output: string, node: OnnxNode): void {
  const value = attributeOf(node, 'value');
  if (value?.t !== undefined) {
    addTensor(found, output, value.t);
    return;
  }
  const single = attributeOf(node, 'value_float')?.f ?? attributeOf(node, 'value_int')?.i;
  const list = attributeOf(node, 'value_floats')?.floats ?? attributeOf(node, 'value_ints')?.ints;
  if (single !== undefined) found.set(output, { dims: [], numbers: Float64Array.of(single) });
  else if (list !== undefined) found.set(output, { dims: [list.length], numbers: Float64Array.from(list) });
}

/** The shape that Reshape gives where it says it whole; of the others nobody asks. */
function dimsOf(node: OnnxNode, { dims, numbers }: Constant, found: ReadonlyMap<string, Constant>): Constant {
  const shape = node.opType === 'Reshape' ? found.get(node.input[1] ?? '') : undefined;
  const given = Array.from(shape?.numbers ?? [NaN]);
  const isWhole = given.every((length) => length > 0);
  const count = given.reduce((product, length) => product * length, 1);
  return { dims: isWhole && count === numbers.length ? given : dims, numbers };
}

function turned({ dims, numbers }: Constant): Constant {
  const [rows = 0, columns = 0] = dims;
  const turnedNumbers = new Float64Array(numbers.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) turnedNumbers[c * rows + r] = numbers[r * columns + c]!;
  }
  return { dims: [columns, rows], numbers: turnedNumbers };
}

/** The constant of a name; `at` says who needs it. */
export function requireConstant(
  constants: ReadonlyMap<string, Constant>,
  name: string,
  at: string,
): Constant {
  return (
    constants.get(name) ??
    refuseFile(at, `It takes ${quote(name)} for weights, which is no constant of the file.`)
  );
}
