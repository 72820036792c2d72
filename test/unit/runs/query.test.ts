import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '@shared/core/limits.ts';
import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import { matches, parseQuery } from '@shared/runs/query.ts';
import { quoteValue } from '@shared/runs/query-tokens.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { madeEntry } from './made-entries.ts';

const NOW = new Date(2026, 10, 8, 12).getTime();
const [first] = [madeEntry(1)];
const { experiment } = first;

const runs: readonly RunEntry[] = [
  madeEntry(1, { name: 'alpha', marks: { ...NO_MARKS, tags: ['wide', 'long name'], isStarred: true } }),
  madeEntry(2, {
    name: 'beta',
    status: 'failed',
    seconds: 150,
    parameters: 20_000,
    best: metricsPoint(10, 0.05, 0.09),
    createdAt: new Date(2026, 9, 1, 9).toISOString(),
    experiment: {
      ...experiment,
      network: { ...experiment.network, layers: [] },
      training: { ...experiment.training, optimizer: { type: 'sgd', learningRate: 0.1, weightDecay: 0.5 } },
    },
  }),
  madeEntry(3, {
    name: 'gamma or not',
    best: null,
    last: null,
    epochsDone: 0,
    createdAt: new Date(2026, 10, 8, 11).toISOString(),
    marks: { ...NO_MARKS, note: 'the "good" one' },
    group: {
      id: 'grp_000000000001',
      kind: 'sweep',
      name: 'rates of November',
      index: 0,
      configuration: 0,
      replicate: 1,
      values: {},
    },
  }),
];

function found(text: string): string[] {
  const { query, problem } = parseQuery(text, NOW);
  expect(problem, text).toBeNull();
  return runs.filter((run) => matches(query!, run)).map(({ name }) => name.split(' ')[0]!);
}

