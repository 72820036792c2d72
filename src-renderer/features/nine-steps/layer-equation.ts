import { activationOf, type LayerShape } from '@shared/model/network.ts';
import type { LayerTrace, StepCheck } from '@shared/model/nine-steps.ts';
import type { StepNumber } from '@shared/nine-steps/steps.ts';

/** A matrix of an equation, or a sign between two. */
export type EquationPart =
  | { kind: 'sign'; text: string }
  | {
      kind: 'matrix';
      name: string;
      rows: number;
      columns: number;
      value: (row: number, column: number) => number;
      columnName?: (column: number) => string;
      rowName?: (row: number) => string;
      isParameters: boolean;
      /** Whether NaN only says that there is nothing to compare with. */
      hasGaps?: boolean;
    };
export interface EquationLine {
  key: string;
  /** What it is about, for a screen reader. */
  label: string;
  parts: EquationPart[];
}

/** One layer with its numbers, and what its inputs and units are called where they have names. */
export interface NamedLayer {
  readonly shape: LayerShape;
  readonly trace: LayerTrace;
  readonly inputName: (input: number) => string;
  readonly unitName: (unit: number) => string;
}

/** What gradients from differences are called. */
const NUMERIC = 'by differences';

/** What a step does in a layer, written with its own numbers. Steps 5 to 8. */
export function layerEquation(step: StepNumber, layer: NamedLayer, check: StepCheck | null): EquationLine[] {
  const { shape, trace } = layer;
  switch (step) {
    case 5:
      return parameterLine('parameters', layer, [['', trace.parameters]]);
    case 6:
      return forwardLines(shape, trace);
    case 7:
      return backwardLines(layer, check?.layer === trace.layer ? check : null);
    default:
      return updateLines(layer);
  }
}

function forwardLines(shape: LayerShape, trace: LayerTrace): EquationLine[] {
  const k = trace.layer + 1;
  const after: EquationPart[] =
    activationOf(shape) === 'linear' ? [] : [sign('→'), sign('f'), sign('→'), vector(`a${k}`, trace.a)];
  return [
    { key: 'forward', label: 'Forward through the layer', parts: [...preActivation(shape, trace), ...after] },
  ];
}

function preActivation(shape: LayerShape, trace: LayerTrace): EquationPart[] {
  const k = trace.layer + 1;
  const input = vector(`a${k - 1}`, trace.input);
  const z = vector(activationOf(shape) === 'linear' ? `z${k} = a${k}` : `z${k}`, trace.z);
  switch (shape.type) {
    case 'dense': {
      const { W, b } = ofDense(shape, trace, trace.parameters);
      return [W, sign('·'), input, sign('+'), b, sign('='), z];
    }
    case 'dropout':
      return [vector(`m${k}`, trace.mask!), sign('⊙'), input, sign('='), z];
    case 'residual':
      return [input, sign('+'), vector(`a${k - 1 - shape.over}`, trace.source!), sign('='), z];
    case 'batch-normalization':
    case 'layer-normalization': {
      const { mean, variance, normalized } = trace.moments!;
      const { units } = trace;
      return [
        input,
        vector('μ', mean),
        vector('σ²', variance),
        sign('→'),
        vector(`x̂${k}`, normalized),
        sign('⊙'),
        vector(`γ${k}`, trace.parameters.subarray(0, units)),
        sign('+'),
        vector(`β${k}`, trace.parameters.subarray(units)),
        sign('='),
        z,
      ];
    }
  }
}

function backwardLines(layer: NamedLayer, check: StepCheck | null): EquationLine[] {
  const { trace } = layer;
  const k = trace.layer + 1;
  const dZ = vector(`dz${k}`, trace.dZ);
  const slope: EquationPart[] = trace.slope === null ? [] : [sign('⊙'), vector(`f′(z${k})`, trace.slope)];
  const first: EquationPart[] =
    trace.dA === null
      ? [dZ]
      : [vector(`da${k}`, trace.dA), ...slope, sign(trace.slope === null ? '→' : '='), dZ];
  const lines: EquationLine[] = [{ key: 'dz', label: 'Back through the activation', parts: first }];
  const numeric: readonly (readonly [string, Float64Array])[] =
    check === null ? [] : [[NUMERIC, spreadOut(check, trace)]];
  return [...lines, ...parameterLine('gradients', layer, [['d', trace.gradients], ...numeric])];
}

function updateLines(layer: NamedLayer): EquationLine[] {
  const { trace } = layer;
  const change = trace.updated.map((value, index) => value - trace.parameters[index]!);
  return parameterLine('update', layer, [
    ['before', trace.parameters],
    ['+ change', change],
    ['= after', trace.updated],
  ]);
}

/** Values of the compared parameters at their places; NaN for those that were not. */
function spreadOut({ indices, numeric }: StepCheck, { gradients }: LayerTrace): Float64Array {
  const all = new Float64Array(gradients.length).fill(NaN);
  indices.forEach((index, k) => {
    all[index] = numeric[k]!;
  });
  return all;
}

/** All parameters of a layer side by side: W with b as its last column, or γ and β. */
function parameterLine(
  key: string,
  layer: NamedLayer,
  versions: readonly (readonly [string, Float64Array])[],
): EquationLine[] {
  const { shape, trace } = layer;
  if (shape.parameters === 0) return [];
  const k = trace.layer + 1;
  const name = shape.type === 'dense' ? `W${k}, b${k}` : `γ${k}, β${k}`;
  return [
    {
      key,
      label: `The layer’s parameters: ${key}`,
      parts: versions.map(([prefix, values]) => ({
        ...joined(versionName(name, prefix), layer, values),
        hasGaps: prefix === NUMERIC,
      })),
    },
  ];
}

function versionName(name: string, prefix: string): string {
  if (prefix === '') return name;
  return prefix === 'd' ? name.replace(/(^|, )/g, '$1d') : `${name} ${prefix}`;
}

function joined(
  name: string,
  { shape, trace, inputName, unitName }: NamedLayer,
  values: Float64Array,
): Extract<EquationPart, { kind: 'matrix' }> {
  const { units } = trace;
  const columns = values.length / units;
  const last = columns - 1;
  const heads = shape.type === 'dense' ? inputName : () => 'γ';
  return {
    kind: 'matrix',
    name,
    rows: units,
    columns,
    value: (row, column) => values[column === last ? last * units + row : row * last + column]!,
    columnName: (column) => (column === last ? (shape.type === 'dense' ? 'bias' : 'β') : heads(column)),
    rowName: unitName,
    isParameters: true,
  };
}

function ofDense(shape: LayerShape, trace: LayerTrace, values: Float64Array) {
  const k = trace.layer + 1;
  const { units } = trace;
  const { inputs } = shape;
  const W: EquationPart = {
    kind: 'matrix',
    name: `W${k}`,
    rows: units,
    columns: inputs,
    value: (row, column) => values[row * inputs + column]!,
    isParameters: true,
  };
  return { W, b: vector(`b${k}`, values.subarray(units * inputs)) };
}

function vector(name: string, values: Float64Array): EquationPart {
  return {
    kind: 'matrix',
    name,
    rows: values.length,
    columns: 1,
    value: (row) => values[row]!,
    isParameters: false,
  };
}

function sign(text: string): EquationPart {
  return { kind: 'sign', text };
}
