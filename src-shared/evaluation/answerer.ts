import { createEncoder } from '../data/encode.ts';
import { unscaleValue } from '../data/transforms.ts';
import type { Backend, Machine, MachineSetup } from '../engine/machine.ts';
import { modelParameters } from '../export/model-layers.ts';
import { modelShapes } from '../export/model-network.ts';
import type { ModelFile } from '../model/model-file.ts';
import { lossOf } from '../model/task.ts';
import type { Work } from './work.ts';

/** Rows that a model is asked about: interpreted values, NaN where one is missing. */
export interface AskedRows {
  readonly rows: number;
  /** Of one of the model's inputs, by its place. */
  value(input: number, row: number): number;
}

/** In one call of the machine: values that are encoded, and multiply-adds of the network. Each some milliseconds. */
const VALUES_AT_ONCE = 2 ** 16;
const WORK_AT_ONCE = 2 ** 24;
/** The machine takes its rows in panels of so many. */
const FEWEST_ROWS = 8;

/**
 * A model that answers many rows, on a machine in float64 whatever precision it was trained in: what `createPredictor` gives
 * for each of them, but for the last digits.
 */
export class Answerer {
  /** Values that the model answers for each row. */
  readonly outputs: number;
  private readonly model: ModelFile;
  private readonly machine: Machine;
  private readonly encoders: ReturnType<typeof createEncoder>[];
  private readonly features: number;

  constructor(model: ModelFile, backend: Backend) {
    this.model = model;
    this.outputs = model.outputs.length;
    this.machine = backend.createMachine(askingSetup(model));
    const { parameters, statistics } = modelParameters(model.layers);
    this.machine.parameters.set(parameters);
    this.machine.statistics.set(statistics);
    this.encoders = model.inputs.map(createEncoder);
    this.features = this.encoders.reduce((sum, encoder) => sum + encoder.features, 0);
  }

  /** Raw answers: [outputs, rows]. */
  *answer(asked: AskedRows): Work<Float64Array> {
    const answers = new Float64Array(this.outputs * asked.rows);
    const atOnce = this.rowsAtOnce();
    const inputs = new Float64Array(Math.min(atOnce, asked.rows) * this.features);
    for (let from = 0; from < asked.rows; from += atOnce) {
      const count = Math.min(atOnce, asked.rows - from);
      this.encode(asked, from, count, inputs);
      const scaled = this.machine.predictRows(inputs.subarray(0, count * this.features), count);
      this.model.outputs.forEach(({ transform }, t) => {
        for (let n = 0; n < count; n++) {
          answers[t * asked.rows + from + n] = unscaleValue(transform, scaled[t * count + n]!);
        }
      });
      yield;
    }
    return answers;
  }

  close(): void {
    this.machine.close();
  }

  private rowsAtOnce(): number {
    const rows = Math.min(VALUES_AT_ONCE / this.features, WORK_AT_ONCE / this.model.parameters);
    return Math.min(this.machine.predictCapacity, Math.max(FEWEST_ROWS, Math.floor(rows)));
  }

  /** Scaled inputs [rows, features], row after row. */
  private encode(asked: AskedRows, from: number, count: number, inputs: Float64Array): void {
    let first = 0;
    this.encoders.forEach((encoder, i) => {
      let n = 0;
      const take = (value: number, feature: number): void => {
        inputs[n * this.features + first + feature] = value;
      };
      for (; n < count; n++) encoder.encode(asked.value(i, from + n), take);
      first += encoder.features;
    });
  }
}

/** A machine that is only asked: its training data are one row of nothing. */
function askingSetup(model: ModelFile): MachineSetup {
  const shapes = modelShapes(model);
  return {
    shapes,
    precision: 'float64',
    lossSettings: { loss: lossOf(model.task), huberDelta: 1 },
    optimizer: null,
    clipping: null,
    batchRows: 1,
    seed: 0,
    parts: {
      train: {
        rows: 1,
        inputs: new Float64Array(shapes[0]!.inputs),
        targets: new Float64Array(shapes.at(-1)!.units),
        weights: null,
      },
      validation: null,
      test: null,
    },
  };
}
