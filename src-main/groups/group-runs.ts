import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { hasItsEnd, type RunGroup, type RunRecord } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { groupKindOf, type PlannedRun } from '@shared/sweep/expand-sweep.ts';
import type { KnownRun } from '@shared/sweep/halving.ts';
import type { Workspace } from '../storage/paths.ts';
import { listRuns, readPoints, runDirectory } from '../storage/run-store.ts';

/** A run of a group, and where it is. */
export interface GroupRun {
  directory: string;
  record: RunRecord;
}

/** What the record of a planned run says of its place among the others. */
export function groupOf(groupId: string, spec: SweepSpec, planned: PlannedRun): RunGroup {
  const { index, configuration, replicate, values } = planned;
  return { id: groupId, kind: groupKindOf(spec), name: spec.name, index, configuration, replicate, values };
}

/** The runs of a group that are there, by their place in it. */
export async function runsOfGroup(workspace: Workspace, groupId: string): Promise<Map<number, GroupRun>> {
  const { runs } = await listRuns(workspace);
  return byPlace(runs, groupId, (record) => runDirectory(workspace, record.id));
}

/** Where two runs have the same place, as when one was copied, the one that is further counts. */
export function byPlace(
  records: readonly RunRecord[],
  groupId: string,
  directoryOf: (record: RunRecord) => string,
): Map<number, GroupRun> {
  const found = new Map<number, GroupRun>();
  for (const record of records) {
    if (record.group?.id !== groupId) continue;
    const before = found.get(record.group.index);
    if (before === undefined || before.record.epochsDone < record.epochsDone) {
      found.set(record.group.index, { directory: directoryOf(record), record });
    }
  }
  return found;
}

/**
 * What a run is worth after so many epochs: the lowest monitored loss that it had until then, in scaled units. It is read
 * from the points, which stay as they are when the run goes on. NaN where there is none, and where it came to nothing.
 */
export async function lossOf(run: GroupRun, untilEpoch: number): Promise<number> {
  const [loss = NaN] = await lossesOf(run, [untilEpoch]);
  return loss;
}

async function lossesOf({ directory, record }: GroupRun, untilEpochs: readonly number[]): Promise<number[]> {
  if (record.status === 'diverged' || record.status === 'failed') return untilEpochs.map(() => NaN);
  const points = untilEpochs.length === 0 ? [] : await readPoints(directory);
  return untilEpochs.map((untilEpoch) => {
    const losses = points
      .filter(({ epoch }) => epoch <= untilEpoch)
      .map(monitoredLoss)
      .filter(Number.isFinite);
    return losses.length === 0 ? NaN : Math.min(...losses);
  });
}

/**
 * How far a run is with the rungs of its sweep, as its folder tells. `untilEpoch`: where it will end for now (null: at its
 * end), where it is known that it waits or is trained.
 */
export async function knownRun(
  index: number,
  run: GroupRun,
  rungs: readonly number[],
  untilEpoch?: number | null,
): Promise<KnownRun> {
  const { status, epochsDone } = run.record;
  const hasEnded = hasItsEnd(status) && untilEpoch === undefined;
  // Stopped just there it has come to the rung; else it was on its way, and may have to come there again.
  const isAtRung = status === 'stopped' && untilEpoch === undefined && rungs.includes(epochsDone);
  const from = untilEpoch === undefined ? epochsDone : (untilEpoch ?? rungs.at(-1)!);
  const passed = rungs.filter((rung) => rung < from || (isAtRung && rung === epochsDone));
  // Where there is nothing to be promoted to, nobody asks for losses, and a thousand files need not be read.
  const asked = rungs.length === 1 ? [] : [...passed, ...(hasEnded ? [Infinity] : [])];
  return {
    index,
    losses: await lossesOf(run, asked),
    hasEnded,
    isUnderWay: !hasEnded && !isAtRung,
  };
}