describe('a query of runs', () => {
  it.each([
    ['', ['alpha', 'beta', 'gamma']],
    ['alpha', ['alpha']],
    ['ALPHA', ['alpha']],
    ['"gamma or"', ['gamma']],
    ['adam', ['alpha', 'gamma']],
    ['wide', ['alpha']],
    ['failed', ['beta']],
    ['status:finished', ['alpha', 'gamma']],
    ['status:Finished', ['alpha', 'gamma']],
    ['-status:finished', ['beta']],
    ['not status:finished', ['beta']],
    ['status!=finished', ['beta']],
    ['tag:"long name"', ['alpha']],
    ['tag:long', []],
    ['tag~long', ['alpha']],
    ['-tag:wide', ['beta', 'gamma']],
    ['star:yes', ['alpha']],
    ['star:no', ['beta', 'gamma']],
    ['name:amm', ['gamma']],
    ['name=beta', ['beta']],
    ['note~"\\"good\\""', ['gamma']],
    ['group:"rates of November"', ['gamma']],
    ['kind:sweep', ['gamma']],
    ['replicate=2', ['gamma']],
    ['loss<0.1', ['beta']],
    ['best:loss<=0.25', ['alpha', 'beta']],
    ['best:train.loss<0.06', ['beta']],
    ['last:rmse[1]>=1', ['alpha', 'beta']],
    ['loss!=0.25', ['beta', 'gamma']],
    ['lr=0.01', ['alpha', 'gamma']],
    ['lr=1e-2', ['alpha', 'gamma']],
    ['training.optimizer.learningRate>0.01', ['beta']],
    ['weightDecay=0.5', ['beta']],
    ['weightDecay>=10%', ['beta']],
    ['network.layers[0].units=4', ['alpha', 'gamma']],
    ['optimizer:sgd', ['beta']],
    ['layers~"4 relu"', ['alpha', 'gamma']],
    ['layers:none', ['beta']],
    ['epochs>=100', ['alpha', 'beta']],
    ['parameters<10k', ['alpha', 'gamma']],
    ['time>2m', ['beta']],
    ['time<=1m30s', ['alpha', 'gamma']],
    ['created>2026-10-30', ['alpha', 'gamma']],
    ['created:2026-11-08', ['gamma']],
    ['created=2026-10', ['beta']],
    ['created:today', ['gamma']],
    ['created>7d', ['alpha', 'gamma']],
    ['created<2h', ['alpha', 'beta']],
    ['alpha or beta', ['alpha', 'beta']],
    ['status:finished alpha or beta', ['alpha', 'beta']],
    ['status:finished (alpha or beta)', ['alpha']],
    ['status:finished and star:yes', ['alpha']],
    ['-(alpha or beta)', ['gamma']],
    ['-(-alpha)', ['alpha']],
  ])('%s', (text, names) => {
    expect(found(text)).toEqual(names);
  });

  it.each([
    ['statsu:finished', 0, 6, 'Did you mean status?'],
    ['alpha learnigRate=1', 6, 17, 'Did you mean learningRate?'],
    ['status:finisched', 7, 16, 'Did you mean finished?'],
    ['loss<fast', 5, 9, 'a number'],
    ['time>soon', 5, 9, 'a time'],
    ['created>once', 8, 12, 'a date'],
    ['created=7d', 8, 10, 'created>7d'],
    ['star:maybe', 5, 10, 'yes or no'],
    ['optimizer>adam', 10, 14, 'has no order'],
    ['lr<', 0, 3, 'straight after'],
    ['tag:"open', 4, 9, 'does not end'],
    ['(alpha', 0, 1, 'not closed'],
    ['alpha)', 5, 6, 'Nothing was opened'],
    ['alpha or', 8, 8, 'missing'],
    ['or alpha', 0, 2, 'missing before'],
    ['best:0.1', 0, 5, 'Name a figure'],
  ])('%s is refused at its place, with what to do', (text, start, end, words) => {
    const { problem } = parseQuery(text, NOW);
    expect(problem).toMatchObject({ start, end });
    expect(problem?.message).toContain(words);
  });

  it('never fails in another way, and names a place within the text, whatever is typed', () => {
    const pieces = fc.constantFrom(
      '(', ')', '-', '"', 'or', ' ', 'status', ':', '<', '=', 'best:', '[0]', '\\', 'é', '7d', 'lr', '~', 'x', '.',
    ); // prettier-ignore
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { query, problem } = parseQuery(text, NOW);
        if (query !== null) return void runs.map((run) => matches(query, run));
        expect(problem.message).not.toBe('');
        expect(0 <= problem.start && problem.start <= problem.end && problem.end <= text.length).toBe(true);
      }),
      { seed: SEED, numRuns: campaignSize(2_000, 100_000) },
    );
  });

  it('survives the deepest nesting that fits into a query', () => {
    const text = '('.repeat(LIMITS.queryLength);
    expect(parseQuery(text, NOW).problem?.message).toContain('nested');
    expect(parseQuery('-'.repeat(10) + 'x', NOW).problem).toBeNull();
  });

  it('finds every text again by its quotation', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (tag) => {
        const run = madeEntry(1, { marks: { ...NO_MARKS, tags: [tag] } });
        const { query } = parseQuery(`tag:${quoteValue(tag)}`, NOW);
        expect(query).not.toBeNull();
        expect(matches(query!, run)).toBe(true);
      }),
      { seed: SEED, numRuns: campaignSize(500, 20_000) },
    );
  });

  it('obeys the laws of logic', () => {
    const terms = fc.constantFrom(
      'alpha',
      'status:finished',
      'loss<0.1',
      'tag:wide',
      'lr>0.05',
      'group~rates',
    );
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        expect(found(`-(${a} or ${b})`)).toEqual(found(`-${a} -${b}`));
        expect(found(`-(${a} ${b})`)).toEqual(found(`-${a} or -${b}`));
        expect(found(`${a} ${b}`)).toEqual(found(`${b} ${a}`));
      }),
      { seed: SEED },
    );
  });
});
