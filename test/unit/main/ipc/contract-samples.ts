import type { InvokeChannel, Request } from '@shared/ipc/contract.ts';
import type { Project } from '@shared/model/project.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { exampleExperiments } from '../../../../src-main/storage/project-store.ts';

const runId = 'run_0123456789ab';
export const sampleExperiment = exampleExperiments()[0]!.experiment;
const project: Project = {
  format: 'ninestep-project',
  version: 1,
  name: 'Sample',
  experiments: [{ id: 'exp_0123456789ab', experiment: sampleExperiment }],
};

export const sampleSource: FileSource = {
  kind: 'file',
  path: 'tables/iris.csv',
  format: {
    type: 'csv',
    delimiter: 'comma',
    quote: 'double',
    decimal: 'point',
    thousands: 'none',
    encoding: 'utf-8',
    header: true,
  },
  rows: 150,
  hash: `sha256:${'0'.repeat(64)}`,
};

/** A valid request for every call; a call without one does not compile. */
export const SAMPLE_REQUESTS: { readonly [C in InvokeChannel]: Request<C> } = {
  'app:snapshot': {},
  'settings:change': { theme: 'dark' },
  'project:save': { project },
  'project:examples': {},
  'data:preview': { experiment: sampleExperiment },
  'table:choose': {},
  'table:paste': { text: 'a,b\n1,2\n' },
  'table:peek': { path: 'tables/iris.csv', format: null },
  'table:open': { id: 'reading', table: { kind: 'path', path: 'tables/iris.csv', format: null } },
  'table:cancel': { id: 'reading' },
  'table:suggest': { experiment: sampleExperiment },
  'table:rows': { source: sampleSource, firstRow: 0, rowCount: 50, firstColumn: 0, columnCount: 5 },
  'table:levels': { source: sampleSource, column: 'species' },
  'table:embed': { source: sampleSource },
  'table:locate': { id: 'reading', source: sampleSource },
  'table:refresh': { id: 'reading', experiment: sampleExperiment },
  'gradient:check': { experiment: sampleExperiment },
  'rate:find': { experiment: sampleExperiment },
  'run:start': { experiment: sampleExperiment },
  'run:continue': { runId, moreEpochs: 50 },
  'run:command': { runId, command: 'pause' },
  'run:watch': { runId, nonce: '0123456789abcdef' },
  'run:open': { runId },
  'run:open-test': { runId },
  'run:reveal': { runId },
  'model:describe': { runId },
  'model:predict': { runId, rows: [[1, 2]] },
  'model:preview': { runId, format: 'json' },
  'model:export': { runId, format: 'json' },
  'export:reveal': {},
  'log:error': { message: 'Something broke.' },
};
