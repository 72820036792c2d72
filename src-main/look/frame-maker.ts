import type { FloatArray, Precision } from '@shared/core/float-array.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { drawnWeights } from '@shared/engine/insight/drawn-weights.ts';
import { ofEachLayer } from '@shared/engine/insight/norms.ts';
import type { LookedAtMachine } from '@shared/engine/machine.ts';
import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { Moment } from '@shared/model/insight.ts';
import type { LayerShape } from '@shared/model/network.ts';
import { answersTo, encodedRows, truthOf } from './encoded-rows.ts';
import { surfaceOf } from './surface.ts';

/** The network to look at, and the moment that it is of. */
export interface LookedAt extends Moment {
  readonly network: LookedAtMachine;
}

type AnswersOfPart = NonNullable<NetworkFrame['answers']>[number];

/** Rows of a part that are asked about again and again. */
interface AskedPart {
  readonly part: AnswersOfPart['part'];
  readonly rows: Uint32Array;
  readonly inputs: FloatArray;
  readonly truth: Float32Array;
}

/**
 * Makes pictures of the networks of one experiment. What depends on the data alone is prepared once for each request.
 * Rows of the parts that may not be seen are left out.
 */
export class FrameMaker {
  private readonly data: PreparedData;
  private readonly shapes: readonly LayerShape[];
  private readonly precision: Precision;
  /** By row of the table: 1 where it may be shown. */
  private readonly seen: Uint8Array;
  private asked: { key: string; parts: AskedPart[] } = { key: '', parts: [] };
  private traced: { key: string; inputs: FloatArray } | null = null;

  constructor(experiment: Experiment, data: PreparedData, seenParts: readonly Part[]) {
    this.data = data;
    this.shapes = shapesOf(experiment);
    this.precision = experiment.training.precision;
    this.seen = new Uint8Array(data.tableRows);
    for (const part of seenParts) for (const row of data.rows[part]) this.seen[row] = 1;
  }

  /** Throws INVALID_VALUE where the surface cannot be drawn. */
  make({ network, epoch, step }: LookedAt, request: LookRequest): NetworkFrame {
    const { surface, answers } = request;
    const rows = request.rows.filter((row) => this.seen[row] === 1);
    return {
      epoch,
      step,
      weights: request.weights ? this.weights(network) : null,
      rows,
      activations: rows.length === 0 ? null : this.activations(network, rows),
      surface: surface && surfaceOf(network, this.data, surface, this.precision),
      answers: answers === 0 ? null : this.answers(network, answers),
    };
  }

  private weights({ parameters }: LookedAtMachine): NetworkFrame['weights'] {
    const own = ofEachLayer(parameters, this.shapes);
    return this.shapes.flatMap((shape, layer) =>
      shape.type === 'dense'
        ? [{ layer, ...drawnWeights(own[layer]!, shape.units, shape.inputs, LIMITS.drawnWeights) }]
        : [],
    );
  }

  private activations(network: LookedAtMachine, rows: readonly number[]): Float32Array[] {
    const inputs = this.inputsOf(rows);
    const I = inputs.length / rows.length;
    const layers = this.shapes.map(({ units }) => new Float32Array(rows.length * units));
    for (let first = 0; first < rows.length; first += network.predictCapacity) {
      const count = Math.min(network.predictCapacity, rows.length - first);
      const traced = network.traceRows(inputs.subarray(first * I, (first + count) * I), count);
      layers.forEach((layer, l) => {
        layer.set(byRows(traced[l]!, count), first * this.shapes[l]!.units);
      });
    }
    return [Float32Array.from(inputs), ...layers];
  }

  private inputsOf(rows: readonly number[]): FloatArray {
    const key = rows.join();
    if (this.traced?.key !== key) {
      this.traced = { key, inputs: encodedRows(this.data, Uint32Array.from(rows), this.precision) };
    }
    return this.traced.inputs;
  }

  private answers(network: LookedAtMachine, most: number): AnswersOfPart[] {
    return this.askedParts(most).map(({ part, rows, inputs, truth }) => ({
      part,
      rows: [...rows],
      answers: answersTo(network, this.data, inputs, rows.length),
      truth,
    }));
  }

  private askedParts(most: number): AskedPart[] {
    const key = String(most);
    if (this.asked.key !== key) {
      const parts = (['train', 'validation'] as const).flatMap((part) => {
        const rows = evenly(this.data.rows[part], most);
        if (rows.length === 0) return [];
        const inputs = encodedRows(this.data, rows, this.precision);
        return [{ part, rows, inputs, truth: truthOf(this.data, rows) }];
      });
      this.asked = { key, parts };
    }
    return this.asked.parts;
  }
}

function evenly(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from({ length: most }, (_, k) => rows[Math.floor((k * rows.length) / most)]!);
}

/** [units, rows] → [rows, units] */
function byRows(values: FloatArray, rows: number): Float32Array {
  const units = values.length / rows;
  const result = new Float32Array(values.length);
  for (let u = 0; u < units; u++)
    for (let n = 0; n < rows; n++) result[n * units + u] = values[u * rows + n]!;
  return result;
}
