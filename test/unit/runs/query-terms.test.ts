import { settingName } from '@shared/model/setting-names.ts';
import { describe, expect, it } from 'vitest';
import { fieldOf } from '@shared/runs/fields.ts';
import { completeQuery } from '@shared/runs/query-complete.ts';
import { termFor, termsOf, withoutTerm, withTerm } from '@shared/runs/query-terms.ts';
import { settingFacts } from '@shared/runs/setting-facts.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import { madeEntry } from './made-entries.ts';

const NOW = Date.UTC(2026, 10, 8);

describe('the terms of a query', () => {
  it.each([
    ['', []],
    ['alpha', ['alpha']],
    ['status:finished -tag:"a b" loss<0.1', ['status:finished', '-tag:"a b"', 'loss<0.1']],
    ['a and b', ['a', 'b']],
    ['(a or b) c', ['(a or b)', 'c']],
    ['a or b', ['a or b']],
    ['(a b)', ['(a b)']],
    ['broken(', []],
  ])('of %j are %j', (text, terms) => {
    expect(termsOf(text, NOW).map((term) => term.text)).toEqual(terms);
  });

  it.each([
    ['a b c', 1, 'a c'],
    ['a and b', 1, 'a'],
    ['a and b', 0, 'b'],
    ['(a or b)  c', 0, 'c'],
  ])('%j without number %i is %j', (text, k, rest) => {
    expect(withoutTerm(text, termsOf(text, NOW)[k]!)).toBe(rest);
  });

  it.each([
    ['', 'x', 'x'],
    ['a', 'x', 'a x'],
    ['a x', 'x', 'a x'],
    ['a or b', 'x', '(a or b) x'],
    ['(a or b)', 'x', '(a or b) x'],
    ['(a or b) c', 'x', '(a or b) c x'],
  ])('%j with %s is %j', (text, term, whole) => {
    expect(withTerm(text, term, NOW)).toBe(whole);
  });

  it.each([
    ['status', 'failed', 'status:failed'],
    ['tags', ['a "b"'], 'tag:"a \\"b\\""'],
    ['best:loss', 0.25, 'best:loss=0.25'],
    ['best:loss', NaN, null],
    ['star', true, 'star:yes'],
    ['layers', '4 relu', 'layers="4 relu"'],
    ['note', null, null],
    ['created', new Date(2026, 10, 8, 13).getTime(), 'created:2026-11-08'],
  ])('of a cell: %s %j is asked for by %s', (id, value, term) => {
    expect(termFor(fieldOf(id), value)).toBe(term);
  });
});

describe('completion', () => {
  const runs = [
    madeEntry(1, { marks: { ...NO_MARKS, tags: ['wide', 'long name'] } }),
    madeEntry(2, { marks: { ...NO_MARKS, tags: ['wide'] }, status: 'failed' }),
  ];
  const complete = (text: string) => {
    const { start, proposals } = completeQuery(text, text.length, runs, settingFacts(runs));
    return { start, texts: proposals.map((proposal) => proposal.text.trim()) };
  };

  it('proposes fields that begin so, then those that hold it', () => {
    expect(complete('stat')).toEqual({ start: 0, texts: ['status:'] });
    expect(complete('alpha -ta').texts[0]).toBe('tag:');
    expect(complete('optim').texts).toContain('optimizer:');
    expect(complete('best:tr')).toMatchObject({ start: 0 });
    expect(complete('best:tr').texts).toContain('best:train.loss<');
  });

  it('proposes the values that occur, the most frequent first, with counts', () => {
    const { proposals } = completeQuery('tag:', 4, runs, []);
    expect(proposals).toEqual([
      { text: 'wide ', label: 'wide', detail: '2 runs' },
      { text: '"long name" ', label: 'long name', detail: '1 run' },
    ]);
    expect(complete('x status:f')).toEqual({ start: 9, texts: ['failed', 'finished'] });
    expect(complete('created>7')).toEqual({ start: 8, texts: ['7d'] });
  });

  it('says what a setting is called, and proposes no figure that only one run has', () => {
    const spread = [madeEntry(1), madeEntry(2)].map((run, k) => ({
      ...run,
      experiment: { ...run.experiment, training: { ...run.experiment.training, seed: k } },
    }));
    const { proposals } = completeQuery('training.se', 11, spread, settingFacts(spread));
    expect(proposals).toEqual([
      { text: 'training.seed:', label: 'training.seed', detail: settingName('training.seed').label },
    ]);
    expect(complete('loss<').texts).toEqual([]);
    expect(complete('time>').texts).toEqual([]);
  });

  it('proposes nothing within a quotation that has ended, or after a sign it does not know', () => {
    expect(complete('tag:"wide" ').texts).not.toContain('wide');
    expect(complete('nothing:x').texts).toEqual([]);
  });
});
