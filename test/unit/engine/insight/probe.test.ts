import { Random } from '@shared/core/random.ts';
import { Probe } from '@shared/engine/insight/probe.ts';
import { euclideanNorm, ofEachLayer } from '@shared/engine/insight/norms.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, finestPrecision, precisionsOf } from '../../../helpers/backends.ts';
import { setupFor, trainerFor } from '../../../helpers/trainers.ts';

const NETWORK = {
  layers: [
    { type: 'dense', units: 6, activation: 'relu', l2: 0.01 },
    { type: 'layer-normalization' },
    { type: 'dense', units: 4, activation: 'tanh' },
  ],
};
const DOUBLE = { precision: 'float64' };
/** After the point. */
const DIGITS = { float32: 5, float64: 10 };

describe.each(BACKENDS)('a probe of $name', (backend) => {
  const finest = { precision: finestPrecision(backend) };
  const digits = DIGITS[finest.precision];

  it('takes the gradient of the whole training part where that is small: the one that a step would take', () => {
    const changes = { network: NETWORK, training: { ...finest, batchSize: 'full' } };
    const setup = machineSetup(setupFor(changes));
    const trainer = trainerFor(changes, referenceBackend);
    const probe = new Probe(setup, backend);
    const probed = probe.measure(trainer.network, 0);
    const machine = referenceBackend.createMachine(setup);
    machine.parameters.set(trainer.parameters);
    machine.computeGradients({ firstRow: 0, rows: setup.parts.train.rows, step: 0 });
    expect(probe.rows).toBe(setup.parts.train.rows);
    expect(probed.noiseScale).toBeNull();
    ofEachLayer(machine.gradients, setup.shapes).forEach((own, l) => {
      expect(probed.gradientNorms[l]).toBeCloseTo(euclideanNorm(own!), digits);
    });
    probe.close();
  });

  it('gives the same gradient, penalties included, where it is summed up from groups', () => {
    const grouped = {
      network: NETWORK,
      rows: 64,
      training: { ...finest, batchSize: 16 },
      split: { train: 1, validation: 0, test: 0 },
    };
    const whole = { ...grouped, training: { ...finest, batchSize: 'full' } };
    const { network } = trainerFor(grouped);
    const [a, b] = [grouped, whole].map((changes) =>
      new Probe(machineSetup(setupFor(changes)), backend).measure(network, 0),
    );
    a!.gradientNorms.forEach((norm, l) => {
      expect(norm).toBeCloseTo(b!.gradientNorms[l]!, digits);
    });
    expect(a!.noiseScale).toBeGreaterThan(0);
  });

  it('agrees with the reference on every figure', () => {
    const changes = { network: NETWORK, rows: 500, training: { ...finest, batchSize: 32 } };
    const trainer = trainerFor(changes);
    trainer.advance(5);
    const setup = machineSetup(setupFor(changes));
    const [own, reference] = [backend, referenceBackend].map((each) =>
      new Probe(setup, each).measure(trainer.network, 5),
    );
    expect(own!.noiseScale! / reference!.noiseScale!).toBeCloseTo(1, digits - 2);
    own!.outputs.forEach((values, l) => {
      values.forEach((value, k) => expect(value).toBeCloseTo(reference!.outputs[l]![k]!, digits));
    });
  });

  it('draws the same rows again, at most 256', () => {
    const setup = machineSetup(setupFor({ rows: 2_000, training: { batchSize: 8 } }));
    const { network } = trainerFor({ rows: 2_000 });
    const [a, b] = [new Probe(setup, backend), new Probe(setup, backend)];
    expect(a.rows).toBe(256);
    expect(a.measure(network, 0)).toEqual(b.measure(network, 0));
  });
});

describe('looking', () => {
  const cases = {
    'mini-batches, dropout and batch normalisation': {
      network: {
        layers: [...NETWORK.layers, { type: 'batch-normalization' }, { type: 'dropout', rate: 0.3 }],
      },
      training: { epochs: 6, optimizer: { type: 'adam', learningRate: 0.02 } },
    },
    'all rows in a step': { training: { epochs: 40, batchSize: 'full', optimizer: { type: 'momentum' } } },
    'Levenberg–Marquardt': {
      training: { epochs: 12, batchSize: 'full', ...DOUBLE, optimizer: { type: 'levenberg-marquardt' } },
    },
    'L-BFGS': { training: { epochs: 12, batchSize: 'full', ...DOUBLE, optimizer: { type: 'lbfgs' } } },
  };
  const table = BACKENDS.flatMap((backend) =>
    Object.entries(cases)
      .filter(([, changes]) => precisionsOf(backend).includes(setupFor(changes).training.precision))
      .map(([what, changes]) => ({ name: backend.name, what, backend, changes })),
  );

  it.each(table)('between any two updates changes no bit of $name: $what', ({ backend, changes }) => {
    const [plain, watched] = [trainerFor(changes, backend), trainerFor(changes, backend)];
    const setup = machineSetup(setupFor(changes));
    const probe = new Probe(setup, backend);
    const random = new Random(4, 'rows');
    const inputs = setup.parts.train.inputs.slice(0, 3 * setup.shapes[0]!.inputs);
    for (let calls = 0; calls < 300; calls++) {
      if (plain.advance(1).ending !== null) break;
      probe.measure(watched.network, watched.step);
      if (random.below(2) === 0) watched.network.traceRows(inputs, 3);
      else watched.network.predictRows(inputs, 3);
      watched.advance(1);
    }
    watched.advance(1);
    expect(watched.snapshot()).toEqual(plain.snapshot());
  });
});
