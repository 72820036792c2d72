import { float, floats, texts } from '../../onnx/attributes.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { TABLE_DOMAIN } from '../../onnx/model-of.ts';
import type { ModelInput } from '../../model/model-file.ts';
import { unscaleValue } from '../../data/transforms.ts';
import { fillOf, inputInWords } from '../code/code-model.ts';
import { MOST_DAYS } from '../read-cell.ts';
import { cast, columns, largestOfRow, row, sideBySide } from './arithmetic.ts';

/** The raw values of all columns side by side, [N, K] in float64: numbers, days, and the places of levels. */
export interface RawValues {
  /** With the fill of each column where a value is missing. */
  readonly filled: string;
  /** Whether it is: [N, K] of bool. */
  readonly isMissing: string;
  /** Whether the model has no use for the row, since a value is missing that must be there: [N, 1] of bool. */
  readonly isRefused: string | null;
}

/** Each column as an input of the graph: [N, 1] of double, of string where it has levels. */
export function takeInputs(graph: GraphBuilder, inputs: readonly ModelInput[]): string[] {
  return inputs.map((input) => {
    const type = 'levels' in input ? 'string' : 'double';
    return graph.input(input.name, type, ['N', 1], inputInWords(input));
  });
}

/** What lies in the columns, which `takeInputs` gave names. */
export function rawValues(
  graph: GraphBuilder,
  inputs: readonly ModelInput[],
  names: readonly string[],
): RawValues {
  const raw = sideBySide(
    graph,
    inputs.map((input, k) => ('levels' in input ? placeOfLevel(graph, names[k]!, input.levels) : names[k]!)),
    'raw',
  );
  // Neither NaN nor an infinity is at most the largest number.
  const known = graph.add(
    'LessOrEqual',
    [graph.add('Abs', [raw]), row(graph, 'largest', inputs.map(largestOf))],
    { name: 'is_known' },
  );
  const isMissing = graph.add('Not', [known], { name: 'is_missing' });
  const filled = graph.add('Where', [known, raw, row(graph, 'fill', inputs.map(fillNumber))], {
    name: 'filled',
  });
  return { filled, isMissing, isRefused: refusal(graph, inputs, isMissing) };
}

/** The place of a text among the levels, 0 first; NaN for every other text. */
function placeOfLevel(graph: GraphBuilder, value: string, levels: readonly string[]): string {
  const place = graph.add('LabelEncoder', [value], {
    name: `${value} as place`,
    domain: TABLE_DOMAIN,
    attributes: [
      texts('keys_strings', levels),
      floats(
        'values_floats',
        levels.map((_, k) => k),
      ),
      float('default_float', NaN),
    ],
  });
  return cast(graph, place, 'double', `${value} as number`);
}

function largestOf(input: ModelInput): number {
  return input.type === 'date' ? MOST_DAYS : Number.MAX_VALUE;
}

/** No place of a level, so that one-hot gives 0 for each. */
const NO_LEVEL = -1;

/** What stands in for a missing value. Rows that are refused are computed as well, so something must. */
function fillNumber(input: ModelInput): number {
  const fill = fillOf(input);
  if (fill !== null) return fill;
  const isOneHot = 'levels' in input && input.encoding === 'one-hot';
  return isOneHot ? NO_LEVEL : unscaleValue(input.transform, 0);
}

function refusal(graph: GraphBuilder, inputs: readonly ModelInput[], isMissing: string): string | null {
  const needed = inputs.flatMap(({ missing }, k) => (missing === undefined ? [k] : []));
  if (needed.length === 0) return null;
  const own = columns(graph, isMissing, inputs.length, needed, 'needed_is_missing');
  const any = largestOfRow(graph, cast(graph, own, 'float', 'needed_is_missing_as_number'), 'any_is_missing');
  return graph.add('Greater', [any, graph.scalar(0, 'float')], { name: 'is_refused' });
}
