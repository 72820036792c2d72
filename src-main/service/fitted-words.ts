import type { PreparedData, PreparedInput, PreparedTarget } from '@shared/data/prepared-data.ts';
import { formatNumber, quote } from '@shared/core/text.ts';
import type { FittedColumnView } from '@shared/ipc/table-contract.ts';
import { cyclesOf, inputFeatures, targetFeatures } from '@shared/model/features.ts';
import type { ModelInput, ModelOutput, Transform } from '@shared/model/model-file.ts';

const MS_PER_DAY = 86_400_000;

/** How every input and target is prepared, with the numbers that were fitted on the training rows, for a person to read. */
export function fittedColumns({
  inputs,
  targets,
}: Pick<PreparedData, 'inputs' | 'targets'>): FittedColumnView[] {
  return [...inputs.map(inputInWords), ...targets.map(targetInWords)];
}

function inputInWords({ name, column, fitted }: PreparedInput): FittedColumnView {
  return {
    name,
    role: 'input',
    formula: inputFormula(fitted),
    fill: fillInWords(fitted),
    features: inputFeatures(column).map((feature) => feature.name),
  };
}

function inputFormula(input: ModelInput): string {
  switch (input.type) {
    case 'date': {
      const cycles = cyclesOf(input.parts);
      const ofDays = transformInWords(input.transform, 'days since 1970-01-01');
      return cycles.length === 0 ? ofDays : `${ofDays}; sine and cosine of the ${cycles.join(', ')}`;
    }
    case 'boolean':
      return `1 for ${quote(input.levels[1])}, 0 for ${quote(input.levels[0])}`;
    case 'category':
      return input.encoding === 'one-hot'
        ? '1 for the level of the row, 0 for each other level'
        : transformInWords(input.transform, 'place of the level');
    default:
      return transformInWords(input.transform, 'x');
  }
}

function targetInWords({ name, column, fitted }: PreparedTarget): FittedColumnView {
  return {
    name,
    role: 'target',
    formula: targetFormula(fitted),
    fill: null,
    features: targetFeatures(column).map((feature) => feature.name),
  };
}

function targetFormula([first, ...others]: readonly ModelOutput[]): string {
  if (first === undefined) return '';
  if (first.class === undefined) return transformInWords(first.transform, 'y');
  return others.length > 0
    ? '1 for the level of the row, 0 for each other level'
    : `1 for ${quote(first.class.level)}, 0 for ${quote(first.class.otherwise)}`;
}

function transformInWords({ kind, shift, scale }: Transform, what: string): string {
  const value = kind === 'log' ? `sign(${what}) · ln(1 + |${what}|)` : what;
  const sign = shift < 0 ? '+' : '−';
  const shifted = shift === 0 ? value : `(${value} ${sign} ${formatNumber(Math.abs(shift))})`;
  return scale === 1 ? shifted : `${shifted} / ${formatNumber(scale)}`;
}

/** Null where rows without a value are left out. */
function fillInWords(input: ModelInput): string | null {
  if (input.missing === undefined) return null;
  const { fill } = input.missing;
  if (fill === null) return 'none of the levels';
  if (typeof fill === 'string') return quote(fill);
  return input.type === 'date' ? new Date(fill * MS_PER_DAY).toISOString().slice(0, 10) : formatNumber(fill);
}
