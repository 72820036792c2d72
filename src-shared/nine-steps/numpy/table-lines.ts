import type { DataSpec, FormulaSource } from '../../model/data-catalog.ts';
import type { NineStepsTrace, StepFeature } from '../../model/nine-steps.ts';
import { inputScaling, targetScaling } from './data-lines.ts';

/*
 * Steps 1 to 4 as they are for a whole table: a row of X for each input, a column for each row of the table. Where NumPy
 * itself can draw the data, as the article does, they run as they stand.
 */

export function seedLines({ source }: DataSpec): string[] {
  return [
    'import numpy as np',
    source.kind === 'formula' && isOfNumpy(source)
      ? `np.random.seed(${source.seed})`
      : '# drawn by Ninestep’s own generator from these seeds',
  ];
}

export function tableLines({ source }: DataSpec): string[] {
  if (source.kind !== 'formula') return ['X.shape, Y_raw.shape  # a column for each row of the table'];
  const names = Object.keys(source.inputs);
  const targets = Object.values(source.targets).map(inNumpy);
  if (!isOfNumpy(source)) {
    return [
      `${tuple(names)} = X`,
      ...Object.entries(source.targets).map(([name, text]) => `# ${name} = ${text}`),
    ];
  }
  return [...drawLines(source), `${tuple(names)} = X`, `Y_raw = np.array([${targets.join(', ')}])`];
}

export function splitLines(
  { split }: DataSpec,
  { rows, dropped }: Pick<NineStepsTrace, 'rows' | 'dropped'>,
): string[] {
  const { train, validation, test } = rows;
  const ends = [train, train + validation, train + validation + test] as const;
  const isPlain = split.order === 'as-is' && split.crossValidation === undefined && dropped === 0;
  return [
    isPlain ? `order = np.arange(${ends[2]})` : '# order: as the split of the data says, by its own seed',
    `train = order[:${ends[0]}]`,
    ...(validation === 0 ? [] : [`validation = order[${ends[0]}:${ends[1]}]`]),
    ...(test === 0 ? [] : [`test = order[${ends[1]}:${ends[2]}]`]),
  ];
}

export function scalingLines(inputs: readonly StepFeature[], targets: readonly StepFeature[]): string[] {
  return [
    ...fitLines(inputs, 'X', 'shift', 'scale'),
    ...inputScaling(inputs),
    ...fitLines(targets, 'Y_raw', 'target_shift', 'target_scale'),
    ...targetScaling(targets),
  ];
}

/** How shift and scale are found, where every value is standardised; else they are as the table beside says. */
function fitLines(features: readonly StepFeature[], raw: string, shift: string, scale: string): string[] {
  if (!features.every(({ transform }) => transform?.kind === 'standard')) return [];
  return [
    `${shift} = ${raw}[:, train].mean(axis=1, keepdims=True)`,
    `${scale} = ${raw}[:, train].std(axis=1, keepdims=True)`,
  ];
}

/** Whether NumPy draws the same rows and computes the same targets. */
function isOfNumpy({ generator, noise, inputs, targets }: FormulaSource): boolean {
  const names = Object.keys(inputs);
  return (
    generator === 'numpy-legacy' &&
    noise === 0 &&
    names.every((name) => /^[a-zA-Z_]\w*$/.test(name) && !PYTHON_WORDS.has(name)) &&
    Object.values(targets).every((text) => !FOREIGN.test(text) && mentionsOnly(text, names))
  );
}

/** Names that mean something else in Python, or in these lines. */
const PYTHON_WORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield True False None np X Y_raw'.split(
    ' ',
  ),
);
/** What NumPy writes or rounds otherwise. */
const FOREIGN = /&&|\|\||!|%|\?|\b(min|max|round|pow)\b/;
const FUNCTIONS = ['abs', 'sqrt', 'exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'floor', 'sign', 'pi', 'e'];

function mentionsOnly(text: string, names: readonly string[]): boolean {
  const words = text.replace(/\b\d[\d.]*(e[+-]?\d+)?/gi, '').match(/[a-zA-Z_]\w*/g) ?? [];
  return words.every((word) => names.includes(word) || FUNCTIONS.includes(word));
}

function inNumpy(text: string): string {
  return text.replace(/[a-zA-Z_]\w*/g, (word, at: number) =>
    FUNCTIONS.includes(word) && !/\d/.test(text[at - 1] ?? '') ? `np.${word}` : word,
  );
}

function drawLines({ inputs, rows }: FormulaSource): string[] {
  const ranges = Object.values(inputs);
  const [[low, high]] = ranges as [[number, number]];
  const drawn = `np.random.rand(${ranges.length}, ${rows})`;
  if (ranges.every((range) => range[0] === low && range[1] === high)) {
    return [low === 0 ? `X = ${drawn} * ${high}` : `X = ${low} + ${high - low} * ${drawn}`];
  }
  const column = (of: (range: [number, number]) => number) =>
    `np.array([${ranges.map((range) => `[${of(range)}]`).join(', ')}])`;
  return [`X = ${column(([from]) => from)} + ${column(([from, to]) => to - from)} * ${drawn}`];
}

/** Python unpacks one row only with a comma behind its name. */
function tuple(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]!},` : names.join(', ');
}
