import { createFloatArray, type Precision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Machine } from '@shared/engine/machine.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import type { Question } from '@shared/evaluation/answering-choice.ts';
import { parameterCount, unitsOf } from '@shared/model/network.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { benchSideBySide, type ClosableWork } from './side-by-side.ts';
import { summarize } from './timing.ts';
import { workloadSetup } from './training-workloads.ts';

const MANY_ROWS = 10_000;
/** Rows that `predict-many` may ask about in all: `auto` takes what a table of them would be answered by. */
const ASKED_ROWS = 1e9;
/** Questions between two looks at the clock. */
const ONES_AT_ONCE = 256;

/** How long one row takes when it is asked alone, from the call to the answer. */
export function benchPredictOne(settings: readonly BenchSetting[]): BenchLine[] {
  const begin = (setting: BenchSetting) => {
    const { machine, inputs } = predictingMachine(setting, 1);
    return asking(machine, () => {
      for (let k = 0; k < ONES_AT_ONCE; k++) machine.predictRows(inputs, 1);
      return ONES_AT_ONCE;
    });
  };
  return benchSideBySide(settings, begin, (setting, { rates }) =>
    benchLine('predict-one', setting, 'µs', summarize(rates.map((rate) => 1e6 / rate))),
  );
}

/** Rows a second when many are asked together, as many in a call as the machine takes. */
export function benchPredictMany(settings: readonly BenchSetting[]): BenchLine[] {
  const begin = (setting: BenchSetting) => {
    const { machine, inputs } = predictingMachine(setting, MANY_ROWS);
    const I = inputs.length / MANY_ROWS;
    return asking(machine, () => {
      for (let row = 0; row < MANY_ROWS; row += machine.predictCapacity) {
        const rows = Math.min(machine.predictCapacity, MANY_ROWS - row);
        machine.predictRows(inputs.subarray(row * I, (row + rows) * I), rows);
      }
      return MANY_ROWS;
    });
  };
  return benchSideBySide(settings, begin, (setting, { rates }) =>
    benchLine('predict-many', setting, 'rows/s', summarize(rates), { rows: MANY_ROWS }),
  );
}

/** What `predict-many` asks, as far as the choice of a backend goes. */
export function manyQuestion(precision: Precision): Question {
  const { shapes } = workloadSetup('tabular-small', precision);
  return { parameters: parameterCount(shapes), units: unitsOf(shapes), rows: ASKED_ROWS };
}

/** The network of tabular-small, with rows to ask it about: [rows, I]. */
function predictingMachine({ backend, precision }: BenchSetting, rows: number) {
  const { shapes, parts, training, network } = workloadSetup('tabular-small', precision);
  const machine: Machine = backend.createMachine({
    shapes,
    precision,
    lossSettings: training,
    optimizer: null,
    clipping: null,
    batchRows: 1,
    seed: training.seed,
    parts,
  });
  machine.parameters.set(initialParameters(shapes, network, precision));
  const random = new Random(1, 'bench questions');
  const inputs = createFloatArray(precision, rows * shapes[0]!.inputs).map(() => random.normal());
  return { machine, inputs };
}

/** `ask` is repeated for as long as is wanted; it returns how many rows it asked about. */
function asking(machine: Machine, ask: () => number): ClosableWork {
  const run = (ms: number) => {
    const until = performance.now() + ms;
    let done = 0;
    do done += ask();
    while (performance.now() < until);
    return done;
  };
  return { reset: () => undefined, run, close: () => machine.close() };
}
