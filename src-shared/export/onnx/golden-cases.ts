import type { GoldenCase, ModelFile, ModelInput } from '../../model/model-file.ts';
import type { RawValue } from '../../model/column-catalog.ts';
import { createCellReader } from '../read-cell.ts';

/** What the graph takes for a cell: a number or days, NaN where it is missing; of a column with levels a text. */
export type GraphCell = number | string;

/** Raw cells of one row → what the inputs of the graph take, in their order. Throws INVALID_VALUE as the predictor does. */
export function createGraphCells({
  inputs,
}: Pick<ModelFile, 'inputs'>): (cells: readonly RawValue[]) => GraphCell[] {
  const readers = inputs.map(createCellReader);
  return (cells) => inputs.map((input, k) => graphCell(input, readers[k]!(cells[k]!)));
}

/** '' is missing unless it is a level; then another text that is none must stand for it. */
function graphCell(input: ModelInput, value: number): GraphCell {
  if (!('levels' in input)) return value;
  return input.levels[value] ?? unknownLevel(input.levels);
}

function unknownLevel(levels: readonly string[]): string {
  let text = '';
  while (levels.includes(text)) text += '?';
  return text;
}

/** Golden cases as the graph takes them; JSON has no NaN, so null is a missing number. */
export function graphCases(
  model: Pick<ModelFile, 'inputs'>,
  cases: readonly GoldenCase[],
): { inputs: (GraphCell | null)[]; outputs: number[] }[] {
  const read = createGraphCells(model);
  return cases.map(({ inputs, outputs }) => ({
    inputs: read(inputs).map((cell) => (Number.isNaN(cell) ? null : cell)),
    outputs,
  }));
}
