import type { FloatArray } from '../core/float-array.ts';
import type { Part } from '../model/data-catalog.ts';
import type { PartMetrics } from '../model/run.ts';
import { type Task, taskOf } from '../model/task.ts';
import { lossOfPredictions } from './losses.ts';
import type { LossSettings, Machine, TrainingPart } from './machine.ts';
import { articleLossSum } from './metrics/article-loss.ts';
import { classificationMetrics } from './metrics/classification.ts';
import { r2, squaredDeviations } from './metrics/r2.ts';
import { addErrors, meanAbsoluteError, rootMeanSquaredError } from './metrics/target-errors.ts';

/** A scaled value of a target → raw units: times a number, or along a curve. */
export type TargetScale = number | ((scaled: number) => number);

export interface EvaluationSettings {
  readonly lossSettings: LossSettings;
  /** For errors in raw units: [T]. */
  readonly targetScales: readonly TargetScale[];
}

/** Neighbouring rows that go through the network in one call, with their targets [T, rows], samples contiguous. */
interface Chunk {
  readonly firstRow: number;
  readonly rows: number;
  readonly targets: FloatArray;
  readonly weights: FloatArray | null;
}

/**
 * Measures a machine's present weights on one part, as many rows at a time as the machine takes. Whatever depends on the
 * targets alone is prepared once.
 *
 * Shapes: as in `TrainingPart` and `EvaluationSettings`.
 * Source: the article, step 9; each figure's own file.
 */
export class PartEvaluator {
  private readonly machine: Machine;
  private readonly name: Part;
  private readonly part: TrainingPart;
  private readonly settings: EvaluationSettings;
  private readonly task: Task;
  private readonly chunks: readonly Chunk[];
  /** Σ (y − ȳ)² of each target. */
  private readonly deviations: readonly number[];
  /** All answers [T, rows], which classes are counted from; null for regression. */
  private readonly answers: FloatArray | null;

  constructor(machine: Machine, name: Part, part: TrainingPart, settings: EvaluationSettings) {
    const T = settings.targetScales.length;
    this.machine = machine;
    this.name = name;
    this.part = part;
    this.settings = settings;
    this.chunks = chunksOf(part, T, machine.predictCapacity);
    this.deviations = settings.targetScales.map((scale, t) => {
      const targets = part.targets.subarray(t * part.rows, (t + 1) * part.rows);
      return squaredDeviations(typeof scale === 'number' ? targets : targets.map(scale));
    });
    this.task = taskOf(settings.lossSettings.loss, T);
    this.answers = this.task === 'regression' ? null : part.targets.slice();
  }

  /** Everything there is to know. */
  measure(): PartMetrics {
    const { targetScales } = this.settings;
    const { rows } = this.part;
    const T = targetScales.length;
    const sums = { squares: new Float64Array(T), absolutes: new Float64Array(T) };
    let lossSum = 0;
    let articleSum = 0;
    for (const chunk of this.chunks) {
      const P = this.predict(chunk);
      lossSum += this.lossOf(chunk, P) * chunk.rows;
      articleSum += articleLossSum(P, chunk.targets, T, chunk.rows);
      addErrors(sums, this.straight(P, chunk.rows), this.straight(chunk.targets, chunk.rows), T, chunk.rows);
      this.keepAnswers(chunk, P);
    }
    return {
      loss: lossSum / rows,
      articleLoss: articleSum / rows,
      rmse: targetScales.map((scale, t) => rootMeanSquaredError(sums.squares[t]!, rows) * factor(scale)),
      mae: targetScales.map((scale, t) => meanAbsoluteError(sums.absolutes[t]!, rows) * factor(scale)),
      r2: targetScales.map((_, t) => r2(sums.squares[t]!, this.deviations[t]!)),
      ...this.classification(),
    };
  }

  /** The loss alone, the same as that of `measure`. */
  measureLoss(): number {
    let sum = 0;
    for (const chunk of this.chunks) sum += this.lossOf(chunk, this.predict(chunk)) * chunk.rows;
    return sum / this.part.rows;
  }

  /** Values [T, rows] with those of targets scaled along a curve in raw units. */
  private straight(values: FloatArray, rows: number): FloatArray {
    const { targetScales } = this.settings;
    if (targetScales.every((scale) => typeof scale === 'number')) return values;
    const straight = values.slice();
    targetScales.forEach((scale, t) => {
      if (typeof scale === 'number') return;
      for (let k = t * rows; k < (t + 1) * rows; k++) straight[k] = scale(values[k]!);
    });
    return straight;
  }

  private predict({ firstRow, rows }: Chunk): FloatArray {
    return this.machine.predict(this.name, firstRow, rows);
  }

  private lossOf({ targets, weights, rows }: Chunk, P: FloatArray): number {
    const { lossSettings, targetScales } = this.settings;
    return lossOfPredictions(lossSettings, P, targets, weights, targetScales.length, rows);
  }

  private keepAnswers({ firstRow, rows }: Chunk, P: FloatArray): void {
    if (this.answers === null) return;
    for (let t = 0; t < this.settings.targetScales.length; t++) {
      this.answers.set(P.subarray(t * rows, (t + 1) * rows), t * this.part.rows + firstRow);
    }
  }

  private classification(): Pick<PartMetrics, 'classification'> {
    if (this.answers === null || this.task === 'regression') return {};
    const { targets, rows } = this.part;
    const T = this.settings.targetScales.length;
    return { classification: classificationMetrics(this.task, this.answers, targets, T, rows) };
  }
}

function factor(scale: TargetScale): number {
  return typeof scale === 'number' ? scale : 1;
}

function chunksOf(part: TrainingPart, T: number, capacity: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let firstRow = 0; firstRow < part.rows; firstRow += capacity) {
    const rows = Math.min(capacity, part.rows - firstRow);
    chunks.push({
      firstRow,
      rows,
      targets: rowsOf(part, T, firstRow, rows),
      weights: part.weights?.subarray(firstRow, firstRow + rows) ?? null,
    });
  }
  return chunks;
}

/** Targets [T, rows] of neighbouring rows: the part's own memory where they lie together there. */
function rowsOf({ targets, rows: all }: TrainingPart, T: number, firstRow: number, rows: number): FloatArray {
  if (T === 1 || rows === all) return targets.subarray(T * firstRow, T * (firstRow + rows));
  const chunk = targets.slice(0, T * rows);
  for (let t = 0; t < T; t++) {
    chunk.set(targets.subarray(t * all + firstRow, t * all + firstRow + rows), t * rows);
  }
  return chunk;
}
