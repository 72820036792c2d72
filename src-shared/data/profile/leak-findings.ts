import { formatCount, quote } from '../../core/text.ts';
import { type ExaminedColumn, isQuantity } from './examined-column.ts';
import { type Finding, percent } from './finding.ts';

/** From here on an input is as good as the target itself. */
const NEARLY_ALL = 0.999;
/** Fewer rows may agree by chance, and so may levels of fewer rows each. */
const ROWS_NEEDED = 30;
const ROWS_OF_LEVEL = 10;
/** Different numbers up to which each may stand for a class. */
const MOST_CODES = 50;

/** Inputs that give a target away: mostly something that is known only once the answer is. */
export function leakFindings(columns: readonly ExaminedColumn[]): Finding[] {
  const targets = columns.filter(({ column }) => column.role === 'target');
  const inputs = columns.filter(({ column, profile }) => column.role === 'input' && profile.distinct !== 1);
  return targets.flatMap((target) =>
    target.profile.distinct === 1 ? [] : inputs.flatMap((input) => leakOf(input, target)),
  );
}

function leakOf(input: ExaminedColumn, target: ExaminedColumn): Finding[] {
  const evidence = evidenceOf(input, target);
  if (evidence === null) return [];
  const [name, asked] = [quote(input.column.name), quote(target.column.name)];
  return [
    {
      kind: 'leakage',
      severity: 'warning',
      column: input.column.name,
      message:
        `${name} may give the target ${asked} away: ${evidence}. If it is not known before the answer is, ignore it; ` +
        'else a network will look far better here than in use.',
      count: input.interpreted.values.length - input.profile.missing,
      rows: [],
    },
  ];
}

/** What speaks for it, with the figure, or null where nothing does. */
function evidenceOf(input: ExaminedColumn, target: ExaminedColumn): string | null {
  const isWhole = input.profile.missing === 0 && target.profile.missing === 0;
  const values = [input.interpreted.values, target.interpreted.values] as const;
  const [x, y] = isWhole ? values : bothPresent(...values);
  if (x.length < ROWS_NEEDED) return null;
  if (isQuantity(input.column) && isQuantity(target.column)) {
    const correlation = Math.abs(correlationOf(x, y));
    return correlation > NEARLY_ALL ? `their correlation is ${correlation.toFixed(4)}` : null;
  }
  if (isQuantity(target.column)) return explainedByLevels(x, y);
  const classes = levelsOf(target);
  if (!isQuantity(input.column)) return classByLevels(x, y, levelsOf(input), classes);
  const { distinct } = input.profile;
  return distinct !== null && distinct <= MOST_CODES
    ? classByLevels(asCodes(x), y, distinct, classes)
    : classByRange(x, y, classes);
}

function levelsOf({ column }: ExaminedColumn): number {
  return 'levels' in column ? column.levels.length : 0;
}

/** The values of the rows in which neither is missing. */
function bothPresent(one: Float64Array, other: Float64Array): [Float64Array, Float64Array] {
  const [x, y] = [new Float64Array(one.length), new Float64Array(one.length)];
  let count = 0;
  for (let row = 0; row < one.length; row++) {
    const [a, b] = [one[row]!, other[row]!];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    x[count] = a;
    y[count] = b;
    count += 1;
  }
  return [x.subarray(0, count), y.subarray(0, count)];
}

/** Pearson's, two passes; NaN where one of them does not vary, or by less than squares can hold. */
function correlationOf(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [dx, dy] = [x[k]! - meanX, y[k]! - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx) / Math.sqrt(yy) : NaN;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Share of the target's variance that lies between the levels (correlation ratio, Pearson 1905). */
function explainedByLevels(levels: Float64Array, y: Float64Array): string | null {
  const groups = new Map<number, { count: number; sum: number }>();
  for (let k = 0; k < y.length; k++) {
    const group = groups.get(levels[k]!) ?? { count: 0, sum: 0 };
    group.count += 1;
    group.sum += y[k]!;
    groups.set(levels[k]!, group);
  }
  if (groups.size * ROWS_OF_LEVEL > y.length) return null;
  const mean = meanOf(y);
  let [within, total] = [0, 0];
  for (let k = 0; k < y.length; k++) {
    const group = groups.get(levels[k]!)!;
    within += (y[k]! - group.sum / group.count) ** 2;
    total += (y[k]! - mean) ** 2;
  }
  const explained = 1 - within / total;
  return explained > NEARLY_ALL
    ? `its ${formatCount(groups.size)} levels explain ${percent(explained)} of its variance`
    : null;
}

/** Every level has one class, but for a few rows. Both are places of levels. */
function classByLevels(
  levels: Float64Array,
  classes: Float64Array,
  levelCount: number,
  classCount: number,
): string | null {
  const counts = new Uint32Array(levelCount * classCount);
  for (let k = 0; k < levels.length; k++) counts[levels[k]! * classCount + classes[k]!]! += 1;
  const ofClass = new Uint32Array(classCount);
  let [used, told] = [0, 0];
  for (let level = 0; level < levelCount; level++) {
    const ofLevel = counts.subarray(level * classCount, (level + 1) * classCount);
    ofLevel.forEach((count, k) => (ofClass[k]! += count));
    const most = largest(ofLevel);
    used += most > 0 ? 1 : 0;
    told += most / levels.length;
  }
  if (used * ROWS_OF_LEVEL > levels.length) return null;
  // Where one class has nearly all rows, any column tells it.
  const isEasy = largest(ofClass) / levels.length > 1 - 10 * (1 - NEARLY_ALL);
  return told > NEARLY_ALL && !isEasy
    ? `its ${formatCount(used)} levels tell the class of ${percent(told)} of the rows`
    : null;
}

function largest(counts: Uint32Array): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

/** Numbers → 0, 1, 2… in the order of their appearance, −0 and 0 being one. */
function asCodes(values: Float64Array): Float64Array {
  const codes = new Map<number, number>();
  return values.map((value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

/** Rows after which it is looked whether the classes lie apart still: mostly they do not. */
const LOOK_AT = 1_024;

/** The values of each class lie apart from those of every other. */
function classByRange(x: Float64Array, classes: Float64Array, classCount: number): string | null {
  const lowest = new Float64Array(classCount).fill(Infinity);
  const highest = lowest.map((value) => -value);
  for (let k = 0; k < x.length; k++) {
    const [value, place] = [x[k]!, classes[k]!];
    if (value < lowest[place]!) lowest[place] = value;
    if (value > highest[place]!) highest[place] = value;
    if (k === LOOK_AT && !areApart(lowest, highest)) return null;
  }
  return areApart(lowest, highest) ? 'its values alone tell every class apart' : null;
}

function areApart(lowest: Float64Array, highest: Float64Array): boolean {
  const order = [...lowest.keys()]
    .filter((place) => highest[place]! >= lowest[place]!)
    .sort((a, b) => lowest[a]! - lowest[b]!);
  return order.every((place, k) => k === 0 || lowest[place]! > highest[order[k - 1]!]!);
}
