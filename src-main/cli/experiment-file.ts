import { LIMITS } from '@shared/core/limits.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { inFile } from '../storage/in-file.ts';
import { readJsonFile } from '../storage/read-json-file.ts';

/** An experiment as a person wrote it down, whole and checked. */
export async function readExperimentFile(path: string): Promise<Experiment> {
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  return inFile(path, () => parseExperiment(value));
}
