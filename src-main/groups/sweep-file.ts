import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { checkSweep } from '@shared/sweep/check-sweep.ts';
import { dirname, resolve } from 'node:path';
import { inFile } from '../storage/in-file.ts';
import { readJsonFile } from '../storage/read-json-file.ts';
import { completeExperiment } from '../tables/complete-experiment.ts';

/**
 * A sweep as a person wrote it down, whole and checked. Its experiment may stand in it or be the path of an experiment file,
 * as seen from the spec; the path of a table is seen from the file that names it, and becomes absolute. Throws what is
 * wrong, with the file, the place in it and the cure. `opensNetworkPaths`: files on other machines may be looked at, which
 * tells these who is looking.
 */
export async function readSweepFile(
  path: string,
  { opensNetworkPaths }: { opensNetworkPaths: boolean },
): Promise<SweepSpec> {
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  inFile(path, () => {
    checkFormat(value, 'ninestep-sweep', 1, 'The sweep');
  });
  const { experiment, ...others } = value as { experiment?: unknown };
  const complete = await wholeExperiment(experiment, resolve(path), opensNetworkPaths);
  return inFile(path, () => {
    const spec = parseWith(sweepSchema, { ...others, experiment: complete }, 'sweep');
    checkSweep(spec);
    return spec;
  });
}

/** What the spec says of its experiment → the experiment, with what it leaves out about its table. */
async function wholeExperiment(
  value: unknown,
  specFile: string,
  opensNetworkPaths: boolean,
): Promise<unknown> {
  const isPath = typeof value === 'string';
  if (isPath && !opensNetworkPaths) refuseNetworkPath(value, 'experiment');
  const file = isPath ? resolve(dirname(specFile), value) : specFile;
  const experiment = isPath ? await readJsonFile(file, LIMITS.experimentBytes) : value;
  if (isPath) {
    inFile(file, () => {
      checkFormat(experiment, 'ninestep-experiment', 1, 'The experiment');
    });
  }
  if (!opensNetworkPaths) refuseNetworkPath(tablePath(experiment), 'experiment.data.source.path');
  return completeExperiment(experiment, dirname(file)).catch((error: unknown) =>
    inFile(file, () => {
      throw error;
    }),
  );
}

/** As Windows writes what lies on another machine: two slashes, its name, the path. */
function refuseNetworkPath(path: unknown, at: string): void {
  if (typeof path !== 'string' || !/^[\\/]{2}/.test(path)) return;
  throw new AppError(
    'NOT_ALLOWED',
    `${at}: ${quote(path)} lies on another machine. Copy it beside the spec and name it there.`,
    { at },
  );
}

function tablePath(experiment: unknown): unknown {
  const { data } = (experiment ?? {}) as { data?: { source?: { path?: unknown } | null } | null };
  return data?.source?.path;
}
