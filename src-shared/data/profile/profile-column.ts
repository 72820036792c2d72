import { LIMITS } from '../../core/limits.ts';
import type { ColumnRole, ColumnType, TableColumn } from '../../model/column-catalog.ts';
import { interpret, type Interpreted } from '../interpret.ts';
import { cellText, type RawColumn, type TextCells } from '../raw-table.ts';
import {
  countDistinct,
  histogram,
  numberProfile,
  type NumberProfile,
  presentSorted,
} from './number-profile.ts';
import { countTexts } from './text-counts.ts';

/** What stands in a column, over all rows of the table, whatever the split. The window gets it as it is. */
export interface ColumnProfile {
  name: string;
  type: ColumnType;
  role: ColumnRole;
  /** Rows without a value of the column's type. */
  missing: number;
  /** How many values differ; null where there are too many to count. */
  distinct: number | null;
  /** Cells that are not of the column's type and so count as missing; `rows` from 0, the first hundred. */
  unreadable: { count: number; rows: number[]; example: string | null };
  numbers: NumberProfile | null;
  /** Rows in 24 equal bins from min to max. */
  histogram: number[] | null;
  /** The most frequent texts, most frequent first, each as far as it is shown. */
  levels: { text: string; count: number }[] | null;
}

/** How many different texts are counted, and how many of them are shown. */
const MOST_DISTINCT = 1_000_000;
const LEVELS_SHOWN = 24;

/** Cells → what stands in them, read as the column says. `interpreted`: where they have been read already. */
export function profileColumn(
  cells: RawColumn,
  column: TableColumn,
  interpreted: Interpreted = interpret(cells, column),
): ColumnProfile {
  const { name, type, role } = column;
  return {
    name,
    type,
    role,
    unreadable: describeUnreadable(cells, interpreted),
    ...content(cells, column, interpreted),
  };
}

type Content = Pick<ColumnProfile, 'missing' | 'distinct' | 'numbers' | 'histogram' | 'levels'>;

function content(cells: RawColumn, column: TableColumn, { values }: Interpreted): Content {
  switch (column.type) {
    case 'number':
    case 'integer':
    case 'date':
      return numberContent(values);
    case 'boolean':
    case 'category':
      return levelContent(values, column.levels);
    case 'text':
      return cells.kind === 'texts' ? textContent(cells) : repeatedContent(cells);
  }
}

function numberContent(values: Float64Array): Content {
  const sorted = presentSorted(values);
  const isEmpty = sorted.length === 0;
  return {
    missing: values.length - sorted.length,
    distinct: countDistinct(sorted),
    numbers: isEmpty ? null : numberProfile(sorted),
    histogram: isEmpty ? null : histogram(sorted),
    levels: null,
  };
}

function levelContent(values: Float64Array, levels: readonly string[]): Content {
  const counts = new Array<number>(levels.length).fill(0);
  let present = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    counts[value]! += 1;
    present += 1;
  }
  return levelsFound(values.length - present, counts, (place) => levels[place]!);
}

function textContent(cells: TextCells): Content {
  const { distinct, firstRows, counts } = countTexts(cells, MOST_DISTINCT);
  let missing = 0;
  for (let row = 1; row < cells.starts.length; row++) {
    if (cells.starts[row] === cells.starts[row - 1]) missing += 1;
  }
  // The counts so far would name levels that are not the most frequent.
  if (distinct === null) return { missing, distinct, numbers: null, histogram: null, levels: null };
  return levelsFound(missing, counts, (place) => cellText(cells, firstRows[place]!)!);
}

/** A column of text that is stored as something else: identifiers that are numbers, texts of which each stands often. */
function repeatedContent(cells: Exclude<RawColumn, TextCells>): Content {
  if (cells.kind === 'levels') {
    const counts = new Array<number>(cells.levels.length).fill(0);
    for (const code of cells.codes) if (code >= 0) counts[code]! += 1;
    const present = counts.reduce((sum, count) => sum + count, 0);
    return levelsFound(cells.codes.length - present, counts, (place) => cells.levels[place]!);
  }
  const sorted = presentSorted(cells.values);
  const others = new Map<string, number>();
  for (const text of cells.others.values()) others.set(text, (others.get(text) ?? 0) + 1);
  const texts = [...others.keys()];
  const runs = runsOf(sorted);
  return levelsFound(
    cells.values.length - sorted.length - cells.others.size,
    [...runs.counts, ...others.values()],
    (place) =>
      place < runs.counts.length ? String(sorted[runs.starts[place]!]) : texts[place - runs.counts.length]!,
  );
}

/** Where runs of equal values begin, and how long each is. */
function runsOf(sorted: Float64Array): { starts: number[]; counts: number[] } {
  const starts: number[] = [];
  for (let k = 0; k < sorted.length; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) starts.push(k);
  return { starts, counts: starts.map((start, k) => (starts[k + 1] ?? sorted.length) - start) };
}

function levelsFound(missing: number, counts: ArrayLike<number>, textAt: (place: number) => string): Content {
  const found = Array.from({ length: counts.length }, (_, place) => place).filter(
    (place) => counts[place]! > 0,
  );
  const levels = mostFrequent(found, counts).map((place) => ({
    text: textAt(place).slice(0, LIMITS.textLength),
    count: counts[place]!,
  }));
  return { missing, distinct: found.length, numbers: null, histogram: null, levels };
}

/** Of equally frequent ones, the one that comes first. */
function mostFrequent(places: number[], counts: ArrayLike<number>): number[] {
  return places.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, LEVELS_SHOWN);
}

function describeUnreadable(
  cells: RawColumn,
  { unreadable, unreadableRows }: Interpreted,
): ColumnProfile['unreadable'] {
  const first = unreadableRows[0];
  const example = first === undefined ? null : cellText(cells, first)!.slice(0, LIMITS.quotedLength);
  return { count: unreadable, rows: [...unreadableRows], example };
}
