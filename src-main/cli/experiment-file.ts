import { LIMITS } from '@shared/core/limits.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { dirname, resolve } from 'node:path';
import { inFile } from '../storage/in-file.ts';
import { readJsonFile } from '../storage/read-json-file.ts';
import { completeExperiment } from '../tables/complete-experiment.ts';

/** An experiment as a person wrote it down, whole and checked: what it leaves out about its table is looked up there. */
export async function readExperimentFile(path: string): Promise<Experiment> {
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  const complete = await completeExperiment(value, dirname(resolve(path))).catch((error: unknown) =>
    inFile(path, () => {
      throw error;
    }),
  );
  return inFile(path, () => parseExperiment(complete));
}
