import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { Request } from '@shared/ipc/contract.ts';
import type { RunMarks } from '@shared/model/run.ts';

/** What a person says about runs; what is left out stays. */
export type MarksChange = Request<'run:mark'>['marks'];

/** Throws INVALID_VALUE where a run would have more tags than it may. A tag that is removed and added is there. */
export function applyMarks(
  marks: RunMarks,
  { addTags = [], removeTags = [], ...others }: MarksChange,
): RunMarks {
  const kept = marks.tags.filter((tag) => !removeTags.includes(tag));
  const tags = [...new Set([...kept, ...addTags])];
  if (tags.length > LIMITS.tags && tags.length > marks.tags.length) {
    throw new AppError(
      'INVALID_VALUE',
      `A run has at most ${String(LIMITS.tags)} tags. Remove some before you add others.`,
      { at: 'tags' },
    );
  }
  const { name = marks.name, note = marks.note, isStarred = marks.isStarred, color = marks.color } = others;
  return { name, note, isStarred, color, tags };
}
