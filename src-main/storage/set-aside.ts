import { renameSync } from 'node:fs';
import { fileError } from './file-errors.ts';

/** Nothing is ever dropped in silence (M3): the file stays beside the new one for whoever wants to look. */
export function setAside(path: string, now: Date): string {
  const kept = `${path}.corrupt-${now.toISOString().replace(/[:.]/g, '-')}`;
  try {
    renameSync(path, kept);
  } catch (error) {
    throw fileError(error, 'write', kept);
  }
  return kept;
}
