import { AppError } from '@shared/core/errors.ts';
import { createTfjsPredictor } from '@shared/export/tfjs/run-topology.ts';
import type { TfjsModelJson } from '@shared/export/tfjs/topology.ts';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { ExportProof } from './prove-code.ts';

/** The self-test of the module of columns goes through a few rows. */
const PATIENCE_MS = 60_000;

/**
 * Reads a TensorFlow.js model and the files beside it back and runs the self-test of its module of columns, with our
 * own float32 reading of layers and weights in the place of TensorFlow.js. Throws GOLDEN_CASE_MISMATCH.
 */
export async function proveTfjs(path: string): Promise<Omit<ExportProof, 'goldenCases'>> {
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as TfjsModelJson;
    const beside = (name: string) => join(dirname(path), name);
    const weights = await readFile(beside(json.weightsManifest[0].paths[0]));
    const columns = await readFile(beside(json.userDefinedMetadata.ninestep.columns), 'utf8');
    const program = columns.replaceAll(/^export /gm, '');
    const context = standIns(createTfjsPredictor(json, weights));
    const largest: unknown = await runInNewContext(`${program}\nselfTest(tf, model)`, context, {
      timeout: PATIENCE_MS,
    });
    return { largestDifference: Number(largest), notRun: null };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'GOLDEN_CASE_MISMATCH',
      `${path}: The exported model does not compute what the model does. ${what.slice(0, 400)}`,
      { at: path },
    );
  }
}

type Rows = readonly (readonly number[])[];

/** As much of TensorFlow.js as the module of columns calls. */
function standIns(predict: (row: readonly number[]) => number[]): object {
  const tensor = (rows: Rows) => ({ array: () => Promise.resolve(rows), dispose: () => undefined, rows });
  return {
    tf: { tensor2d: tensor },
    model: { predict: ({ rows }: { rows: Rows }) => tensor(rows.map(predict)) },
  };
}
