import { createFloatArray, type FloatArray } from '../../core/float-array.ts';
import { Random } from '../../core/random.ts';
import { type LayerShape, parameterCount } from '../../model/network.ts';
import { gatherRows } from '../gather.ts';
import type { Backend, LookedAtMachine, Machine, MachineSetup, TrainingPart } from '../machine.ts';
import { noiseScale } from './noise-scale.ts';
import { euclideanNorm, ofEachLayer, sumOfSquares } from './norms.ts';

/** Training rows that are measured on; of large networks fewer, so that a measurement takes no longer. */
const MOST_ROWS = 256;
const FEWEST_ROWS = 16;
const MOST_WORK = 2 ** 28;
/** Parts that the rows are cut into to see how far their gradients differ. */
const GROUPS = 8;
/** Fewer rows in a part say nothing. */
const FEWEST_ROWS_PER_GROUP = 2;

/** What one measurement came to. */
export interface Probed {
  /** ‖∂L/∂θ‖₂ of each layer; null for one without parameters. */
  readonly gradientNorms: readonly (number | null)[];
  readonly noiseScale: number | null;
  /** Of each layer: [units, rows]. */
  readonly outputs: readonly FloatArray[];
}

/**
 * Measures a network on some training rows, drawn once from the seed. It computes on a machine of its own, so that nothing it
 * does can reach the training.
 *
 * Shapes: as in `Machine`.
 * Source: each figure's own file.
 */
export class Probe {
  readonly rows: number;
  private readonly machine: Machine;
  private readonly shapes: readonly LayerShape[];
  /** [rows, I] */
  private readonly inputs: FloatArray;
  private readonly groups: number;
  private readonly mean: Float64Array;

  /** `setup`: of the machine that is trained. */
  constructor(setup: MachineSetup, backend: Backend) {
    const { shapes, parts, batchRows } = setup;
    const P = parameterCount(shapes);
    this.shapes = shapes;
    const takesAll = batchRows >= parts.train.rows;
    const { groups, rows } = groupsOf(parts.train.rows, P, takesAll);
    this.groups = groups;
    this.rows = rows;
    const train = someRows(parts.train, rows, setup);
    this.inputs = transposed(train.inputs, rows);
    this.mean = new Float64Array(P);
    this.machine = backend.createMachine({
      ...setup,
      optimizer: null,
      clipping: null,
      batchRows: rows / groups,
      parts: { train, validation: null, test: null },
    });
  }

  /** `step`: updates made before, which decide what dropout sets to zero. */
  measure({ parameters, statistics }: LookedAtMachine, step: number): Probed {
    const { machine, groups, mean } = this;
    machine.parameters.set(parameters);
    machine.statistics.set(statistics);
    const rowsPerGroup = this.rows / groups;
    mean.fill(0);
    let squares = 0;
    for (let g = 0; g < groups; g++) {
      machine.computeGradients({ firstRow: g * rowsPerGroup, rows: rowsPerGroup, step });
      addShare(mean, machine.gradients, groups);
      squares += sumOfSquares(machine.gradients) / groups;
    }
    return {
      gradientNorms: ofEachLayer(mean, this.shapes).map((own) => own && euclideanNorm(own)),
      noiseScale: groups === 1 ? null : noiseScale(squares, sumOfSquares(mean), groups, rowsPerGroup),
      outputs: machine.traceRows(this.inputs, this.rows),
    };
  }

  /** Gives back memory and threads. */
  close(): void {
    this.machine.close();
  }
}

/** Where training takes all rows at once its gradient has no noise, so that there is one group. */
function groupsOf(trainRows: number, P: number, takesAll: boolean): { groups: number; rows: number } {
  const most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_WORK / P)));
  const rows = Math.min(most, trainRows);
  if (takesAll || rows < GROUPS * FEWEST_ROWS_PER_GROUP) return { groups: 1, rows };
  return { groups: GROUPS, rows: rows - (rows % GROUPS) };
}

function someRows(part: TrainingPart, rows: number, { seed, precision }: MachineSetup): TrainingPart {
  const all = Uint32Array.from({ length: part.rows }, (_, row) => row);
  new Random(seed, 'probe rows').shuffle(all);
  const chosen = all.slice(0, rows).sort();
  const gathered = (values: FloatArray) => {
    const own = createFloatArray(precision, (values.length / part.rows) * rows);
    gatherRows(own, values, chosen, part.rows);
    return own;
  };
  return {
    rows,
    inputs: gathered(part.inputs),
    targets: gathered(part.targets),
    weights: part.weights && gathered(part.weights),
  };
}

/** [I, rows] → [rows, I] */
function transposed(inputs: FloatArray, rows: number): FloatArray {
  const I = inputs.length / rows;
  const result = inputs.slice();
  for (let i = 0; i < I; i++) for (let n = 0; n < rows; n++) result[n * I + i] = inputs[i * rows + n]!;
  return result;
}

function addShare(mean: Float64Array, gradients: FloatArray, count: number): void {
  for (let k = 0; k < mean.length; k++) mean[k] = mean[k]! + gradients[k]! / count;
}
