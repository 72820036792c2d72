import { invokeContract } from '@shared/ipc/contract.ts';
import type { ExportFormat } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { wireErrorSchema } from '@shared/schema/run.ts';
import { z } from 'zod';

/** What the service process can be asked for. It trusts main, so requests are types only. */
export interface ServiceRequests {
  previewData: { experiment: Experiment };
  checkGradients: { experiment: Experiment };
  findRate: { experiment: Experiment };
  describeModel: { directory: string };
  predictRows: { directory: string; rows: number[][] };
  previewExport: { directory: string; format: ExportFormat };
  exportModel: { directory: string; format: ExportFormat; path: string };
}
export type Operation = keyof ServiceRequests;

/** What it may answer; main does not take its word for the shape. */
export const serviceResponses = {
  previewData: invokeContract['data:preview'].response,
  checkGradients: invokeContract['gradient:check'].response,
  findRate: invokeContract['rate:find'].response,
  describeModel: invokeContract['model:describe'].response,
  predictRows: invokeContract['model:predict'].response,
  previewExport: invokeContract['model:preview'].response,
  exportModel: z.strictObject({
    fileName: z.string(),
    bytes: z.int(),
    goldenCases: z.int(),
    largestDifference: z.number(),
  }),
} as const satisfies Record<Operation, z.ZodType>;
export type ServiceResponse<O extends Operation> = z.infer<(typeof serviceResponses)[O]>;

/** One request; `id` is given back with the answer. */
export type ToService = {
  [O in Operation]: { id: number; operation: O; request: ServiceRequests[O] };
}[Operation];

export const fromServiceSchema = z.discriminatedUnion('ok', [
  z.strictObject({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.int(), ok: z.literal(false), error: wireErrorSchema }),
]);
export type FromService = z.infer<typeof fromServiceSchema>;
