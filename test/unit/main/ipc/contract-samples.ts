import type { InvokeChannel, Request } from '@shared/ipc/contract.ts';
import type { Project } from '@shared/model/project.ts';
import { exampleExperiments } from '../../../../src-main/storage/project-store.ts';

const runId = 'run_0123456789ab';
export const sampleExperiment = exampleExperiments()[0]!.experiment;
const project: Project = {
  format: 'ninestep-project',
  version: 1,
  name: 'Sample',
  experiments: [{ id: 'exp_0123456789ab', experiment: sampleExperiment }],
};

/** A valid request for every call; a call without one does not compile. */
export const SAMPLE_REQUESTS: { readonly [C in InvokeChannel]: Request<C> } = {
  'app:snapshot': {},
  'settings:change': { theme: 'dark' },
  'project:save': { project },
  'project:examples': {},
  'data:preview': { experiment: sampleExperiment },
  'gradient:check': { experiment: sampleExperiment },
  'rate:find': { experiment: sampleExperiment },
  'run:start': { experiment: sampleExperiment },
  'run:continue': { runId, moreEpochs: 50 },
  'run:command': { runId, command: 'pause' },
  'run:watch': { runId, nonce: '0123456789abcdef' },
  'run:open': { runId },
  'run:reveal': { runId },
  'model:describe': { runId },
  'model:predict': { runId, rows: [[1, 2]] },
  'model:preview': { runId, format: 'json' },
  'model:export': { runId, format: 'json' },
  'export:reveal': {},
  'log:error': { message: 'Something broke.' },
};
