import type { DataSpec } from '../model/data-catalog.ts';
import type { MetricsPoint, RunEntry } from '../model/run.ts';
import { decodeMeasured, encodeMeasured } from '../schema/measured-json.ts';

/*
 * The history as text: one line of JSON a run. Ten thousand runs cross as one text, because a text is copied at once and
 * parsed by the engine of the page; and most of them are about a few tables, so that data are written down once each.
 * Main alone writes it, from records that have passed their schema.
 */

/** A run whose data stand in another line: `data` is their place among the lines that hold data. */
type Line =
  { data: DataSpec } | { run: Omit<RunEntry, 'experiment'> & { experiment: object }; dataAt: number };

/** Runs → text, in their order. */
export function encodeRunList(runs: readonly RunEntry[]): string {
  const places = new Map<string, number>();
  const lines: string[] = [];
  for (const run of runs) {
    const { data, ...experiment } = run.experiment;
    const text = JSON.stringify(data);
    let dataAt = places.get(text);
    if (dataAt === undefined) {
      dataAt = places.size;
      places.set(text, dataAt);
      lines.push(`{"data":${text}}`);
    }
    const { last, best } = run;
    const measured = { last: encodeMeasured(last), best: encodeMeasured(best) };
    lines.push(JSON.stringify({ run: { ...run, experiment, ...measured }, dataAt }));
  }
  return lines.join('\n');
}

/** Text → runs, in their order. Runs about the same table share the object that describes it. */
export function decodeRunList(text: string): RunEntry[] {
  const data: DataSpec[] = [];
  const runs: RunEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = JSON.parse(line) as Line;
    if ('data' in parsed) data.push(parsed.data);
    else runs.push(wholeRun(parsed, data));
  }
  return runs;
}

function wholeRun({ run, dataAt }: Extract<Line, { run: object }>, data: readonly DataSpec[]): RunEntry {
  const { last, best } = run;
  return {
    ...run,
    experiment: { ...run.experiment, data: data[dataAt] } as RunEntry['experiment'],
    last: decodeMeasured(last) as MetricsPoint | null,
    best: decodeMeasured(best) as MetricsPoint | null,
  };
}
