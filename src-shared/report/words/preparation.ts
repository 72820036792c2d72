import { formatNumber } from '../../core/text.ts';
import { cyclesOf } from '../../model/features.ts';
import type { ModelInput, ModelOutput, Transform } from '../../model/model-file.ts';
import { listText } from '../figure-text.ts';

/** Levels that are named; of more it is told how many. */
const LEVELS_NAMED = 8;

/** How an input column becomes the values that the network takes, as a formula with its fitted numbers. */
export function inputPreparation(input: ModelInput): string {
  return [valuesOf(input), missingText(input)].filter((text) => text !== '').join('; ');
}

function valuesOf(input: ModelInput): string {
  if (!('levels' in input)) {
    const scaled = scaledText(input.transform, input.type === 'date' ? 'days' : 'x');
    if (input.type !== 'date') return scaled;
    const cycles = cyclesOf(input.parts);
    return cycles.length === 0 ? scaled : `${scaled}; sine and cosine of the place in ${listText(cycles)}`;
  }
  const levels = listText(input.levels, LEVELS_NAMED);
  return input.encoding === 'one-hot'
    ? `one-hot: ${levels}`
    : `${scaledText(input.transform, 'place of the level')}: ${levels}`;
}

function missingText({ missing }: ModelInput): string {
  if (missing === undefined) return '';
  const fill =
    typeof missing.fill === 'number' ? formatNumber(missing.fill) : (missing.fill ?? 'none of the levels');
  return `missing as ${fill}${missing.indicator ? ', marked' : ''}`;
}

/** What the network learned to answer for a target column. */
export function outputPreparation(outputs: readonly [ModelOutput, ...ModelOutput[]]): string {
  const [{ class: ofClass, transform }] = outputs;
  if (ofClass === undefined) return scaledText(transform, 'y');
  return ofClass.otherwise === undefined
    ? `one-hot: ${listText(
        outputs.map(({ name, class: own }) => own?.level ?? name),
        LEVELS_NAMED,
      )}`
    : `1 for ${ofClass.level}, 0 for ${ofClass.otherwise}`;
}

/** "(x − 5.843) / 0.8281" */
function scaledText({ kind, shift, scale }: Transform, name: string): string {
  const value = kind === 'log' ? `sign(${name}) · ln(1 + |${name}|)` : name;
  if (shift === 0 && scale === 1) return value === name ? 'it is' : value;
  const shifted = shift === 0 ? value : `${value} ${shift < 0 ? '+' : '−'} ${formatNumber(Math.abs(shift))}`;
  if (scale === 1) return shifted;
  return `${shift === 0 ? shifted : `(${shifted})`} / ${formatNumber(scale)}`;
}
