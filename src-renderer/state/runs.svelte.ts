import type { Experiment } from '@shared/model/experiment.ts';
import { isActive, type RunRecord } from '@shared/model/run.ts';
import type { Client } from '../api/client.ts';
import { RunDetail } from './run-detail.svelte.ts';
import { sealRun } from './seal.ts';

/** Ended runs whose points are kept in memory. */
const KEPT_DETAILS = 12;

export type RunCommand = 'pause' | 'resume' | 'stop';

/** Every run of the history, as main tells it. */
export class RunsState {
  private byId = $state.raw<ReadonlyMap<string, RunRecord>>(new Map());
  private details = new Map<string, RunDetail>();
  /**
   * The runs whose test results were opened since the window was, and how often in all: what was measured on the test
   * rows of any other run is nowhere in the window's state.
   */
  private openedTests = $state.raw<ReadonlyMap<string, number>>(new Map());
  private readonly client: Client;

  /** Newest first. */
  readonly all: readonly RunRecord[] = $derived(
    [...this.byId.values()]
      .map((run) => (this.openedTests.has(run.id) ? run : sealRun(run)))
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
  );
  readonly active = $derived(this.all.filter((run) => isActive(run.status)));
  /** Run id → its place in the order of creation, which decides its colour for good. */
  readonly ranks: ReadonlyMap<string, number> = $derived(
    new Map(this.all.map((run, k) => [run.id, this.all.length - 1 - k])),
  );

  constructor(client: Client, runs: readonly RunRecord[]) {
    this.client = client;
    this.byId = new Map(runs.map((run) => [run.id, run]));
    for (const run of this.active) void this.detail(run);
  }

  get(id: string | null): RunRecord | undefined {
    const run = id === null ? undefined : this.byId.get(id);
    return run === undefined || this.openedTests.has(run.id) ? run : sealRun(run);
  }

  /** How often the test results of a run were opened, where they are open now; else null. */
  openedTest(id: string): number | null {
    return this.openedTests.get(id) ?? null;
  }

  /** Shows what was measured on the test rows. Main writes the opening down first. */
  async openTest(runId: string): Promise<void> {
    const { opened } = await this.client.runOpenTest({ runId });
    this.openedTests = new Map(this.openedTests).set(runId, opened);
    this.details.get(runId)?.unseal(opened);
  }

  /** Returns true when the run has just ended. */
  apply(run: RunRecord): boolean {
    const before = this.byId.get(run.id);
    if (isActive(run.status) || this.details.has(run.id)) void this.detail(run).follow(run.status);
    this.byId = new Map(this.byId).set(run.id, run);
    return before !== undefined && isActive(before.status) && !isActive(run.status);
  }

  /** The points of a run, asked for on first use. */
  detail(run: RunRecord): RunDetail {
    const known = this.details.get(run.id);
    if (known !== undefined) return known;
    const detail = new RunDetail(this.client, run.id);
    this.details.set(run.id, detail);
    const opened = this.openedTests.get(run.id);
    if (opened !== undefined) detail.unseal(opened);
    this.forgetOldest();
    void detail.follow(run.status);
    return detail;
  }

  /** The points of an active run; they have been asked for when the run was first heard of. */
  liveDetail(id: string): RunDetail | undefined {
    return this.details.get(id);
  }

  async start(experiment: Experiment): Promise<RunRecord> {
    const run = await this.client.runStart({ experiment });
    // An event about the run may have come first, and is then newer.
    if (!this.byId.has(run.id)) this.apply(run);
    return run;
  }

  /** Resolves when the run is being trained again, which an event has told by then. */
  async goOn(runId: string, moreEpochs: number | null): Promise<void> {
    await this.client.runContinue({ runId, moreEpochs });
  }

  async command(runId: string, command: RunCommand): Promise<void> {
    await this.client.runCommand({ runId, command });
  }

  private forgetOldest(): void {
    for (const [id] of this.details) {
      if (this.details.size <= KEPT_DETAILS) return;
      const run = this.byId.get(id);
      if (run === undefined || !isActive(run.status)) this.details.delete(id);
    }
  }
}
