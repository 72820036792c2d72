import type { RunEntry } from '../model/run.ts';
import { builtInFields, findField } from './fields.ts';
import { metricField, metricsOf, parseMetric } from './metric-fields.ts';
import { quoteValue } from './query-tokens.ts';
import type { RunField } from './run-field.ts';
import type { SettingFact } from './setting-facts.ts';
import { fieldOf } from './fields.ts';

/** One way to go on with a query. */
export interface Proposal {
  /** What takes the place of the characters [start, end) of the completion. */
  readonly text: string;
  readonly label: string;
  /** What it means, or how many runs have the value. */
  readonly detail: string;
}

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly proposals: readonly Proposal[];
}

const MOST = 12;

/** The word the cursor is in or after: a field, or a field, an operator and the beginning of a value. */
const TERM =
  /(?:^|[\s(]|(?<=[\s(]|^)-)((?:(?:best|last):)?[A-Za-z][\w.[\]"-]*?)?(?:(!=|<=|>=|[:=<>~])("[^"]*|[^\s()"]*))?$/;

/** What may be written at the cursor: names of fields, and after one the values that occur, the most frequent first. */
export function completeQuery(
  text: string,
  cursor: number,
  runs: readonly RunEntry[],
  settings: readonly SettingFact[],
): Completion {
  const match = TERM.exec(text.slice(0, cursor));
  const none = { start: cursor, end: cursor, proposals: [] };
  if (match === null) return none;
  const [, name = '', operator, typed = ''] = match;
  if (operator === undefined) {
    return { start: cursor - name.length, end: cursor, proposals: proposeFields(name, runs, settings) };
  }
  if (operator === ':' && (name === 'best' || name === 'last')) {
    const whole = `${name}:${typed}`;
    return { start: cursor - whole.length, end: cursor, proposals: proposeFields(whole, runs, settings) };
  }
  const field = findField(name);
  if (field === null) return none;
  return { start: cursor - typed.length, end: cursor, proposals: proposeValues(field, typed, runs) };
}

function proposeFields(
  typed: string,
  runs: readonly RunEntry[],
  settings: readonly SettingFact[],
): Proposal[] {
  const lower = typed.toLowerCase();
  const fields = [
    ...builtInFields().filter(({ kind }) => kind !== 'picture'),
    ...metricsOf(runs).map(metricField),
    ...settings.filter(({ differs }) => differs).map(({ path }) => fieldOf(path)),
  ];
  const begin = fields.filter(({ id }) => id.toLowerCase().startsWith(lower));
  const within = fields.filter(
    ({ id, label }) =>
      !id.toLowerCase().startsWith(lower) &&
      lower.length > 1 &&
      (id.toLowerCase().includes(lower) || label.toLowerCase().includes(lower)),
  );
  return [...begin, ...within].slice(0, MOST).map((field) => ({
    text: field.kind === 'tags' ? 'tag:' : field.id + usualOperator(field),
    label: field.kind === 'tags' ? 'tag' : field.id,
    // A setting is told by its path already.
    detail: field.help === field.id ? field.label : field.help,
  }));
}

function usualOperator({ kind }: RunField): string {
  return kind === 'number' ? '<' : kind === 'duration' || kind === 'date' ? '>' : ':';
}

function proposeValues(field: RunField, typed: string, runs: readonly RunEntry[]): Proposal[] {
  // What was measured is another number in every run: nobody asks for one of them.
  if (field.kind === 'duration' || parseMetric(field.id) !== null) return [];
  if (field.kind === 'date') return DATES.filter(({ text }) => text.startsWith(typed.toLowerCase()));
  const lower = typed.replace(/^"/, '').toLowerCase();
  const counts = new Map<string, number>();
  for (const run of runs) {
    const value = field.read(run);
    const values = Array.isArray(value) ? (value as readonly string[]) : [value];
    for (const item of values) {
      if (item === null || item === '' || (typeof item === 'number' && !Number.isFinite(item))) continue;
      const text = typeof item === 'boolean' ? (item ? 'yes' : 'no') : String(item);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([text]) => text.toLowerCase().startsWith(lower))
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([text, count]) => ({
      text: `${quoteValue(text)} `,
      label: text,
      detail: count === 1 ? '1 run' : `${String(count)} runs`,
    }));
}

const DATES: readonly Proposal[] = [
  { text: 'today', label: 'today', detail: 'This day' },
  { text: 'yesterday', label: 'yesterday', detail: 'The day before' },
  { text: '1h', label: '1h', detail: 'An hour ago' },
  { text: '7d', label: '7d', detail: 'Seven days ago' },
  { text: '30d', label: '30d', detail: 'Thirty days ago' },
];
