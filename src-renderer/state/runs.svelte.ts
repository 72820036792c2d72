import type { CurveQuantity, RunCurves } from '@shared/ipc/run-contract.ts';
import type { Request } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { isActive, NO_MARKS, type RunEntry, type RunMarks, type RunRecord } from '@shared/model/run.ts';
import type { Client } from '../api/client.ts';
import { runDash, runToken } from '../charts/run-style.ts';
import { RunColors } from './run-colors.ts';
import { RunDetail } from './run-detail.svelte.ts';
import { byCreation, withRun, withRuns } from './run-order.ts';
import { sealRun } from './seal.ts';

/** Ended runs whose points are kept in memory. */
const KEPT_DETAILS = 12;

export type RunCommand = 'pause' | 'resume' | 'stop';
export type MarksChange = Request<'run:mark'>['marks'];

/** Every run of the history, as main tells it. */
export class RunsState {
  /** As main tells them, with what was measured on their test rows: shown nowhere until that is opened. */
  private readonly told = new Map<string, RunEntry>();
  /** Newest first, sealed but for those whose test results were opened. */
  private entries = $state.raw<readonly RunEntry[]>([]);
  /** The same by id. Never read without `entries`, which tells of a change. */
  private readonly shown = new Map<string, RunEntry>();
  /** Another number whenever runs came, went, or were given another colour: only then places in the palette change. */
  private membership = $state(0);
  private readonly colors = new RunColors();
  private readonly details = new Map<string, RunDetail>();
  /**
   * The runs whose test results were opened since the window was, and how often in all: what was measured on the test
   * rows of any other run is nowhere in what the window shows.
   */
  private openedTests = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Folders of runs that are still to be read. */
  unread = $state(0);
  private readonly client: Client;

  readonly active: readonly RunEntry[] = $derived(this.entries.filter((run) => isActive(run.status)));
  /** Run id → its place in the palette: its chosen colour, else its place in the order of creation. */
  readonly ranks: ReadonlyMap<string, number> = $derived.by(() => {
    // It is never negative: reading it is what matters.
    return this.membership < 0 ? new Map() : this.colors.ranksOf([...this.shown.values()].sort(byCreation));
  });

  constructor(client: Client, runs: readonly RunEntry[]) {
    this.client = client;
    for (const run of runs) {
      this.told.set(run.id, run);
      this.shown.set(run.id, sealRun(run));
    }
    this.entries = [...this.shown.values()].sort(byCreation);
    for (const run of this.active) void this.detail(run);
  }

  /** More of a long history has been read. What is known of a run already has been told since, and is newer. */
  addRead(read: readonly RunEntry[], unread: number): void {
    const news = read.filter(({ id }) => !this.told.has(id));
    for (const run of news) {
      this.told.set(run.id, run);
      this.shown.set(run.id, sealRun(run));
      if (isActive(run.status)) void this.detail(run);
    }
    this.entries = withRuns(
      this.entries,
      news.map(({ id }) => this.shown.get(id)!),
    );
    this.unread = unread;
    this.membership += 1;
  }

  /** Newest first. */
  get all(): readonly RunEntry[] {
    return this.entries;
  }

  get(id: string | null): RunEntry | undefined {
    // Read first, so that whoever asks is told of a change.
    const { length } = this.entries;
    return id === null || length === 0 ? undefined : this.shown.get(id);
  }

  /** The CSS variable of a run's colour, the same wherever the run appears. */
  colorOf(runId: string): string {
    return runToken(this.ranks.get(runId) ?? 0);
  }

  /** The dash pattern that tells apart runs of the same hue. */
  dashOf(runId: string): readonly number[] {
    return runDash(this.ranks.get(runId) ?? 0);
  }

  /** How often the test results of a run were opened, where they are open now; else null. */
  openedTest(id: string): number | null {
    return this.openedTests.get(id) ?? null;
  }

