import type { RunEntry } from '../model/run.ts';
import { closest } from './closest.ts';
import { QueryError } from './query-problem.ts';
import { parseDate, parseDuration, parseNumber, parseYesNo, type Span } from './query-values.ts';
import type { FieldValue, RunField } from './run-field.ts';

export const OPERATORS = ['<=', '>=', '!=', ':', '=', '<', '>', '~'] as const;
export type Operator = (typeof OPERATORS)[number];

export type RunTest = (run: RunEntry) => boolean;

/** `field operator value` as it stands in a query. */
export interface Comparison {
  readonly field: RunField;
  readonly operator: Operator;
  readonly value: string;
  /** Where the value stands in the query. */
  readonly start: number;
  readonly end: number;
}

/** A comparison as a test of runs. Throws QueryError where the value does not fit the field. */
export function comparisonTest(comparison: Comparison, now: number): RunTest {
  const { field, operator } = comparison;
  if (operator === '!=') {
    const isEqual = comparisonTest({ ...comparison, operator: '=' }, now);
    return (run) => !isEqual(run);
  }
  if (operator === '~') return containsTest(comparison);
  switch (field.kind) {
    case 'number':
      return numberTest(comparison, parseNumber, 'a number, such as 0.01, 1e-3 or 10k');
    case 'duration':
      return numberTest(comparison, parseDuration, 'a time, such as 30s, 2m or 1h30m');
    case 'date':
      return dateTest(comparison, now);
    case 'yes-no':
      return yesNoTest(comparison);
    case 'choice':
      return choiceTest(comparison);
    case 'setting':
      return settingTest(comparison);
    case 'text':
    case 'tags':
    case 'picture':
      return textTest(comparison);
  }
}

function reject({ start, end }: Comparison, message: string): never {
  throw new QueryError(message, start, end);
}

function containsTest({ field, value }: Comparison): RunTest {
  const wanted = value.toLowerCase();
  return (run) => textsOf(field.read(run)).some((text) => text.includes(wanted));
}

function numberTest(
  comparison: Comparison,
  parse: (text: string) => number | null,
  example: string,
): RunTest {
  const { field, operator, value } = comparison;
  const wanted = parse(value);
  if (wanted === null) {
    reject(comparison, `${field.id} is compared with ${example}, and “${value}” is none.`);
  }
  return (run) => {
    const held = field.read(run);
    return typeof held === 'number' && ordered(held, operator, wanted);
  };
}

/** Never true for NaN. */
function ordered(held: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '<':
      return held < wanted;
    case '<=':
      return held <= wanted;
    case '>':
      return held > wanted;
    case '>=':
      return held >= wanted;
    default:
      return held === wanted;
  }
}

function dateTest(comparison: Comparison, now: number): RunTest {
  const { field, operator, value } = comparison;
  const span = parseDate(value, now);
  if (span === null) {
    reject(
      comparison,
      `${field.id} is compared with a date such as 2026-11-01, today, or 7d for seven days ago.`,
    );
  }
  if (span.start === span.end && (operator === ':' || operator === '=')) {
    reject(
      comparison,
      `${value} ago is one moment. Ask for ${field.id}>${value} (since then) or ${field.id}<${value}.`,
    );
  }
  return (run) => {
    const held = field.read(run);
    return typeof held === 'number' && inSpan(held, operator, span);
  };
}

/** A day is a span: later than a day means after its end, since a day means from its beginning. */
function inSpan(held: number, operator: Operator, { start, end }: Span): boolean {
  switch (operator) {
    case '<':
      return held < start;
    case '<=':
      return held < end || held === start;
    case '>':
      return start === end ? held > start : held >= end;
    case '>=':
      return held >= start;
    default:
      return held >= start && held < end;
  }
}

function yesNoTest(comparison: Comparison): RunTest {
  const { field, value } = comparison;
  const wanted = parseYesNo(value);
  if (wanted === null) reject(comparison, `${field.id} is yes or no, and “${value}” is neither.`);
  noOrder(comparison);
  return (run) => field.read(run) === wanted;
}

function choiceTest(comparison: Comparison): RunTest {
  const { field, value } = comparison;
  const lower = value.toLowerCase();
  const options = Object.entries(field.options ?? {});
  const found = options.find(([id, label]) => id === lower || label.toLowerCase() === lower);
  if (found === undefined) {
    const ids = options.map(([id]) => id);
    const near = closest(lower, ids);
    const meant = near === null ? `It may be ${ids.join(', ')}.` : `Did you mean ${near}?`;
    reject(comparison, `No run can have the ${field.id} “${value}”. ${meant}`);
  }
  noOrder(comparison);
  return (run) => field.read(run) === found[0];
}

/** A number where both are numbers, else the text itself, whatever its case. */
function settingTest(comparison: Comparison): RunTest {
  const { field, operator, value } = comparison;
  const number = parseNumber(value);
  const flag = parseYesNo(value);
  const lower = value.toLowerCase();
  if (number === null && operator !== ':' && operator !== '=') {
    reject(
      comparison,
      `${operator} compares numbers, and “${value}” is none. Ask ${field.id}:${value} instead.`,
    );
  }
  return (run) => {
    const held = field.read(run);
    if (typeof held === 'number') return number !== null && ordered(held, operator, number);
    if (operator !== ':' && operator !== '=') return false;
    if (typeof held === 'boolean') return held === flag;
    if (held === null) return lower === 'none';
    return typeof held === 'string' && held.toLowerCase() === lower;
  };
}

/** `:` asks whether a text contains it; `=`, and either for tags, whether it is the same. */
function textTest(comparison: Comparison): RunTest {
  const { field, operator, value } = comparison;
  noOrder(comparison);
  if (operator === ':' && field.kind !== 'tags' && field.id !== 'group') return containsTest(comparison);
  const wanted = value.toLowerCase();
  return (run) => textsOf(field.read(run)).includes(wanted);
}

function noOrder(comparison: Comparison): void {
  const { field, operator, value } = comparison;
  if (operator === ':' || operator === '=') return;
  reject(
    comparison,
    `${field.id} has no order. Ask ${field.id}:${value} instead of ${field.id}${operator}${value}.`,
  );
}

function textsOf(value: FieldValue): string[] {
  if (value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((item) => String(item).toLowerCase());
}
