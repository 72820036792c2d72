import type { Backend, Machine, MachineSetup } from '../engine/machine.ts';
import { modelParameters } from '../export/model-layers.ts';
import { modelShapes } from '../export/model-network.ts';
import type { ModelFile } from '../model/model-file.ts';
import { lossOf } from '../model/task.ts';
import type { ScaledNetwork } from './scaled-network.ts';

/** In one call of a machine: values that go in, and multiply-adds of the network. */
const VALUES_AT_ONCE = 2 ** 16;
const WORK_AT_ONCE = 2 ** 24;
/** A machine takes its rows in panels of so many. */
const FEWEST_ROWS = 8;

/** A network on a machine of the engine. */
export function networkOnMachine(model: ModelFile, backend: Backend): ScaledNetwork {
  const setup = askingSetup(model);
  const machine = backend.createMachine(setup);
  const { parameters, statistics } = modelParameters(model.layers);
  machine.parameters.set(parameters);
  machine.statistics.set(statistics);
  return {
    answering: 'wasm',
    rowsAtOnce: rowsAtOnce(machine, setup.shapes[0]!.inputs, model.parameters),
    predictRows: (inputs, rows) => machine.predictRows(inputs, rows),
    close: () => {
      machine.close();
    },
  };
}

function rowsAtOnce({ predictCapacity }: Machine, features: number, parameters: number): number {
  const rows = Math.min(VALUES_AT_ONCE / features, WORK_AT_ONCE / parameters);
  return Math.min(predictCapacity, Math.max(FEWEST_ROWS, Math.floor(rows)));
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
