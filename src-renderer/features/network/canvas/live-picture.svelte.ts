import { formatCount } from '@shared/core/text.ts';
import { type Experiment, inputNames, shapesOf, targetNames } from '@shared/model/experiment.ts';
import type { LayerShape } from '@shared/model/network.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { Wish } from '../../../state/look-request.ts';
import type { LookState } from '../../../state/look.svelte.ts';
import { frameWeights, initialWeights, type NetworkWeights } from './edge-weights.ts';
import { type RowChoice, rowsOf } from './row-choice.ts';
import { sameShape, type UnitValues, unitValues } from './unit-values.ts';

/** The network that is drawn, and the run whose network may be shown in it. */
export interface LiveScope {
  readonly experiment: Experiment;
  readonly shapes: readonly LayerShape[];
  readonly run: RunRecord | undefined;
  readonly look: LookState;
}

/** Rows among which one that may be seen is looked for: hardly ever are all of them test rows. */
const FIRST_ROWS: RowChoice = { first: 0, count: 16 };

/** Whose weights and values the picture shows: those of the run that is shown, where they fit, else the initial ones. */
export class LivePicture {
  /** Null as long as nobody has chosen: then the first row that may be seen is. */
  private chosen = $state.raw<RowChoice | null>(null);
  private readonly scope: () => LiveScope;

  /** Whether the run's network has the layers that are drawn, for inputs and answers of the same names. */
  readonly fits: boolean = $derived.by(() => {
    const { experiment, shapes, run } = this.scope();
    if (run === undefined) return false;
    const isSameData =
      inputNames(experiment).join('\n') === inputNames(run.experiment).join('\n') &&
      targetNames(experiment).join('\n') === targetNames(run.experiment).join('\n');
    return isSameData && sameShape(shapes, shapesOf(run.experiment));
  });
  /** Rows of the run's table. */
  readonly rowCount: number = $derived.by(() => {
    const rows = this.scope().run?.rows;
    return rows == null ? 0 : rows.train + rows.validation + rows.test;
  });
  /** Rows to ask for: of several, one that is no sealed test row. */
  private readonly asked: readonly number[] = $derived.by(() =>
    rowsOf(this.chosen ?? FIRST_ROWS, this.rowCount),
  );
  readonly rowChoice: RowChoice = $derived.by(
    () => this.chosen ?? { first: this.frame?.rows.find((row) => this.asked.includes(row)) ?? 0, count: 1 },
  );
  private readonly rows: readonly number[] = $derived.by(() => rowsOf(this.rowChoice, this.rowCount));
  /** What the picture wants to see of the run's network; null: nothing of it fits. */
  readonly wish: Wish | null = $derived.by(() =>
    this.fits ? { weights: true, rows: [...this.asked] } : null,
  );
  private readonly frame = $derived.by(() => (this.fits ? this.scope().look.frame : null));
  private readonly frameWeights: NetworkWeights | null = $derived.by(() =>
    this.frame === null ? null : frameWeights(this.frame, this.scope().shapes),
  );
  /** Where no run is shown: what training would start from. */
  private readonly initial: NetworkWeights | null = $derived.by(() => {
    const { experiment, shapes } = this.scope();
    return this.frameWeights === null ? initialWeights(experiment, shapes) : null;
  });
  readonly weights: NetworkWeights | null = $derived(this.frameWeights ?? this.initial);
  readonly values: UnitValues[] | null = $derived.by(() =>
    unitValues(this.frame, this.scope().shapes, this.rows),
  );
  readonly isLive: boolean = $derived.by(() => this.frameWeights !== null && this.scope().look.isLive);
  /** Whose weights are drawn, in words; null: none are. */
  readonly source: string | null = $derived.by(() => {
    const { experiment, run } = this.scope();
    if (this.frame !== null && this.frameWeights !== null) {
      return `${run?.name ?? ''} after epoch ${formatCount(this.frame.epoch)}`;
    }
    if (this.initial === null) return null;
    const { network } = experiment;
    return network.initial === undefined
      ? `Initial weights, drawn from seed ${String(network.seed)}`
      : 'Initial weights, as given';
  });
  /** Why no values are seen of the rows asked for; null where they are, or none can be. */
  readonly hidden: string | null = $derived.by(() => {
    if (this.frame === null || this.values !== null || this.rows.length === 0) return null;
    return this.frame.rows.length === 0 ? 'Test rows: sealed until opened.' : null;
  });

  constructor(scope: () => LiveScope) {
    this.scope = scope;
  }

  choose(rows: RowChoice): void {
    this.chosen = rows;
  }
}
