import { type Part, PARTS } from '@shared/model/data-catalog.ts';
import type { RunCurves } from '@shared/ipc/run-contract.ts';
import type { RunEntry } from '@shared/model/run.ts';
import type { Curve, XAxis } from '../../../charts/curve.ts';
import { meanCurve, type Spread } from '../../../charts/mean-curve.ts';
import { partStyle } from '../../../charts/run-style.ts';

/** A run with what has been read of it, and its look. */
export interface RunToDraw {
  readonly run: RunEntry;
  readonly curves: RunCurves | null;
  readonly colorToken: string;
  readonly dash: readonly number[];
}

/** The name a person gave the run, else its own. */
export function nameOf({ marks, name }: Pick<RunEntry, 'marks' | 'name'>): string {
  return marks.name ?? name;
}

/** A curve for every run and chosen part that was measured. */
export function runCurves(runs: readonly RunToDraw[], parts: readonly Part[], xAxis: XAxis): Curve[] {
  return runs.flatMap(({ run, curves, colorToken, dash }) =>
    PARTS.filter((part) => parts.includes(part)).flatMap((part): Curve[] => {
      const y = curves?.[part] ?? null;
      if (curves === null || y === null || y.every(Number.isNaN)) return [];
      return [
        {
          id: `${run.id} ${part}`,
          runId: run.id,
          name: nameOf(run),
          part,
          style: partStyle(part, colorToken, dash, parts.length === 1),
          x: curves[xAxis],
          y,
          band: null,
          runs: 1,
        },
      ];
    }),
  );
}

/** Runs whose settings differ in the seed or the fold alone; undefined for a run that was launched by itself. */
function configurationOf({ group }: RunEntry): string | undefined {
  return group === undefined ? undefined : `${group.id} ${String(group.configuration)}`;
}

/**
 * In place of the curves of several runs of one configuration their mean, in the colour of the first of them. A run
 * without others like it stays as it is.
 */
export function meanCurves(curves: readonly Curve[], runs: readonly RunToDraw[], spread: Spread): Curve[] {
  const configurations = new Map(runs.map(({ run }) => [run.id, configurationOf(run) ?? run.id]));
  const alike = new Map<string, Curve[]>();
  for (const curve of curves) {
    const key = `${configurations.get(curve.runId) ?? curve.runId} ${curve.part}`;
    alike.set(key, [...(alike.get(key) ?? []), curve]);
  }
  return [...alike.values()].map((same) => (same.length === 1 ? same[0]! : meanCurve(same, spread)));
}

/** Whether a mean would be of more than one run anywhere. */
export function hasRepetitions(runs: readonly RunEntry[]): boolean {
  const configurations = runs.map(configurationOf).filter((key) => key !== undefined);
  return new Set(configurations).size < configurations.length;
}
