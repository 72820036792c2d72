import { lowerFirst } from '@shared/core/text.ts';
import type { Notice } from '@shared/ipc/contract.ts';
import { RUN_STATUSES, type RunEntry, type RunStatus, shownName } from '@shared/model/run.ts';
import { groupSummaries } from '../edits/group-summary.ts';

/** Within this time the next runs of a group that is halved may be launched. */
const GROUP_QUIET_MS = 1_500;

/** Tells the end of a run, and of runs that were launched together once: when the last of them has ended. */
export class EndNotices {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly all: () => readonly RunEntry[];
  private readonly tell: (notice: Notice, runId: string | null) => void;

  constructor(all: () => readonly RunEntry[], tell: (notice: Notice, runId: string | null) => void) {
    this.all = all;
    this.tell = tell;
  }

  runEnded(run: RunEntry): void {
    const { group } = run;
    if (group === undefined) {
      this.tell(endOfRun(run), run.id);
      return;
    }
    clearTimeout(this.timers.get(group.id));
    const timer = setTimeout(() => {
      this.timers.delete(group.id);
      this.groupIsQuiet(group.id);
    }, GROUP_QUIET_MS);
    this.timers.set(group.id, timer);
  }

  private groupIsQuiet(groupId: string): void {
    const runs = this.all().filter(({ group }) => group?.id === groupId);
    const [summary] = groupSummaries(runs);
    if (summary === undefined || summary.active + summary.waiting > 0) return;
    this.tell({ level: worstLevel(runs), message: `${summary.name}: ${endsText(runs)}.` }, null);
  }
}

function endOfRun(run: RunEntry): Notice {
  const status = RUN_STATUSES[run.status];
  const reason = run.reason ?? '';
  // "Stopped after 12 epochs." says it already.
  const end = reason.startsWith(status) ? reason : `${status}. ${reason}`.trimEnd();
  return { level: worstLevel([run]), message: `${shownName(run)}: ${lowerFirst(end)}` };
}

function worstLevel(runs: readonly RunEntry[]): Notice['level'] {
  const isBad = runs.some(({ status }) => status === 'failed' || status === 'diverged');
  return isBad ? 'warning' : 'info';
}

/** "64 runs have ended: 60 finished, 4 diverged" */
function endsText(runs: readonly RunEntry[]): string {
  const counts = new Map<RunStatus, number>();
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, n]) => `${String(n)} ${RUN_STATUSES[status].toLowerCase()}`);
  return `${String(runs.length)} runs have ended: ${parts.join(', ')}`;
}
