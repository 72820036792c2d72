import { AppError, toWireError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { chooseEngine } from '../trainer/engine.ts';
import type { FromService, Operation, ServiceRequests, ServiceResponse, ToService } from './messages.ts';
import { describeModel, exportModel, predictRows, previewData, previewExport } from './operations.ts';
import { checkGradients, findRate, type ToolOptions } from './training-tools.ts';

/* The service process: works out what main is asked for, one answer to each request. */

const operations: {
  [O in Operation]: (request: ServiceRequests[O]) => ServiceResponse<O> | Promise<ServiceResponse<O>>;
} = {
  previewData: ({ experiment }) => previewData(experiment),
  checkGradients: ({ experiment }) => checkGradients(experiment, toolOptions()),
  findRate: ({ experiment }) => findRate(experiment, toolOptions()),
  describeModel: ({ directory }) => describeModel(directory),
  predictRows: ({ directory, rows }) => predictRows(directory, rows),
  previewExport: ({ directory, format }) => previewExport(directory, format),
  exportModel: ({ directory, format, path }) => exportModel(directory, format, path),
};

/** One thread: nothing here is long, and runs may need the others. */
function toolOptions(): ToolOptions {
  const { backend } = chooseEngine({ backend: 'auto', threads: 1 });
  return { backend, mostWork: LIMITS.waitedWork };
}

process.parentPort.on('message', ({ data }) => {
  void answer(data as ToService);
});

async function answer(message: ToService): Promise<void> {
  process.parentPort.postMessage(await work(message));
}

async function work({ id, operation, request }: ToService): Promise<FromService> {
  try {
    // The compiler cannot see that the request belongs to the operation; `ToService` says so.
    const perform = operations[operation] as (request: unknown) => Promise<unknown>;
    return { id, ok: true, value: await perform(request) };
  } catch (error) {
    // Ends in the log; only what was expected crosses with its text.
    if (!(error instanceof AppError)) console.error(error);
    return { id, ok: false, error: toWireError(error) };
  }
}
