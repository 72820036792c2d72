import { LIMITS } from '@shared/core/limits.ts';
import { adaptExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { chooseEngine, engineFor } from '../trainer/engine.ts';
import { trainingWork } from '../trainer/training-work.ts';
import { CurveStore } from '../library/curve-store.ts';
import type { Operations } from './desk.ts';
import { checkContinuation } from './check-continuation.ts';
import {
  measureDependence,
  measureImportance,
  readClassCurves,
  readEvaluatedRows,
  readEvaluation,
  readSampledColumn,
} from './evaluation-operations.ts';
import { forecast, UNKNOWN } from './forecast.ts';
import { lookAt, measureMoment, readInsightOf, readMomentToBranch } from './looks.ts';
import { readDrawnRows } from './drawn-rows.ts';
import { checkNineSteps, traceNineSteps, writeNineSteps } from './nine-steps.ts';
import { exportModel, previewExport } from './export-model.ts';
import { inspectImport } from './import-model.ts';
import { importRun } from './import-run.ts';
import { describeModel, predictRows } from './operations.ts';
import { embedTable, pasteTable } from './table-files.ts';
import {
  compareTable,
  openExperiment,
  peek,
  readLevels,
  readRows,
  refreshTable,
} from './table-operations.ts';
import { previewData } from './table-preview.ts';
import { checkGradients, findRate, type ToolOptions } from './training-tools.ts';

const curves = new CurveStore();

/** Everything that the service process can do. */
export const operations: Operations = {
  previewData: ({ experiment }, task) => previewData(experiment, task),
  peek: (request, task) => peek(request, task),
  openExperiment: async ({ table }, task) => ({ experiment: await openExperiment(table, task) }),
  suggest: ({ experiment }) => ({ experiment: adaptExperiment(experiment) }),
  refreshTable: async ({ experiment }, task) => ({ experiment: await refreshTable(experiment, task) }),
  readRows: (range) => readRows(range),
  readLevels: (request) => readLevels(request),
  pasteTable: async ({ text, folder }) => ({ path: await pasteTable(text, folder) }),
  embedTable: async ({ source, folder }) => ({ path: await embedTable(source, folder) }),
  compareTable: ({ source }, task) => compareTable(source, task),
  checkGradients: ({ experiment }) => checkGradients(experiment, toolOptions()),
  findRate: ({ experiment }) => findRate(experiment, toolOptions()),
  forecast: async ({ experiment, backend, threads }, { signal }) => {
    // The driver of a graphics device is not let into this process.
    if (backend === 'webgpu') return UNKNOWN;
    const engine = engineFor({ backend, threads }, trainingWork(experiment));
    return forecast(experiment, { backend: engine.backend, signal });
  },
  checkContinuation: ({ directory, moreEpochs }) => checkContinuation(directory, moreEpochs),
  readCurves: (request, { signal }) => curves.read(request, signal),
  readDrawnRows: (request) => readDrawnRows(request),
  traceSteps: (asked) => traceNineSteps(asked),
  checkSteps: (asked, { signal }) => checkNineSteps(asked, signal),
  writeSteps: (asked) => writeNineSteps(asked),
  readInsight: ({ directory }) => readInsightOf(directory),
  lookAt: ({ directory, epoch, look }) => lookAt(directory, epoch, look),
  measureMoment: ({ directory, epoch }) => measureMoment(directory, epoch),
  readMoment: ({ directory, epoch, experiment }) => readMomentToBranch(directory, epoch, experiment),
  describeModel: ({ directory }) => describeModel(directory),
  predictRows: ({ directory, rows }) => predictRows(directory, rows),
  previewExport: ({ directory, ...choice }) => previewExport(directory, choice),
  exportModel: ({ directory, choice, place }) => exportModel(directory, choice, place),
  inspectImport: ({ path }) => inspectImport(path),
  importRun: async (order) => {
    const { runId, experiment, remarks } = await importRun(order);
    return { runId, experiment, remarks: [...remarks] };
  },
  readEvaluation: ({ subject }) => readEvaluation(subject),
  readClassCurves: ({ subject, asked }) => readClassCurves(subject, asked),
  readEvaluatedRows: ({ subject, asked }) => readEvaluatedRows(subject, asked),
  readSampledColumn: ({ subject, asked }) => readSampledColumn(subject, asked),
  measureImportance: ({ subject, asked }, { signal }) => measureImportance(subject, asked, signal),
  measureDependence: ({ subject, asked }, { signal }) => measureDependence(subject, asked, signal),
};

/** One thread: nothing here is long, and runs may need the others. */
function toolOptions(): ToolOptions {
  const { backend } = chooseEngine({ backend: 'auto', threads: 1 });
  return { backend, mostWork: LIMITS.waitedWork };
}
