import { LIMITS } from '@shared/core/limits.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import { describe, expect, it } from 'vitest';
import { applyMarks } from '../../../../src-main/library/marks-change.ts';

const marks = { name: 'mine', tags: ['a', 'b'], note: 'why', isStarred: true, color: 3 };

describe('applyMarks', () => {
  it.each([
    ['nothing', {}, {}],
    ['another name', { name: 'new' }, { name: 'new' }],
    ['its own name again', { name: null }, { name: null }],
    ['no note', { note: '' }, { note: '' }],
    ['no star', { isStarred: false }, { isStarred: false }],
    ['no colour of its own', { color: null }, { color: null }],
    ['a tag it has, once', { addTags: ['b', 'c', 'c'] }, { tags: ['a', 'b', 'c'] }],
    ['one tag less', { removeTags: ['a', 'z'] }, { tags: ['b'] }],
    ['a tag that is removed and added', { removeTags: ['a'], addTags: ['a'] }, { tags: ['b', 'a'] }],
  ])('gives a run %s, and leaves the rest', (_what, change, expected) => {
    expect(applyMarks(marks, change)).toEqual({ ...marks, ...expected });
  });

  it('refuses more tags than a run may have', () => {
    const addTags = Array.from({ length: LIMITS.tags }, (_, k) => `tag ${String(k)}`);
    expect(applyMarks(NO_MARKS, { addTags }).tags).toEqual(addTags);
    expect(() => applyMarks(marks, { addTags })).toThrow(/at most 20 tags/);
  });
});
