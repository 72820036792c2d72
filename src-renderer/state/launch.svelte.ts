import type { Experiment } from '@shared/model/experiment.ts';
import type { GroupKind } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { groupKindOf, type PlannedRun } from '@shared/sweep/expand-sweep.ts';
import { type Client, describeError } from '../api/client.ts';
import { experimentsToMeasure } from '../edits/sweep-time.ts';
import { newSpec } from '../edits/sweep-spec.ts';
import type { Forecasts } from './forecasts.svelte.ts';
import { Latest } from './latest.ts';
import { SweepDraft } from './sweep-draft.svelte.ts';

/** A draft that is being typed is not measured at every keystroke. */
const QUIET_MS = 500;

/** Launching many runs at once: what a dialog is open for, and the way to main. */
export class LaunchState {
  /** Open while a dialog asks for seeds, folds or a sweep. */
  draft = $state.raw<SweepDraft | null>(null);
  isLaunching = $state(false);
  /** Why the last attempt to launch was refused. */
  refusal = $state<string | null>(null);
  private readonly client: Client;
  private readonly forecasts: Forecasts;
  private readonly latest = new Latest();

  constructor(client: Client, forecasts: Forecasts) {
    this.client = client;
    this.forecasts = forecasts;
  }

  /** Has the time of the open experiment measured, once it is left alone for a moment. */
  followDraft(experiment: Experiment | null): void {
    this.latest.cancel();
    if (experiment === null) return;
    this.latest.after(QUIET_MS, () => {
      this.forecasts.want('draft', [experiment]);
      return Promise.resolve();
    });
  }

  open(kind: GroupKind, experiment: Experiment): void {
    this.show(kind, newSpec(kind, experiment));
  }

  /** Asks for a file, and opens what it holds to be looked at, changed and launched. */
  async openFile(): Promise<void> {
    const { spec } = await this.client.sweepChoose({});
    if (spec !== null) this.show(groupKindOf(spec), spec);
  }

  close(): void {
    this.draft = null;
    this.refusal = null;
    this.forecasts.want('dialog', []);
  }

  /** The file's name where it was saved, null where the person changed their mind. */
  async save(spec: SweepSpec): Promise<string | null> {
    const content = `${JSON.stringify(spec, null, 2)}\n`;
    const saved = await this.client.artifactSave({ kind: 'json', name: spec.name, content });
    return saved.status === 'saved' ? saved.fileName : null;
  }

  /** Launches what the dialog holds, and closes it; refused, it stays open and says why. Returns how many runs. */
  async launch(): Promise<number> {
    const { draft } = this;
    if (draft === null || !draft.canLaunch || this.isLaunching) return 0;
    this.isLaunching = true;
    this.refusal = null;
    try {
      const { runs } = await this.client.groupStart({ spec: draft.spec });
      this.close();
      return runs;
    } catch (error) {
      this.refusal = describeError(error).message;
      return 0;
    } finally {
      this.isLaunching = false;
    }
  }

  /** Makes what is missing of a group, and goes on with what was halted. Returns how many runs that is. */
  async continueGroup(groupId: string): Promise<number> {
    const { runs } = await this.client.groupContinue({ groupId });
    return runs;
  }

  private show(kind: GroupKind, spec: SweepSpec): void {
    this.refusal = null;
    this.draft = new SweepDraft(kind, spec, (runs: readonly PlannedRun[]) => {
      this.forecasts.want('dialog', experimentsToMeasure(runs));
    });
  }
}