  /** Shows what was measured on the test rows. Main writes the opening down first. */
  async openTest(runId: string): Promise<void> {
    const { opened } = await this.client.runOpenTest({ runId });
    this.openedTests = new Map(this.openedTests).set(runId, opened);
    const run = this.told.get(runId);
    if (run !== undefined) this.show(run);
    this.details.get(runId)?.unseal(opened);
  }

  /** Returns true when the run has just ended. */
  apply(run: RunEntry): boolean {
    const before = this.told.get(run.id);
    if (isActive(run.status) || this.details.has(run.id)) void this.detail(run).follow(run.status);
    if (before?.marks.color !== run.marks.color) this.membership += 1;
    this.told.set(run.id, run);
    this.show(run);
    return before !== undefined && isActive(before.status) && !isActive(run.status);
  }

  /** What a person said about runs, in the same order as their ids. */
  applyMarks(runIds: readonly string[], marks: readonly RunMarks[]): void {
    const changed = new Map<string, RunMarks>();
    runIds.forEach((id, k) => {
      const mark = marks[k];
      if (mark !== undefined && this.told.has(id)) changed.set(id, mark);
    });
    for (const [id, mark] of changed) {
      this.told.set(id, { ...this.told.get(id)!, marks: mark });
      this.shown.set(id, { ...this.shown.get(id)!, marks: mark });
    }
    this.entries = this.entries.map((run) => (changed.has(run.id) ? this.shown.get(run.id)! : run));
    this.membership += 1;
  }

  remove(runIds: readonly string[]): void {
    for (const id of runIds) {
      this.told.delete(id);
      this.shown.delete(id);
      this.details.get(id)?.close();
      this.details.delete(id);
    }
    this.entries = this.entries.filter((run) => this.shown.has(run.id));
    this.membership += 1;
  }

  /** The points of a run, asked for on first use. */
  detail(run: RunRecord): RunDetail {
    const known = this.details.get(run.id);
    if (known !== undefined) return known;
    const detail = new RunDetail(this.client, run.id);
    this.details.set(run.id, detail);
    const opened = this.openedTests.get(run.id);
    if (opened !== undefined) detail.unseal(opened);
    this.forgetOldest(run.id);
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
    if (!this.told.has(run.id)) this.apply({ ...run, marks: NO_MARKS, spark: [], isElsewhere: false });
    return run;
  }

  /** Resolves when the run is in the queue again, which an event has told by then. */
  async goOn(runId: string, moreEpochs: number | null): Promise<void> {
    await this.client.runContinue({ runId, moreEpochs });
  }

  async command(runId: string, command: RunCommand): Promise<void> {
    await this.commandAll([runId], command);
  }

  /** Runs that the command does not fit are passed over. */
  async commandAll(runIds: readonly string[], command: RunCommand): Promise<void> {
    await this.client.runCommand({ runIds: [...runIds], command });
  }

  /** Says something about runs; what is left out stays. An event tells what became of it. */
  async mark(runIds: readonly string[], marks: MarksChange): Promise<void> {
    await this.client.runMark({ runIds: [...runIds], marks });
  }

  /** One metric over a whole run; on the test rows only where they were opened. */
  curvesOf(runId: string, quantity: CurveQuantity): Promise<RunCurves> {
    return this.client.runCurves({ runId, quantity, withTest: this.openedTests.has(runId) });
  }

  private show(run: RunEntry): void {
    const isNew = !this.shown.has(run.id);
    const shown = this.openedTests.has(run.id) ? run : sealRun(run);
    this.shown.set(run.id, shown);
    this.entries = withRun(this.entries, shown);
    if (isNew) this.membership += 1;
  }

  /** `newest` has just been asked for. */
  private forgetOldest(newest: string): void {
    for (const [id] of this.details) {
      if (this.details.size <= KEPT_DETAILS || id === newest) return;
      const run = this.told.get(id);
      if (run === undefined || !isActive(run.status)) this.details.delete(id);
    }
  }
}
