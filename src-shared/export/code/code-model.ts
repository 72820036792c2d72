import type { Activation } from '../../model/activations.ts';
import type { RawValue } from '../../model/column-catalog.ts';
import { cyclesOf } from '../../model/features.ts';
import type { GoldenCase, ModelFile, ModelInput, ModelOutput } from '../../model/model-file.ts';
import { hasGivenWeights } from '../has-given-weights.ts';
import { createCellReader } from '../read-cell.ts';

/* What the writers of source code have in common: what a model says, put the way a program needs it. */

/** Golden cases that a program carries for its self-test: few enough to be read. */
const CASES = 8;

/** Activations of a model that have to be written, each once. */
export function activationsOf({ layers }: Pick<ModelFile, 'layers'>): Activation[] {
  const used = layers.flatMap((layer) => ('activation' in layer ? [layer.activation] : []));
  return [...new Set(used)].filter((activation) => activation !== 'linear');
}

/** How a program tells the kinds of inputs apart. */
export type CodeKind = 'number' | 'date' | 'one-hot' | 'ordinal';

export function kindOf(input: ModelInput): CodeKind {
  if ('levels' in input) return input.encoding;
  return input.type === 'date' ? 'date' : 'number';
}

/** An input as a program holds it: JSON for JavaScript and, with other words for null, true and false, for Python. */
export function inputData(input: ModelInput): Record<string, unknown> {
  const { kind, shift, scale } = input.transform;
  const { missing } = input;
  return {
    name: input.name,
    kind: kindOf(input),
    ...('levels' in input ? { levels: input.levels } : {}),
    // Nothing was learned of a level without training rows.
    ...('levels' in input && input.encoding === 'one-hot'
      ? { seen: input.counts.map((count) => count > 0) }
      : {}),
    ...('levels' in input && input.encoding === 'one-hot' ? {} : { log: kind === 'log', shift, scale }),
    ...(input.type === 'date' ? { format: input.format, cycles: cyclesOf(input.parts) } : {}),
    ...(missing === undefined ? {} : { fill: fillOf(input), indicator: missing.indicator }),
  };
}

/** What stands in for a missing value, as the number that is scaled: of a level its place; null: none of them. */
export function fillOf(input: ModelInput): number | null {
  const fill = input.missing?.fill ?? null;
  return typeof fill === 'string' && 'levels' in input ? input.levels.indexOf(fill) : (fill as number | null);
}

export function outputData({ name, transform }: ModelOutput): Record<string, unknown> {
  const { kind, shift, scale } = transform;
  return { name, log: kind === 'log', shift, scale };
}

/** Where a model comes from. */
export function originInWords({ training }: Pick<ModelFile, 'training'>): string {
  if (training === null) return 'trained elsewhere and imported into Ninestep';
  return hasGivenWeights(training)
    ? 'with weights that were given to Ninestep'
    : `trained with Ninestep ${training.engine.version}`;
}

/**
 * The first of the golden cases, as every program reads cells: numbers, days, and the texts of levels. A test case may hold
 * "Dec 31, 1999", "$5", or 1 for the level "1.0", as only Ninestep itself reads them.
 */
export function casesOf({ goldenCases, inputs }: Pick<ModelFile, 'goldenCases' | 'inputs'>): GoldenCase[] {
  const readers = inputs.map(createCellReader);
  return goldenCases.slice(0, CASES).map((golden) => ({
    inputs: inputs.map((input, k) => plainCell(input, readers[k]!(golden.inputs[k]!))),
    outputs: golden.outputs,
  }));
}

function plainCell(input: ModelInput, value: number): RawValue {
  if ('levels' in input) return input.levels[value] ?? null;
  return Number.isNaN(value) ? null : value;
}

/** What an input takes, in words: "number, 0 to 100 in training". */
export function inputInWords(input: ModelInput): string {
  const missing = input.missing === undefined ? '' : '; may be missing';
  if ('levels' in input) {
    const shown = input.levels.slice(0, 6).map((level) => JSON.stringify(level));
    return `one of ${shown.join(', ')}${input.levels.length > shown.length ? ', …' : ''}${missing}`;
  }
  const { min, max } = input.range;
  if (input.type === 'date') return `date, or days since 1970-01-01${missing}`;
  return `number, ${String(min)} to ${String(max)} in training${missing}`;
}

/** Raw values for an example in a comment: those of the first golden case. */
export function exampleOf(model: Pick<ModelFile, 'goldenCases'>): GoldenCase | undefined {
  return model.goldenCases[0];
}

/**
 * Text in one line of a comment, whatever it holds; the comment may stand in a script of a page. Characters that turn the
 * direction of writing are left out: they make the code behind them look like other code.
 */
export function commentText(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .replaceAll('*/', '* /')
    .replaceAll(/<(?=[/!])/g, '< ');
}
