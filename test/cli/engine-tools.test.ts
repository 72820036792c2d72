import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

function fileWith(json: unknown): string {
  const path = join(tempFolder(), 'experiment.json');
  writeFileSync(path, JSON.stringify(json));
  return path;
}

describe('ninestep check-gradients', () => {
  it.each(['reference', 'wasm'])(
    'passes a sound experiment on %s, and says so layer by layer',
    async (backend) => {
      const { code, stdout, stderr } = await ninestep([
        'check-gradients',
        fileWith(smallExperimentJson),
        '--backend',
        backend,
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const report = JSON.parse(stdout) as { backend: string };
      expect(report).toMatchObject({
        passed: true,
        tolerance: 1e-6,
        rows: 16,
        layers: [
          { layer: 0, type: 'dense', checked: 9, kinks: 0 },
          { layer: 1, type: 'dense', checked: 8, kinks: 0 },
        ],
      });
      expect(report.backend).toMatch(new RegExp(`^${backend}`));
    },
  );

  it('ends with 1 where nothing could be compared', async () => {
    // Zeros go into a ReLU at the output: a kink at every parameter.
    const network = { layers: [], output: { activation: 'relu' }, initializer: 'zeros' };
    const { code, stdout } = await ninestep([
      'check-gradients',
      fileWith(withValue(smallExperimentJson, 'network', network)),
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, layers: [{ checked: 0, kinks: 6 }] });
  });
});

describe('ninestep find-rate', () => {
  it('suggests a rate and gives the curve, the same for any number of threads', async () => {
    const file = fileWith(smallExperimentJson);
    const one = await ninestep(['find-rate', file, '--threads', '1']);
    const two = await ninestep(['find-rate', file, '--threads', '2']);
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(two.stdout).toBe(one.stdout);
    const { suggestion, curve } = JSON.parse(one.stdout) as {
      suggestion: number;
      curve: { rate: number; smoothed: number }[];
    };
    expect(suggestion).toBeGreaterThan(curve[0]!.rate);
    expect(suggestion).toBeLessThan(curve.at(-1)!.rate);
  });

  it('refuses a method that has no learning rate', async () => {
    const training = {
      ...smallExperimentJson.training,
      optimizer: { type: 'lbfgs' },
      batchSize: 'full',
      precision: 'float64',
    };
    const result = await ninestep([
      'find-rate',
      fileWith(withValue(smallExperimentJson, 'training', training)),
    ]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^ninestep: training\.optimizer\.type: L-BFGS has no learning rate/);
  });

  it('ends with 1 where no rate makes the loss fall', async () => {
    // Nothing to learn: the targets are all alike, and so is what the network answers.
    const source = { ...smallExperimentJson.data.source, targets: { y: 'a * 0' } };
    const json = withValue(smallExperimentJson, 'data.source', source);
    const { testCases: _, ...untested } = withValue(json, 'network.initializer', 'zeros') as Record<
      string,
      unknown
    >;
    const { code, stdout, stderr } = await ninestep(['find-rate', fileWith(untested)]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ suggestion: null });
    expect(stderr).toMatch(/^ninestep: The loss fell at none of the rates/);
  });
});
