import { Random } from '@shared/core/random.ts';
import { evaluatePart } from '@shared/evaluation/evaluate-part.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { type MetricsPoint, NO_MARKS, type PartMetrics, type RunRecord } from '@shared/model/run.ts';
import type { ReportedPart, ReportedRun, ReportSubject } from '@shared/report/report-subject.ts';
import { classOutputs } from './answered-parts.ts';

/* What reports are made of, without a folder. */

/** The record of a run whose model this is. */
function recordOf(model: ModelFile): RunRecord {
  const { experiment, engine, dataHash, rows, epochsDone } = model.training!;
  return {
    format: 'ninestep-run',
    version: 1,
    id: 'run_0123456789ab',
    name: model.name,
    origin: 'window',
    status: 'finished',
    createdAt: '2026-11-23T07:00:00.000Z',
    endedAt: '2026-11-23T07:01:00.000Z',
    experiment,
    engine,
    dataHash,
    rows,
    parameters: model.parameters,
    epochsDone,
    seconds: 12,
    last: null,
    best: null,
    reason: null,
    failure: null,
  };
}

/** A run with evaluations that fall towards zero; `change` says what of it is otherwise. */
export function reportedRun(model: ModelFile, change: Partial<ReportedRun> = {}): ReportedRun {
  const points = Array.from({ length: 40 }, (_, epoch) => point(model, epoch, 1 / (epoch + 1)));
  return { record: recordOf(model), marks: NO_MARKS, points, testOpenings: 0, ...change };
}

/** One evaluation, the test part left out as long as it is sealed. */
export function point({ outputs }: Pick<ModelFile, 'outputs'>, epoch: number, loss: number): MetricsPoint {
  const part = (share: number): PartMetrics => ({
    loss: loss * share,
    articleLoss: loss * share,
    rmse: outputs.map(() => loss * share),
  });
  return {
    epoch,
    step: epoch,
    seconds: epoch,
    duringEpoch: null,
    train: part(1),
    validation: part(1.2),
    test: null,
  };
}

export function reportSubject(model: ModelFile, change: Partial<ReportSubject> = {}): ReportSubject {
  const sealed = { ...model, metrics: { ...model.metrics, test: null } };
  return {
    model: sealed,
    run: model.training === null ? null : reportedRun(model),
    table: 'No table was read.',
    version: '9.8.7',
    ...change,
  };
}

/** A model without hidden layers that gives each of these levels a probability; `inputs` numbers go in. */
export function manyClassesModel(
  base: ModelFile,
  levels: readonly string[],
  inputs: readonly string[],
): ModelFile {
  const transform = { kind: 'standard', shift: 1, scale: 2 } as const;
  const W = levels.map((_, o) => inputs.map((__, i) => (o - i) / 100));
  return {
    ...base,
    task: 'multiclass',
    inputs: inputs.map((name) => ({ name, transform, range: { min: 0, max: 2, mean: 1 } })),
    outputs: classOutputs('kind', levels),
    layers: [
      {
        type: 'dense',
        activation: 'softmax',
        shape: [levels.length, inputs.length],
        dtype: 'float64',
        W,
        b: levels.map(() => 0),
      },
    ],
    testCases: [],
    goldenCases: [],
  };
}

/** Every figure of a model whose answers for a part are drawn at random, most of them right. */
export function reportedPart(
  { task, outputs }: Pick<ModelFile, 'task' | 'outputs'>,
  part: Part,
  rows: number,
): ReportedPart {
  const random = new Random(3, part);
  const T = outputs.length;
  const [truth, answers] = [new Float64Array(T * rows), new Float64Array(T * rows)];
  for (let n = 0; n < rows; n++) {
    const own = random.below(T);
    for (let t = 0; t < T; t++) {
      truth[t * rows + n] = task === 'multiclass' ? Number(t === own) : random.normal();
      answers[t * rows + n] = truth[t * rows + n]! + 0.4 * random.normal();
    }
  }
  const answered = { task, outputs, rows: Uint32Array.from({ length: rows }, (_, n) => n), truth, answers };
  const { numbers, classes } = finish(evaluatePart(answered));
  return { part, rows, numbers, classes, answered };
}

/** What a person reads of a page: no markup, no style, no data. */
export function pageText(html: string): string {
  return html
    .replace(/<(style|script)[^>]*>[^<]*<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
