import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { Answerer } from '@shared/evaluation/answerer.ts';
import { type AnsweredPart, answerPart } from '@shared/evaluation/answered-part.ts';
import { type EvaluatedPart, evaluatePart } from '@shared/evaluation/evaluate-part.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { EvaluationSubject } from './evaluation-subject.ts';
import { inSlices } from './in-slices.ts';

/** How the shelf gets at what it evaluates. */
export interface ShelfSources {
  readonly model: (directory: string) => Promise<ModelFile>;
  readonly table: (experiment: Experiment) => Promise<RawTable>;
  /** For a model that will be asked about so many rows in all. */
  readonly answerer: (model: ModelFile, rows: number) => Answerer;
}

/** A model with the data that it was trained on. */
export interface OpenedModel {
  readonly model: ModelFile;
  readonly table: RawTable;
  readonly data: PreparedData;
  readonly parts: Map<Part, Promise<OpenedPart>>;
}

export interface OpenedPart {
  readonly answered: AnsweredPart;
  readonly evaluated: EvaluatedPart;
}

/** Models whose answers are kept: that of the run that is looked at, and the one before. */
const KEPT = 2;
/** About how often a table's rows are asked about for each input, when its importance is measured. */
const ASKED_PER_ROW = 10;
/** Answers of one part: a gigabyte of them. */
const MOST_ANSWERS = 2 ** 27;

/**
 * Trained models beside their data, with the answers on each part that was asked for: made once, until the model or the
 * table is another.
 */
export class EvaluationShelf {
  private readonly sources: ShelfSources;
  private readonly kept = new Map<string, OpenedModel>();

  constructor(sources: ShelfSources) {
    this.sources = sources;
  }

  /** Throws DATA_CHANGED where the table is not the one that the model was trained on. */
  async open({ directory, experiment }: Omit<EvaluationSubject, 'part'>): Promise<OpenedModel> {
    const model = await this.sources.model(directory);
    const table = await this.sources.table(experiment);
    const known = this.kept.get(directory);
    const isSame = known?.model === model && known.table === table;
    const opened = isSame ? known : openModel(model, experiment, table);
    this.kept.delete(directory);
    this.kept.set(directory, opened);
    for (const oldest of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(oldest);
    return opened;
  }

  /** The answers on a part, and their figures. Throws NO_ROWS where it has none. */
  part(opened: OpenedModel, part: Part): Promise<OpenedPart> {
    const known = opened.parts.get(part);
    if (known !== undefined) return known;
    const found = this.answer(opened, part);
    opened.parts.set(part, found);
    found.catch(() => opened.parts.delete(part));
    return found;
  }

  /**
   * Has work done with a model that answers anything. What answers is the same for all questions about one table: figures
   * shall differ by what was asked alone.
   */
  async asking<T>({ model, table }: OpenedModel, work: (answerer: Answerer) => Promise<T>): Promise<T> {
    const answerer = this.sources.answerer(model, table.rows * ASKED_PER_ROW * model.inputs.length);
    try {
      return await work(answerer);
    } finally {
      answerer.close();
    }
  }

  private async answer(opened: OpenedModel, part: Part): Promise<OpenedPart> {
    const rows = opened.data.rows[part];
    requireAnswerable(rows.length, opened.model, part);
    const { task } = opened.model;
    // To its end also when a newer question came: that one will want the same answers.
    const answered = await this.asking(opened, (answerer) =>
      inSlices(answerPart({ data: opened.data, task, answerer }, rows)),
    );
    return { answered, evaluated: await inSlices(evaluatePart(answered)) };
  }
}

function openModel(model: ModelFile, experiment: Experiment, table: RawTable): OpenedModel {
  const data = prepareExperiment(experiment, table);
  if (data.hash !== model.training?.dataHash) {
    throw new AppError(
      'DATA_CHANGED',
      'The data are no longer those that the run was trained on, so its rows cannot be evaluated. Put them back, or train the experiment anew.',
      { at: 'data.source' },
    );
  }
  return { model, table, data, parts: new Map() };
}

function requireAnswerable(rows: number, { outputs }: ModelFile, part: Part): void {
  if (rows === 0) {
    throw new AppError('NO_ROWS', `The split gives the ${part} part no rows. Choose another part.`, {
      at: 'part',
    });
  }
  if (rows * outputs.length <= MOST_ANSWERS) return;
  throw new AppError(
    'TOO_LARGE',
    `part: ${formatCount(rows)} rows with ${formatCount(outputs.length)} answers each are more than is evaluated at once. ` +
      'Give the part fewer rows.',
    { at: 'part' },
  );
}
