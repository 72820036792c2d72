import { cyclesOf } from '../../model/features.ts';
import type { Activation } from '../../model/activations.ts';
import type { GoldenCase, ModelFile, ModelInput, ModelOutput } from '../../model/model-file.ts';

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
  return training === null
    ? 'trained elsewhere and imported into Ninestep'
    : `trained with Ninestep ${training.engine.version}`;
}

/** The first of the golden cases. */
export function casesOf({ goldenCases }: Pick<ModelFile, 'goldenCases'>): GoldenCase[] {
  return goldenCases.slice(0, CASES);
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

/** Text in one line of a comment, whatever it holds; the comment may stand in a script of a page. */
export function commentText(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    // What turns the direction of writing makes the code behind it look like other code.
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .replaceAll('*/', '* /')
    .replaceAll(/<(?=[/!])/g, '< ');
}
