import type { Request, Response } from '@shared/ipc/contract.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { EvaluatedRow, RowChoice } from '@shared/model/evaluation.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { Client } from '../api/client.ts';
import { Answer } from './answer.svelte.ts';
import { CaseAnswers } from './case-answers.svelte.ts';
import { ImportanceState } from './importance.svelte.ts';

export type EvaluationTab = 'overview' | 'residuals' | 'thresholds' | 'inputs' | 'cases' | 'equation';

/** A class that is told from the rest: a target column and one of its classes. */
export interface ClassChoice {
  readonly column: string;
  readonly level: string;
}

type Question<C extends 'curves' | 'rows' | 'column' | 'dependence'> = Omit<
  Request<`evaluation:${C}`>,
  'runId'
>;

/** How good the model of the run that is shown is, row by row: what was asked of main, and what is looked at. */
export class EvaluationState {
  /** What is looked at. It stays while another stage is open. */
  tab = $state<EvaluationTab>('overview');
  private chosenPart = $state<Part | null>(null);
  /** Place among the outputs that are numbers. */
  output = $state(0);
  /** Null: the first. */
  chosenClass = $state.raw<ClassChoice | null>(null);
  /** Null: the worst rows, or the mistakes. */
  rowChoice = $state.raw<RowChoice | null>(null);
  threshold = $state(0.5);
  /** What residuals are drawn against: a column, or null for the answers. */
  against = $state<string | null>(null);
  /** The input that partial dependence is shown of; null: the first. */
  input = $state<string | null>(null);

  private run = $state.raw<RunRecord | null>(null);
  private isTestOpen = $state(false);
  readonly part: Part = $derived(this.fittingPart());
  /** The rows of the part are there, but may not be looked at yet. */
  readonly isSealed: boolean = $derived(this.part === 'test' && !this.isTestOpen);
  readonly isTestSealed: boolean = $derived(!this.isTestOpen);

  readonly reading: Answer<Part, Response<'evaluation:read'>>;
  readonly curves: Answer<Question<'curves'>, Response<'evaluation:curves'>>;
  readonly rows: Answer<Question<'rows'>, Response<'evaluation:rows'>>;
  readonly column: Answer<Question<'column'>, Response<'evaluation:column'>>;
  readonly dependence: Answer<Question<'dependence'>, Response<'evaluation:dependence'>>;
  readonly importance: ImportanceState;
  readonly cases: CaseAnswers;
  private readonly client: Client;
  private stamp = '';

  constructor(client: Client) {
    this.client = client;
    this.reading = new Answer((part) => client.evaluationRead({ runId: this.runId, part }));
    this.curves = new Answer((question) => client.evaluationCurves({ runId: this.runId, ...question }));
    this.rows = new Answer((question) => client.evaluationRows({ runId: this.runId, ...question }));
    this.column = new Answer((question) => client.evaluationColumn({ runId: this.runId, ...question }));
    this.dependence = new Answer(
      (question) => client.evaluationDependence({ runId: this.runId, ...question }),
      DRAG_MS,
    );
    this.importance = new ImportanceState(client);
    this.cases = new CaseAnswers(client);
  }

  /** Follows the run that is shown; `epoch`: that of the weights its model has. */
  show(run: RunRecord, epoch: number, isTestOpen: boolean): void {
    this.isTestOpen = isTestOpen;
    const stamp = `${run.id}/${String(epoch)}`;
    const isSame = stamp === this.stamp;
    this.run = run;
    if (isSame) return;
    this.stamp = stamp;
    for (const answer of [this.reading, this.curves, this.rows, this.column, this.dependence])
      answer.forget();
    this.importance.show(run.id);
    this.rowChoice = null;
    this.chosenClass = null;
    this.against = null;
    this.input = null;
    this.output = 0;
    this.threshold = 0.5;
  }

  /** One row of the table with what the model says of it; null where the part that is looked at has no such row. */
  async readRow(row: number): Promise<EvaluatedRow | null> {
    const { runId, part } = this;
    const which: RowChoice = { kind: 'row', row };
    const { rows } = await this.client.evaluationRows({ runId, part, which, from: 0, count: 1 });
    return rows[0] ?? null;
  }

  choosePart(part: Part): void {
    this.chosenPart = part;
  }

  private get runId(): string {
    return this.run?.id ?? '';
  }

  /** The part that was chosen, where it has rows; else the one that settings are judged by. */
  private fittingPart(): Part {
    const rows = this.run?.rows;
    const hasRows = (part: Part): boolean => (rows?.[part] ?? 0) > 0;
    if (this.chosenPart !== null && hasRows(this.chosenPart)) return this.chosenPart;
    return hasRows('validation') ? 'validation' : 'train';
  }
}

/** A range is dragged in many small steps. */
const DRAG_MS = 80;
