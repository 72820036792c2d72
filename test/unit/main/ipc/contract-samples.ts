import type { InvokeChannel, Request } from '@shared/ipc/contract.ts';
import type { Project } from '@shared/model/project.ts';
import { NO_VIEWS } from '@shared/model/run-views.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
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

const sampleSweep = sweepSchema.parse({
  format: 'ninestep-sweep',
  version: 1,
  experiment: sampleExperiment,
  settings: [{ path: 'training.batchSize', values: [16, 32] }],
});

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
  'runs:list': {},
  'run:start': { experiment: sampleExperiment },
  'run:continue': { runId, moreEpochs: 50 },
  'run:command': { runIds: [runId], command: 'pause' },
  'run:forecast': { experiment: sampleExperiment },
  'run:watch': { runId, nonce: '0123456789abcdef' },
  'run:open': { runId },
  'run:curves': { runId, quantity: { metric: 'loss', target: 0 }, withTest: false },
  'run:open-test': { runId },
  'run:insight': { runId },
  'run:look': {
    runId,
    epoch: null,
    look: { weights: true, rows: [0, 3], surface: null, answers: 10 },
  },
  'run:rows': { runId, columns: ['x', 'y'], most: 100 },
  'run:measure': { runId, epoch: 3 },
  'run:branch': { runId, epoch: 3, experiment: sampleExperiment },
  'steps:trace': {
    weights: { kind: 'initial', experiment: sampleExperiment },
    row: 0,
    batch: 'row',
    layer: 0,
  },
  'steps:check': { weights: { kind: 'run', runId, epoch: 3 }, row: 0, batch: 'batch', layer: 1 },
  'steps:script': { weights: { kind: 'run', runId, epoch: null }, row: 0, batch: 'row', layer: 0 },
  'evaluation:read': { runId, part: 'validation' },
  'evaluation:curves': { runId, part: 'validation', column: 'species', level: 'setosa' },
  'evaluation:rows': { runId, part: 'train', which: { kind: 'worst', output: 0 }, from: 0, count: 50 },
  'evaluation:column': { runId, part: 'train', column: 'sepal length' },
  'evaluation:importance': { runId, part: 'train', columns: ['sepal length'], repeats: 5, seed: 1 },
  'evaluation:dependence': {
    runId,
    part: 'train',
    column: 'sepal length',
    range: null,
    places: 21,
    lines: 10,
  },
  'evaluation:cancel': {},
  'run:reveal': { runId },
  'run:mark': { runIds: [runId], marks: { name: 'Better', addTags: ['wide'] } },
  'run:delete': { runIds: [runId] },
  'bin:list': {},
  'bin:restore': { runIds: [runId] },
  'bin:purge': { runIds: null },
  'views:save': { views: NO_VIEWS },
  'queue:move': { runIds: [runId], before: null },
  'queue:configure': { budget: 2 },
  'group:start': { spec: sampleSweep },
  'group:continue': { groupId: 'grp_0123456789ab' },
  'group:spec': { groupId: 'grp_0123456789ab' },
  'sweep:choose': {},
  'artifact:save': { kind: 'csv', name: 'Loss', content: 'epoch,loss\n0,1\n' },
  'artifact:copy': { kind: 'svg', name: 'Loss', content: '<svg/>' },
  'model:describe': { runId },
  'model:predict': { runId, rows: [[1, 2]] },
  'model:preview': { runId, format: 'json', numbers: 'readable' },
  'model:export': { runId, format: 'json', numbers: 'base64' },
  'import:inspect': { path: null },
  'import:make': {
    path: 'plane.json',
    name: 'Plane',
    table: { path: 'data/plane.csv', targets: ['area'] },
  },
  'export:reveal': {},
  'log:error': { message: 'Something broke.' },
};
