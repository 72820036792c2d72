import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  readCheckpoint,
  writeCheckpoint,
} from '../../../src-main/storage/checkpoint-file.ts';
import { ENGINE } from '../../../src-main/storage/engine-identity.ts';
import { decodeState, encodeState } from '../../../src-main/storage/state-tree.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';
import { type Changes, setupFor } from '../../helpers/trainers.ts';

function checkpointOf(changes: Changes = {}): Checkpoint {
  const trainer = new Trainer(setupFor(changes), referenceBackend);
  trainer.evaluateNow();
  trainer.advance(2);
  return {
    format: 'ninestep-checkpoint',
    version: 1,
    runId: 'run_0123456789ab',
    engine: { ...ENGINE, threads: 2 },
    dataHash: 'sha256:00',
    settingsHash: 'sha256:11',
    points: 1,
    seconds: 0.25,
    last: metricsPoint(0, Infinity),
    best: null,
    trainer: trainer.snapshot(),
  };
}

async function written(checkpoint = checkpointOf()): Promise<string> {
  const path = join(tempFolder(), 'checkpoint.bin');
  await writeCheckpoint(path, checkpoint);
  return path;
}

/** The file with its bytes changed, and a checksum that is right again. */
function rewrite(path: string, change: (bytes: Buffer) => Buffer): void {
  const content = change(readFileSync(path).subarray(0, -32));
  writeFileSync(path, Buffer.concat([content, createHash('sha256').update(content).digest()]));
}

describe('a checkpoint', () => {
  it.each<[string, Changes]>([
    ['mini-batches in float32', {}],
    ['all rows in float64', { training: { batchSize: 'full', precision: 'float64' } }],
    ['an optimizer without a memory', { training: { optimizer: { type: 'sgd' } } }],
    ['a running mean', { network: { layers: [{ type: 'batch-normalization' }] } }],
    ...(['lbfgs', 'levenberg-marquardt'] as const).map((type): [string, Changes] => [
      type,
      { training: { optimizer: { type }, batchSize: 'full', precision: 'float64' } },
    ]),
  ])('of %s is read as it was written', async (_what, changes) => {
    const checkpoint = checkpointOf(changes);
    expect(await readCheckpoint(await written(checkpoint))).toEqual(checkpoint);
  });

  it('holds every number to the last bit, also those that JSON has not', () => {
    const state = {
      a: [NaN, -0, 0, Infinity, -Infinity, 0.1, 5e-324],
      b: { c: null, d: Float32Array.of(-0, NaN) },
    };
    const { json, arrays } = encodeState(state);
    const bytes = new Uint8Array(arrays[0]!.buffer.slice(0));
    const decoded = decodeState(JSON.parse(json), bytes) as typeof state;
    expect(decoded).toEqual(state);
    expect(Object.is(decoded.a[1], -0)).toBe(true);
  });

  it('is found damaged wherever a byte is changed, and says what to do', async () => {
    const path = await written();
    const whole = readFileSync(path);
    for (const place of [8, 20, Math.floor(whole.length / 2), whole.length - 40, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[place]! ^= 1;
      writeFileSync(path, bytes);
      const error = await rejectionOf(readCheckpoint(path));
      expect(error).toMatchObject({ code: 'CHECKSUM_MISMATCH', at: path });
      expect(error.message).toContain('Train the experiment again');
    }
  });

  it.each([1, 33, 100])('is found damaged where its last %i bytes are missing', async (missing) => {
    const path = await written();
    truncateSync(path, readFileSync(path).length - missing);
    expect(await rejectionOf(readCheckpoint(path))).toMatchObject({ code: 'CHECKSUM_MISMATCH' });
  });

  it.each(['', 'NINESTEP', '{"format": "ninestep-run"}', 'x'.repeat(1_000)])(
    'is not taken for one that it is not: %j',
    async (content) => {
      const path = join(tempFolder(), 'checkpoint.bin');
      writeFileSync(path, content);
      expect(await rejectionOf(readCheckpoint(path))).toMatchObject({ code: 'INVALID_VALUE' });
    },
  );

  it('of a newer version is refused as that', async () => {
    const path = await written();
    rewrite(path, (bytes) =>
      Buffer.from(bytes.toString('latin1').replace('"version":1', '"version":2'), 'latin1'),
    );
    expect(await rejectionOf(readCheckpoint(path))).toMatchObject({ code: 'FILE_TOO_NEW' });
  });

  it.each([
    ['an array too few', (bytes: Buffer) => bytes.subarray(0, -64)],
    ['bytes too many', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(8)])],
    [
      'a count below zero',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"step":2', '"step":-'), 'latin1'),
    ],
    [
      'another name for a field',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"runId"', '"ranId"'), 'latin1'),
    ],
  ])('with %s is refused with a code, however right its checksum', async (_what, change) => {
    const path = await written();
    rewrite(path, change);
    expect((await rejectionOf(readCheckpoint(path))).code).toMatch(
      /^(INVALID_VALUE|FILE_NOT_JSON|MISSING_FIELD|UNKNOWN_FIELD)$/,
    );
  });

  it('that is not there is told by its code', async () => {
    const error = await rejectionOf(readCheckpoint(join(tempFolder(), 'checkpoint.bin')));
    expect(error.code).toBe('FILE_NOT_FOUND');
  });
});
