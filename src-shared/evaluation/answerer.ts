import { createEncoder } from '../data/encode.ts';
import { unscaleValue } from '../data/transforms.ts';
import type { ModelFile } from '../model/model-file.ts';
import type { Answering } from './answering-choice.ts';
import type { ScaledNetwork } from './scaled-network.ts';
import type { Work } from './work.ts';

/** Rows that a model is asked about: interpreted values, NaN where one is missing. */
export interface AskedRows {
  readonly rows: number;
  /** Of one of the model's inputs, by its place. */
  value(input: number, row: number): number;
}

/**
 * A model that answers many rows, in float64 whatever precision it was trained in: what `createPredictor` gives for each of
 * them, but for the last digits.
 */
export class Answerer {
  /** Values that the model answers for each row. */
  readonly outputs: number;
  readonly answering: Answering;
  private readonly model: ModelFile;
  private readonly network: ScaledNetwork;
  private readonly encoders: ReturnType<typeof createEncoder>[];
  private readonly features: number;

  constructor(model: ModelFile, network: ScaledNetwork) {
    this.model = model;
    this.outputs = model.outputs.length;
    this.answering = network.answering;
    this.network = network;
    this.encoders = model.inputs.map(createEncoder);
    this.features = this.encoders.reduce((sum, encoder) => sum + encoder.features, 0);
  }

  /** Raw answers: [outputs, rows]. */
  *answer(asked: AskedRows): Work<Float64Array> {
    const answers = new Float64Array(this.outputs * asked.rows);
    const atOnce = this.network.rowsAtOnce;
    const inputs = new Float64Array(Math.min(atOnce, asked.rows) * this.features);
    for (let from = 0; from < asked.rows; from += atOnce) {
      const count = Math.min(atOnce, asked.rows - from);
      this.encode(asked, from, count, inputs);
      const scaled = this.network.predictRows(inputs.subarray(0, count * this.features), count);
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
    this.network.close();
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
