import type { OnnxNode } from '../onnx-model.ts';
import { elementTypeName } from '../tensors.ts';
import { attributeOf, floatOf, intOf } from '../read-attributes.ts';
import {
  type NumberValue,
  numbersAt,
  numberValue,
  type Operator,
  refused,
  tableDims,
  type Value,
} from './value.ts';

/* Operators that move columns of tables, or change what their elements are. */

/** Columns of a table by their places; or, of a list, the elements that a table of places names. */
const gather: Operator = (node, inputs) => {
  const [from] = inputs;
  if (from === undefined) throw refused(node, 'an input is left out');
  const places = numbersAt(node, inputs, 1);
  if (from.dims.length === 1 && intOf(node, 'axis', 0) === 0) {
    return [taken(from, places.dims, Array.from(places.data))];
  }
  if (intOf(node, 'axis', 0) !== 1 || places.dims.length !== 1) throw refused(node, 'it takes no columns');
  const [rows, columns] = tableDims(node, from);
  const width = places.data.length;
  const all = Array.from({ length: rows * width }, (_, k) => {
    return Math.floor(k / width) * columns + places.data[k % width]!;
  });
  return [taken(from, [rows, width], all)];
};

function taken(from: Value, dims: readonly number[], places: readonly number[]): Value {
  if (from.type === 'string') return { type: 'string', dims, data: places.map((place) => from.data[place]!) };
  return numberValue(
    from.type,
    dims,
    places.map((place) => from.data[place]!),
  );
}

const concat: Operator = (node, inputs) => {
  if (intOf(node, 'axis', 0) !== 1) throw refused(node, 'it does not put columns side by side');
  const tables = inputs.map((_, k) => numbersAt(node, inputs, k));
  const widths = tables.map((table) => tableDims(node, table)[1]);
  const rows = tables[0]!.dims[0]!;
  const data = Array.from({ length: rows }, (_, n) =>
    tables.flatMap((table, k) =>
      Array.from({ length: widths[k]! }, (_unused, c) => table.data[n * widths[k]! + c]!),
    ),
  ).flat();
  return [numberValue(tables[0]!.type, [rows, data.length / Math.max(rows, 1)], data)];
};

const split: Operator = (node, inputs) => {
  if (intOf(node, 'axis', 0) !== 1) throw refused(node, 'it does not take columns apart');
  const table = numbersAt(node, inputs, 0);
  const [rows, columns] = tableDims(node, table);
  let from = 0;
  return Array.from(numbersAt(node, inputs, 1).data, (width) => {
    const first = from;
    from += width;
    const places = Array.from({ length: rows * width }, (_, k) => {
      return Math.floor(k / width) * columns + first + (k % width);
    });
    return taken(table, [rows, width], places);
  });
};

const cast: Operator = (node, inputs) => {
  const { dims, data } = numbersAt(node, inputs, 0);
  const to = elementTypeName(intOf(node, 'to', 0)) as NumberValue['type'] | 'string';
  if (to === 'string') throw refused(node, 'it makes texts of numbers');
  const change =
    to === 'bool' ? (x: number) => Number(x !== 0) : to.includes('int') ? Math.trunc : (x: number) => x;
  return [numberValue(to, dims, Float64Array.from(data, change))];
};

/** Texts → the numbers that go with them. */
const labelEncoder: Operator = (node, inputs) => {
  const [value] = inputs;
  if (value?.type !== 'string') throw refused(node, 'its input holds no texts');
  const keys = attributeOf(node, 'keys_strings')?.strings ?? [];
  const values = attributeOf(node, 'values_floats')?.floats;
  if (values?.length !== keys.length) throw refused(node, 'it gives no number for each text');
  const known = new Map(keys.map((key, k) => [key, values[k]!]));
  const otherwise = floatOf(node, 'default_float', 0);
  return [
    numberValue(
      'float',
      value.dims,
      value.data.map((text) => known.get(text) ?? otherwise),
    ),
  ];
};

function same(node: OnnxNode, [value]: readonly (Value | undefined)[]): Value[] {
  if (value === undefined) throw refused(node, 'its input is left out');
  return [value];
}

export const COLUMN_OPERATORS: Readonly<Record<string, Operator>> = {
  Cast: cast,
  Concat: concat,
  Dropout: same,
  Gather: gather,
  Identity: same,
  'ai.onnx.ml.LabelEncoder': labelEncoder,
  Split: split,
};
