import { decodeRunList } from '@shared/ipc/run-list.ts';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CurveStore } from '../../../src-main/library/curve-store.ts';
import { RunLibrary } from '../../../src-main/library/run-library.ts';
import { workspaceAt } from '../../../src-main/storage/paths.ts';

/** One measurement: one line of JSON. Docs: docs/benchmarks.md. */
export type HistoryLine = Readonly<Record<string, string | number>>;

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Curves that are laid over one another. */
const CURVES = 50;

/** How long it takes to open the history of a workspace, without and with its index, and to read curves of its runs. */
export async function measureHistory(root: string): Promise<HistoryLine[]> {
  const workspace = workspaceAt(root);
  rmSync(workspace.indexFile, { force: true });
  const cold = await openOnce('history-cold', root);
  const warm = await openOnce('history-warm', root);
  const runs = readdirSync(workspace.runs).slice(0, CURVES);
  return [cold, warm, ...(await readCurves(runs.map((name) => join(workspace.runs, name))))];
}

async function openOnce(workload: string, root: string): Promise<HistoryLine> {
  const workspace = workspaceAt(root);
  const nothing = () => undefined;
  const before = memory();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const library = new RunLibrary({
    workspace,
    broadcast: nothing,
    approve: nothing,
    tell: nothing,
    log: QUIET,
  });
  await library.opened();
  const openedAt = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const text = library.listText();
  const listedAt = performance.now();
  const runs = decodeRunList(text).length;
  const decodedAt = performance.now();
  const textMegabytes = text.length / 1e6;
  // Without the text, which is only passed on.
  const after = memory();
  await library.close();
  return {
    workload,
    runs,
    seconds: round((openedAt - startedAt) / 1000),
    cpuSeconds: round((user + system) / 1e6),
    listMs: round(listedAt - openedAt),
    decodeMs: round(decodedAt - listedAt),
    textMegabytes: round(textMegabytes),
    indexMegabytes: round(statSync(workspace.indexFile).size / 1e6),
    longestPauseMs: round(delay.max / 1e6),
    heapMegabytes: round((after - before) / 1e6),
  };
}

async function readCurves(directories: readonly string[]): Promise<HistoryLine[]> {
  const store = new CurveStore();
  const lines: HistoryLine[] = [];
  for (const workload of ['curves-first', 'curves-again']) {
    const startedAt = performance.now();
    let points = 0;
    for (const directory of directories) {
      const request = { directory, quantity: { metric: 'loss', target: 0 }, withTest: true } as const;
      points += (await store.read(request)).epoch.length;
    }
    lines.push({ workload, runs: directories.length, points, ms: round(performance.now() - startedAt) });
  }
  return lines;
}

/** Bytes of objects that are in use, where the process was started with `--expose-gc`. */
function memory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
