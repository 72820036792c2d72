import type { Part } from '@shared/model/data-catalog.ts';
import type { LineStyle } from '../../../charts/curve.ts';
import type { Reading } from '../../../charts/readings.ts';
import type { LoadedCurves } from './curve-store.svelte.ts';
import { nameOf, type RunToDraw } from './shown-curves.ts';

/** A run, or the mean of several, as the legend names it. */
export interface LegendRow {
  readonly runId: string;
  readonly name: string;
  readonly style: LineStyle;
  /** The values at the crosshair. */
  readonly readings: Readonly<Partial<Record<Part, Reading>>>;
  /** What is to be said in place of values, or beside them. */
  readonly note: string | null;
  readonly isFailed: boolean;
}

interface Question {
  readonly runs: readonly RunToDraw[];
  readonly readings: readonly Reading[];
  readonly parts: readonly Part[];
  readonly isHigherBetter: boolean;
  readonly loadedOf: (runId: string) => LoadedCurves;
  readonly isTestOpen: (runId: string) => boolean;
}

/** The best value first, by the first part that is shown; what has no number comes last. */
export function legendRows(question: Question): LegendRow[] {
  const { runs, readings, parts } = question;
  const isMean = readings.some(({ curve }) => curve.runs > 1);
  const rows = runs.flatMap((toDraw): LegendRow[] => {
    const { run } = toDraw;
    const loaded = question.loadedOf(run.id);
    const own = readings.filter(({ curve }) => curve.runId === run.id);
    const first = own[0]?.curve;
    // It is drawn within the mean that stands under another run's name.
    if (isMean && first === undefined && loaded.curves !== null) return [];
    const name = nameOf(run);
    return [
      {
        runId: run.id,
        name: first === undefined || first.runs === 1 ? name : `${name} (mean of ${String(first.runs)})`,
        style: { colorToken: toDraw.colorToken, dash: toDraw.dash, alpha: 1 },
        readings: Object.fromEntries(own.map((reading) => [reading.curve.part, reading])),
        note: noteOn(toDraw, loaded, question, first !== undefined),
        isFailed: loaded.status === 'failed',
      },
    ];
  });
  return rows.sort((a, b) => compare(valueOf(a, parts), valueOf(b, parts), question.isHigherBetter));
}

function noteOn(
  { run }: RunToDraw,
  loaded: LoadedCurves,
  { parts, isTestOpen }: Question,
  isDrawn: boolean,
): string | null {
  if (loaded.status === 'failed') return loaded.problem;
  if (loaded.curves === null) return loaded.status === 'loading' ? 'reading…' : null;
  const isSealed = parts.includes('test') && (run.rows?.test ?? 0) > 0 && !isTestOpen(run.id);
  if (isSealed) return 'test results sealed';
  if (isDrawn) return null;
  if (run.status === 'queued' || loaded.curves.epoch.length === 0) return 'no evaluation yet';
  const withoutRows = parts.filter((part) => run.rows?.[part] === 0);
  return withoutRows.length === parts.length ? `no ${withoutRows.join(' or ')} rows` : 'not measured';
}

function valueOf({ readings }: LegendRow, parts: readonly Part[]): number {
  const [reading] = parts.flatMap((part) => readings[part] ?? []);
  return reading?.y ?? NaN;
}

function compare(a: number, b: number, isHigherBetter: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return 0;
  return a < b === isHigherBetter ? 1 : -1;
}
