import type { DataSpec } from '../model/data-catalog.ts';
import type { MetricsPoint, RunEntry } from '../model/run.ts';
import { decodeMeasured, encodeMeasured } from '../schema/measured-json.ts';

/*
 * The history as text: one line of JSON a run. Ten thousand runs cross as one text, because a text is copied at once and
 * parsed by the engine of the page; and most of them are about a few tables, so that data are written down once each.
 * Main alone writes it, from records that have passed their schema. It keeps the same lines in its index of the runs.
 */

/** A run whose data stand in another line: `dataAt` is their place among the lines that hold data, 0 first. */
interface RunLine {
  run: Omit<RunEntry, 'experiment'> & { experiment: object };
  dataAt: number;
}
type Line = { data: DataSpec } | RunLine;

/** The data of many runs, each once, in the order in which they came. */
export class DataTable {
  /** One line of the text for each. */
  readonly lines: string[] = [];
  private readonly specs: DataSpec[] = [];
  private readonly places = new Map<string, number>();
  private readonly known = new WeakMap<DataSpec, number>();

  /** The place of `data`, or of data that say the same. */
  placeOf(data: DataSpec): number {
    return this.known.get(data) ?? this.add(data, JSON.stringify(data));
  }

  get all(): readonly DataSpec[] {
    return this.specs;
  }

  /** The one object for all that say the same as `data`. */
  shared(data: DataSpec): DataSpec {
    return this.at(this.placeOf(data));
  }

  /** Throws where nothing has been put there: the text is not one of ours. */
  at(place: number): DataSpec {
    const data = this.specs[place];
    if (data === undefined) throw new Error('A run refers to data that are missing.');
    return data;
  }

  private add(data: DataSpec, text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.specs.length;
      this.places.set(text, place);
      this.specs.push(data);
      this.lines.push(narrow(`{"data":${text}}`));
    }
    this.known.set(data, place);
    return place;
  }
}

/** The line of one run; its data are added to `table`, whose lines come before it in the text. */
export function encodeRunLine(run: RunEntry, table: DataTable): string {
  const { data, ...experiment } = run.experiment;
  const dataAt = table.placeOf(data);
  const measured = { last: encodePoint(run.last), best: encodePoint(run.best) };
  return narrow(JSON.stringify({ run: { ...run, experiment, ...measured }, dataAt }));
}

/** Text → runs, in their order. Runs about the same table share the object that describes it. */
export function decodeRunList(text: string): RunEntry[] {
  const table = new DataTable();
  const runs: RunEntry[] = [];
  for (const line of text.split('\n')) {
    const run = line === '' ? null : decodeRunLine(line, table);
    if (run !== null) runs.push(run);
  }
  return runs;
}

/** One line: its run, or null where it holds data, which are added to `table`. */
export function decodeRunLine(line: string, table: DataTable): RunEntry | null {
  const parsed = JSON.parse(line) as Line;
  if ('data' in parsed) {
    table.placeOf(parsed.data);
    return null;
  }
  const { run, dataAt } = parsed;
  const isFinite = !line.includes('"NaN"') && !line.includes('Infinity"');
  const [last, best] = isFinite ? [run.last, run.best] : [decodeMeasured(run.last), decodeMeasured(run.best)];
  return {
    ...run,
    experiment: { ...run.experiment, data: table.at(dataAt) } as RunEntry['experiment'],
    last: last as MetricsPoint | null,
    best: best as MetricsPoint | null,
  };
}

/** Where the data of a run stand, as the end of its line says. */
export function placeOfData(line: string): number {
  const name = '"dataAt":';
  return Number(line.slice(line.lastIndexOf(name) + name.length, -1));
}

/** One letter beyond Latin-1 would make the whole text take two bytes a character. */
function narrow(json: string): string {
  return json.replace(
    /[^\u0000-\u00ff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function encodePoint(point: MetricsPoint | null): unknown {
  return isAllFinite(point) ? point : encodeMeasured(point);
}

function isAllFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isAllFinite);
}
