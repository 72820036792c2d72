import { createFloatArray } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Backend } from '@shared/engine/machine.ts';
import type { TrainingSetup } from '@shared/engine/machine-setup.ts';
import { stepRows, type TrainingWork } from '@shared/engine/native/choice.ts';
import { TrainingLoop } from '../bench/training-loop.ts';

/** Rounds in turn, so that whatever else the machine does hits both alike. */
const ROUND_MS = 20;
const MOST_ROUNDS = 20;
/** After so long the best so far decides, each having had two rounds: the first may have been for warming up. */
const PATIENCE_MS = 800;
const FEWEST_ROUNDS = 2;
/** A host compiles WebAssembly anew while it runs: it has come to its speed when nobody got faster in so many rounds. */
const QUIET_ROUNDS = 2;
const FASTER = 1.03;
/** Where they are closer than that, something else that the machine does may have decided: then all rounds are made. */
const CLEARLY = 1.3;
/** Batches of made-up rows: more than one, so that rows are gathered as in training. */
const BATCHES = 4;

const remembered = new Map<string, readonly number[]>();
const MOST_REMEMBERED = 64;

/**
 * Seconds that a step takes, of each backend on so many threads: the shortest of some rounds. Throws what a backend throws that
 * fails. What one process has tried it knows: a forecast asks again with every edit, most of which do not matter here.
 */
export function tryOut(work: TrainingWork, backends: readonly Backend[], threads: number): readonly number[] {
  const { optimizer, loss, clipping } = work.training;
  const names = backends.map(({ name }) => name);
  const steps = [stepRows(work), takesAllRows(work)];
  const asked = [work.network, work.shapes, optimizer.type, loss, clipping, steps, names, threads];
  const key = JSON.stringify(asked);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const found = measured(work, backends);
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  remembered.set(key, found);
  return found;
}

function takesAllRows(work: TrainingWork): boolean {
  return stepRows(work) >= work.rows;
}

function measured(work: TrainingWork, backends: readonly Backend[]): readonly number[] {
  const setup = madeUpSetup(work);
  const lanes: Lane[] = [];
  try {
    for (const backend of backends) lanes.push(new Lane(new TrainingLoop(setup, backend), stepRows(work)));
    let quiet = 0;
    const until = performance.now() + PATIENCE_MS;
    const isOver = (round: number) =>
      round === MOST_ROUNDS ||
      (quiet >= QUIET_ROUNDS && isClear(lanes)) ||
      (round >= FEWEST_ROUNDS && performance.now() > until);
    for (let round = 0; !isOver(round); round++) {
      const faster = lanes.map((lane) => lane.run());
      quiet = faster.includes(true) ? 0 : quiet + 1;
    }
    return lanes.map(({ secondsPerStep }) => secondsPerStep);
  } finally {
    for (const lane of lanes) lane.close();
  }
}

function isClear(lanes: readonly Lane[]): boolean {
  const [best = 0, second = Infinity] = lanes
    .map(({ secondsPerStep }) => secondsPerStep)
    .sort((a, b) => a - b);
  return second > CLEARLY * best;
}

class Lane {
  secondsPerStep = Infinity;
  private readonly loop: TrainingLoop;
  private readonly rowsPerStep: number;

  constructor(loop: TrainingLoop, rowsPerStep: number) {
    this.loop = loop;
    this.rowsPerStep = rowsPerStep;
  }

  /** Whether it was clearly faster than ever before. */
  run(): boolean {
    const startedAt = performance.now();
    const rows = this.loop.runFor(ROUND_MS);
    const seconds = ((performance.now() - startedAt) * this.rowsPerStep) / (1_000 * rows);
    const isFaster = seconds * FASTER < this.secondsPerStep;
    this.secondsPerStep = Math.min(this.secondsPerStep, seconds);
    return isFaster;
  }

  close(): void {
    this.loop.close();
  }
}

/** The same steps on rows that are drawn: nothing of a trial can reach the training. */
function madeUpSetup(work: TrainingWork): TrainingSetup {
  const { network, training, shapes } = work;
  const { precision, optimizer } = training;
  const batchSize = stepRows(work);
  const rows = takesAllRows(work) ? batchSize : BATCHES * batchSize;
  const random = new Random(1, 'engine trial');
  const [I, T] = [shapes[0]!.inputs, shapes.at(-1)!.units];
  const inputs = createFloatArray(precision, I * rows).map(() => random.normal());
  const targets = createFloatArray(precision, T * rows);
  // One of each row's targets is 1: good for every loss.
  for (let n = 0; n < rows; n++) targets[random.below(T) * rows + n] = 1;
  return {
    network,
    // A rate at which nothing diverges in so short a time.
    training: {
      ...training,
      batchSize,
      optimizer: 'learningRate' in optimizer ? { ...optimizer, learningRate: 1e-6 } : optimizer,
    },
    shapes,
    parts: { train: { rows, inputs, targets, weights: null }, validation: null, test: null },
    targetScales: Array.from({ length: T }, () => 1),
  };
}
