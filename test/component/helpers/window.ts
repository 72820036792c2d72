import { render, screen, within } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import type { Request, Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import { NO_VIEWS } from '@shared/model/run-views.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { ActionRegistry } from '../../../src-renderer/actions/registry.ts';
import type { Client } from '../../../src-renderer/api/client.ts';
import App from '../../../src-renderer/App.svelte';
import { Workbench } from '../../../src-renderer/state/workbench.svelte.ts';
import { sketchExperiment } from '../../helpers/experiments.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';

export function articleExperiment(change: Partial<Experiment> = {}): Experiment {
  return { ...parseExperiment(sketchExperiment), ...change };
}

function projectOf(...experiments: Experiment[]): Project {
  return {
    format: 'ninestep-project',
    version: 1,
    name: 'Test',
    experiments: experiments.map((experiment, k) => ({
      id: `exp_00000000000${String(k)}`,
      example: k === 0 ? 'article' : undefined,
      experiment,
    })),
  };
}

/** An ended run, the `n`th of the history. */
export function endedRun(n: number, change: Partial<RunEntry> = {}): RunEntry {
  const experiment = articleExperiment();
  const minute = String(n % 60).padStart(2, '0');
  const hour = String(Math.floor(n / 60) % 24).padStart(2, '0');
  return {
    format: 'ninestep-run',
    version: 1,
    id: `run_${n.toString(36).padStart(12, '0')}`,
    name: `Run ${String(n)}`,
    origin: 'window',
    status: 'finished',
    createdAt: `2025-03-01T${hour}:${minute}:00.000Z`,
    endedAt: `2025-03-01T${hour}:${minute}:30.000Z`,
    experiment,
    engine: { name: 'ninestep', version: '0.1.0', backend: 'reference' },
    dataHash: null,
    rows: { train: 7000, validation: 0, test: 3000 },
    parameters: 47,
    epochsDone: 200,
    seconds: n,
    last: metricsPoint(200, 0.5 + n),
    best: metricsPoint(150, 0.25 + n),
    reason: null,
    failure: null,
    marks: NO_MARKS,
    spark: [1, 0.5, 0.25],
    isElsewhere: false,
    ...change,
  };
}

/** Cells that say where they stand. */
function cellsOf(firstRow: number, rows: number, firstColumn: number, columns: number): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(
      { length: columns },
      (_, column) => `${String(firstRow + row)}/${String(firstColumn + column)}`,
    ),
  );
}

