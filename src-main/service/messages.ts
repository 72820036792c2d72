import { LIMITS } from '@shared/core/limits.ts';
import { exportResultSchema, invokeContract, type Request } from '@shared/ipc/contract.ts';
import { importedModelSchema } from '@shared/ipc/import-contract.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { fileSourceSchema } from '@shared/schema/data.ts';
import { wireErrorSchema } from '@shared/schema/run.ts';
import { z } from 'zod';
import type { CurveRequest } from '../library/curve-store.ts';
import type { Asked, EvaluationSubject } from './evaluation-subject.ts';
import type { ExportChoice, ExportPlace } from './export-model.ts';
import type { ImportOrder } from './import-run.ts';
import type { NineStepsQuestion } from './nine-steps.ts';

/**
 * What the service process can be asked for. It trusts main, so requests are types only, and every path in them is
 * absolute and one that may be read.
 */
export interface ServiceRequests {
  previewData: { experiment: Experiment };
  peek: Request<'table:peek'>;
  openExperiment: { table: Request<'table:open'>['table'] };
  suggest: { experiment: Experiment };
  refreshTable: { experiment: Experiment };
  readRows: Request<'table:rows'>;
  readLevels: Request<'table:levels'>;
  /** Each of these gives the path of a file in `folder`. */
  pasteTable: { text: string; folder: string };
  embedTable: { source: FileSource; folder: string };
  /** Whether the file of `source` has the bytes that it says, and the source with those that it has. */
  compareTable: { source: FileSource };
  checkGradients: { experiment: Experiment };
  findRate: { experiment: Experiment };
  /** With at most so many threads. */
  forecast: { experiment: Experiment; backend: BackendRequest; threads: number };
  checkContinuation: { directory: string; moreEpochs: number | null };
  /** One metric of all points of a run. */
  readCurves: CurveRequest;
  /** `experiment` as the run's record has it. */
  readDrawnRows: { experiment: Experiment; columns: string[]; most: number };
  traceSteps: NineStepsQuestion;
  checkSteps: NineStepsQuestion;
  writeSteps: NineStepsQuestion;
  readInsight: { directory: string };
  lookAt: { directory: string; epoch: number | null; look: LookRequest };
  measureMoment: { directory: string; epoch: number };
  /** For a branch that is trained on `experiment`. */
  readMoment: { directory: string; epoch: number; experiment: Experiment };
  describeModel: { directory: string };
  predictRows: { directory: string; rows: RawValue[][] };
  previewExport: { directory: string } & ExportChoice;
  exportModel: { directory: string; place: ExportPlace; choice: ExportChoice };
  inspectImport: { path: string };
  importRun: ImportOrder;
  readEvaluation: { subject: EvaluationSubject };
  readClassCurves: { subject: EvaluationSubject; asked: Asked<'evaluation:curves'> };
  readEvaluatedRows: { subject: EvaluationSubject; asked: Asked<'evaluation:rows'> };
  readSampledColumn: { subject: EvaluationSubject; asked: Asked<'evaluation:column'> };
  measureImportance: { subject: EvaluationSubject; asked: Asked<'evaluation:importance'> };
  measureDependence: { subject: EvaluationSubject; asked: Asked<'evaluation:dependence'> };
}
export type Operation = keyof ServiceRequests;

const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;

/** What it may answer; main does not take its word for the shape. */
export const serviceResponses = {
  previewData: invokeContract['data:preview'].response,
  peek: invokeContract['table:peek'].response,
  openExperiment: invokeContract['table:open'].response,
  suggest: invokeContract['table:suggest'].response,
  refreshTable: invokeContract['table:refresh'].response,
  readRows: invokeContract['table:rows'].response,
  readLevels: invokeContract['table:levels'].response,
  pasteTable: z.strictObject({ path: z.string() }),
  embedTable: z.strictObject({ path: z.string() }),
  compareTable: z.strictObject({ isSame: z.boolean(), source: fileSourceSchema }),
  checkGradients: invokeContract['gradient:check'].response,
  findRate: invokeContract['rate:find'].response,
  forecast: invokeContract['run:forecast'].response,
  checkContinuation: z.strictObject({ epochs: z.int().min(1).max(LIMITS.epochs) }),
  readCurves: invokeContract['run:curves'].response,
  readDrawnRows: invokeContract['run:rows'].response,
  traceSteps: invokeContract['steps:trace'].response,
  checkSteps: invokeContract['steps:check'].response,
  writeSteps: invokeContract['steps:script'].response,
  readInsight: invokeContract['run:insight'].response,
  lookAt: invokeContract['run:look'].response,
  measureMoment: invokeContract['run:measure'].response,
  readMoment: z.strictObject({
    name: z.string(),
    record: bytes,
    weights: z.string(),
  }),
  describeModel: invokeContract['model:describe'].response,
  predictRows: invokeContract['model:predict'].response,
  previewExport: invokeContract['model:preview'].response,
  exportModel: exportResultSchema,
  inspectImport: importedModelSchema,
  importRun: invokeContract['import:make'].response,
  readEvaluation: invokeContract['evaluation:read'].response,
  readClassCurves: invokeContract['evaluation:curves'].response,
  readEvaluatedRows: invokeContract['evaluation:rows'].response,
  readSampledColumn: invokeContract['evaluation:column'].response,
  measureImportance: invokeContract['evaluation:importance'].response,
  measureDependence: invokeContract['evaluation:dependence'].response,
} as const satisfies Record<Operation, z.ZodType>;
export type ServiceResponse<O extends Operation> = z.infer<(typeof serviceResponses)[O]>;

/** One request; `id` is given back with the answer and with what is told before it. */
export type ServiceRequest = {
  [O in Operation]: { id: number; operation: O; request: ServiceRequests[O] };
}[Operation];

/** A request, or that one is no longer wanted. */
export type ToService = ServiceRequest | { id: number; cancel: true };

const progressSchema = z.strictObject({
  bytesRead: z.int().min(0),
  bytes: z.int().min(0),
  rows: z.int().min(0),
});
/** How far a table has been read. */
export type ReadingProgress = z.infer<typeof progressSchema>;

export const fromServiceSchema = z.union([
  z.strictObject({ id: z.int(), progress: progressSchema }),
  z.strictObject({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.int(), ok: z.literal(false), error: wireErrorSchema }),
]);
export type FromService = z.infer<typeof fromServiceSchema>;
