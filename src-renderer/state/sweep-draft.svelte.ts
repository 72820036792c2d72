import type { GroupKind } from '@shared/model/run.ts';
import type { SweepSpec, SweptSetting } from '@shared/model/sweep.ts';
import { checkSweep } from '@shared/sweep/check-sweep.ts';
import { expandSweep, type PlannedRun } from '@shared/sweep/expand-sweep.ts';
import { describeError } from '../api/client.ts';
import type { DraftAccess } from '../components/draft.ts';
import { plainMessage, type Problem } from '../edits/problems.ts';
import { FieldDrafts } from './field-drafts.svelte.ts';
import { Latest } from './latest.ts';

/** A thousand runs are checked one by one, so not with every keystroke. */
const CHECK_MS = 120;

/** What is known of a spec once it has been looked at whole. */
interface Checked {
  readonly spec: SweepSpec;
  readonly problem: Problem | null;
  /** Empty where there is a problem. */
  readonly runs: readonly PlannedRun[];
}

/** What a person is about to launch, as the dialog edits it: checked shortly after every change. */
export class SweepDraft {
  readonly kind: GroupKind;
  spec: SweepSpec;
  private checked: Checked | null = $state.raw(null);
  private readonly fieldDrafts = new FieldDrafts();
  private readonly latest = new Latest();
  private readonly onchecked: (runs: readonly PlannedRun[]) => void;

  readonly drafts: DraftAccess = this.fieldDrafts.of('spec');
  /** Whether what is known is about the spec as it stands. */
  readonly isChecked: boolean = $derived.by(() => this.checked?.spec === this.spec);
  /** The first thing that stands in the way; a text that is no value comes before what the values mean. */
  readonly problem: Problem | null = $derived.by(
    () => this.fieldDrafts.problems('spec')[0] ?? this.checked?.problem ?? null,
  );
  /** The runs as of the last check. */
  readonly runs: readonly PlannedRun[] = $derived.by(() => this.checked?.runs ?? []);
  readonly canLaunch: boolean = $derived.by(
    () => this.isChecked && this.problem === null && this.runs.length > 0,
  );

  /** `onchecked` is told the runs whenever they have been worked out anew. */
  constructor(kind: GroupKind, spec: SweepSpec, onchecked: (runs: readonly PlannedRun[]) => void) {
    this.kind = kind;
    this.spec = $state.raw(spec);
    this.onchecked = onchecked;
    this.check();
  }

  change(change: Partial<SweepSpec>): void {
    this.spec = { ...this.spec, ...change };
    this.latest.after(CHECK_MS, () => {
      this.check();
      return Promise.resolve();
    });
  }

  /** Puts one varied setting in place of another; `undefined` takes it out. */
  changeSetting(at: number, setting: SweptSetting | undefined): void {
    const { settings } = this.spec;
    if (setting === undefined) {
      // The drafts of those that follow would else belong to another setting.
      this.fieldDrafts.forget('spec', 'settings[');
      this.change({ settings: settings.toSpliced(at, 1) });
    } else this.change({ settings: settings.with(at, setting) });
  }

  private check(): void {
    const { spec } = this;
    const problem = this.problemOf(spec);
    this.checked = { spec, problem, runs: problem === null ? expandSweep(spec) : [] };
    this.onchecked(this.checked.runs);
  }

  private problemOf(spec: SweepSpec): Problem | null {
    if (this.kind === 'sweep' && spec.settings.length === 0) {
      return { at: 'settings', message: 'Choose at least one setting that is varied.' };
    }
    try {
      checkSweep(spec);
      return null;
    } catch (error) {
      const told = describeError(error);
      return { at: told.at ?? '', message: plainMessage(told) };
    }
  }
}