/** Main, as far as the window can tell. Every call can be looked at and given another answer. */
export function fakeClient() {
  const answer = <T>(value: T) => vi.fn((_request: unknown) => Promise.resolve(value));
  return {
    appSnapshot: answer(undefined as never),
    settingsChange: answer({ version: 1, theme: 'system', experimentId: null, windowBounds: null }),
    projectSave: answer({}),
    projectExamples: answer({ examples: [{ example: 'article', experiment: articleExperiment() }] }),
    gradientCheck: answer(undefined as unknown as Response<'gradient:check'>),
    rateFind: answer(undefined as unknown as Response<'rate:find'>),
    dataPreview: vi.fn(
      (_request: { experiment: Experiment }): Promise<Response<'data:preview'>> =>
        new Promise(() => undefined),
    ),
    tableChoose: answer<Response<'table:choose'>>({ status: 'cancelled' }),
    tablePaste: answer({ path: '/project/pasted.csv' }),
    tablePeek: answer<Response<'table:peek'>>({ head: null }),
    tableOpen: vi.fn(
      (_request: Request<'table:open'>): Promise<Response<'table:open'>> => new Promise(() => undefined),
    ),
    tableCancel: answer({}),
    tableSuggest: vi.fn((request: Request<'table:suggest'>) => Promise.resolve(request)),
    tableRows: vi.fn(
      ({
        firstRow,
        rowCount,
        firstColumn,
        columnCount,
      }: Request<'table:rows'>): Promise<Response<'table:rows'>> =>
        Promise.resolve({ cells: cellsOf(firstRow, rowCount, firstColumn, columnCount) }),
    ),
    tableLevels: answer<Response<'table:levels'>>({ levels: ['no', 'yes'], isCut: false }),
    tableEmbed: vi.fn((request: Request<'table:embed'>) => Promise.resolve(request)),
    tableLocate: answer<Response<'table:locate'>>({ status: 'cancelled' }),
    tableRefresh: vi.fn(({ experiment }: Request<'table:refresh'>) => Promise.resolve({ experiment })),
    runStart: vi.fn(({ experiment }: { experiment: Experiment }) =>
      Promise.resolve(endedRun(99, { status: 'running', endedAt: null, experiment, last: null, best: null })),
    ),
    runContinue: answer({}),
    runsList: answer({ text: '' }),
    runCommand: answer({ done: 1 }),
    runForecast: answer<Response<'run:forecast'>>({ secondsPerEpoch: null, seconds: null }),
    runCurves: vi.fn((_request: Request<'run:curves'>): Promise<Response<'run:curves'>> =>
      Promise.resolve({
        epoch: Float64Array.of(0, 1),
        step: Float64Array.of(0, 10),
        seconds: Float64Array.of(0, 1),
        train: Float64Array.of(1, 0.5),
        validation: Float64Array.of(1, 0.6),
        test: null,
      }),
    ),
    runMark: answer({}),
    runDelete: answer({}),
    binList: answer<Response<'bin:list'>>({ runs: [] }),
    binRestore: answer({}),
    binPurge: answer({ bytes: 0 }),
    viewsSave: answer({}),
    queueMove: answer({}),
    queueConfigure: answer({}),
    groupStart: answer({ groupId: 'grp_000000000001', runs: 1 }),
    groupContinue: answer({ runs: 0 }),
    groupSpec: answer(undefined as unknown as Response<'group:spec'>),
    sweepChoose: answer<Response<'sweep:choose'>>({ spec: null }),
    artifactSave: answer<Response<'artifact:save'>>({ status: 'cancelled' }),
    artifactCopy: answer({}),
    runWatch: answer({}),
    runOpen: vi.fn(({ runId }: { runId: string }) =>
      Promise.resolve({ run: endedRun(1, { id: runId }), points: [], hasModel: false, testOpenings: 0 }),
    ),
    runInsight: answer<Response<'run:insight'>>({ points: [], moments: [], bytes: 0 }),
    runRows: answer<Response<'run:rows'>>({ inputs: [], outputs: [], parts: [] }),
    runLook: vi.fn((_request: Request<'run:look'>) => Promise.resolve(NO_FRAME)),
    runMeasure: answer(undefined as unknown as Response<'run:measure'>),
    runBranch: answer(undefined as unknown as Response<'run:branch'>),
    runOpenTest: answer({ opened: 1 }),
    runReveal: answer({}),
    evaluationRead: vi.fn(
      (_request: Request<'evaluation:read'>): Promise<Response<'evaluation:read'>> =>
        new Promise(() => undefined),
    ),
    evaluationCurves: answer(undefined as unknown as Response<'evaluation:curves'>),
    evaluationRows: answer<Response<'evaluation:rows'>>({ of: 0, rows: [] }),
    evaluationColumn: answer(undefined as unknown as Response<'evaluation:column'>),
    evaluationImportance: answer(undefined as unknown as Response<'evaluation:importance'>),
    evaluationDependence: answer(undefined as unknown as Response<'evaluation:dependence'>),
    evaluationCancel: answer({}),
    modelDescribe: answer(undefined as unknown as Response<'model:describe'>),
    modelPredict: vi.fn((_request: Request<'model:predict'>) => Promise.resolve({ outputs: [[1, 2, 3]] })),
    modelPreview: answer({
      isSealed: false,
      files: [{ name: 'model.json', text: '{}', bytes: 2, cut: false }],
    }),
    modelExport: answer({ status: 'cancelled' as const }),
    exportReveal: answer({}),
    importInspect: answer<Response<'import:inspect'>>({ status: 'cancelled' }),
    importMake: answer(undefined as unknown as Response<'import:make'>),
    logError: answer({}),
    onEvent: vi.fn(() => () => undefined),
    watchRun: vi.fn(() => Promise.resolve({ look: () => undefined, stop: () => undefined })),
  };
}

/** A look at nothing. */
const NO_FRAME: Response<'run:look'> = {
  epoch: 0,
  step: 0,
  weights: null,
  rows: [],
  activations: null,
  surface: null,
  answers: null,
};

export interface WindowOptions {
  experiments?: Experiment[];
  runs?: RunEntry[];
}

export function makeWorkbench(options: WindowOptions = {}) {
  const fake = fakeClient();
  const client = fake as unknown as Client;
  const snapshot: Response<'app:snapshot'> = {
    version: '0.1.0',
    project: projectOf(...(options.experiments ?? [articleExperiment()])),
    queue: { waiting: [], engine: 'auto', budget: 1, inUse: 0, cores: 2, isHeld: false, reason: null },
    views: NO_VIEWS,
    settings: {
      version: 1,
      theme: 'light',
      experimentId: null,
      coreBudget: null,
      engine: 'auto',
      windowBounds: null,
    },
    notices: [],
    dataFolder: 'data',
  };
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const workbench = new Workbench(client, snapshot, options.runs ?? [], system);
  return { fake, client, workbench, actions: new ActionRegistry(workbench) };
}

/** The whole window on a fake main. */
export function renderWindow(options: WindowOptions = {}) {
  const made = makeWorkbench(options);
  render(App, { workbench: made.workbench, actions: made.actions });
  return { ...made, user: userEvent.setup() };
}

export async function openStage(user: UserEvent, name: string): Promise<void> {
  const rail = within(screen.getByRole('navigation', { name: 'Stages' }));
  await user.click(rail.getByRole('button', { name: new RegExp(`^${name}`) }));
}
