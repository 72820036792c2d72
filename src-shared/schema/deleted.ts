import { z } from 'zod';

/** `deleted.json` in the folder of a run that lies in the bin. */
export const deletedFileSchema = z.strictObject({
  format: z.literal('ninestep-deleted'),
  version: z.literal(1),
  deletedAt: z.iso.datetime(),
});
export type DeletedFile = z.infer<typeof deletedFileSchema>;
