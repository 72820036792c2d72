import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { INVOKE_CHANNELS } from '@shared/ipc/channels.ts';
import type { Response } from '@shared/ipc/contract.ts';
import { describe, expect, it, vi } from 'vitest';
import { answerCall, type AnswerContext, type Handlers } from '../../../../src-main/ipc/answer.ts';
import { CallRate } from '../../../../src-main/ipc/call-limits.ts';
import { recordingLog } from '../quiet-log.ts';
import { SAMPLE_REQUESTS } from './contract-samples.ts';
import { HOSTILE_SENDERS, ORIGIN, OUR_FRAME } from './senders.ts';

/** A context in which every handler is `handler`, and the clock stands still. */
function contextWith(handler: (request: unknown) => Promise<unknown>) {
  const handlers = Object.fromEntries(INVOKE_CHANNELS.map((channel) => [channel, handler]));
  const log = recordingLog();
  const context: AnswerContext = {
    handlers: handlers as unknown as Handlers,
    origin: ORIGIN,
    rate: new CallRate(() => 0),
    log,
  };
  return { context, log };
}

const nothing = () => Promise.resolve({});
const refused = (code: string, at?: string) => ({
  ok: false,
  error: { code, message: expect.any(String) as string, ...(at === undefined ? {} : { at }) },
});

describe('answerCall', () => {
  it('hands a valid request to the handler and its answer back', async () => {
    const handler = vi.fn(() => Promise.resolve({ done: 1 }));
    const { context } = contextWith(handler);
    const request = SAMPLE_REQUESTS['run:command'];
    expect(await answerCall('run:command', OUR_FRAME, request, context)).toEqual({
      ok: true,
      value: { done: 1 },
    });
    expect(handler).toHaveBeenCalledExactlyOnceWith(request);
  });

  it.each(INVOKE_CHANNELS)('refuses every hostile sender on %s and runs no handler (I1)', async (channel) => {
    const handler = vi.fn(nothing);
    const { context } = contextWith(handler);
    for (const { frame } of HOSTILE_SENDERS) {
      const answer = await answerCall(channel, frame, SAMPLE_REQUESTS[channel], context);
      expect(answer).toEqual(refused('NOT_ALLOWED'));
    }
    expect(handler).not.toHaveBeenCalled();
  });

  it.each([
    ['a missing field', { runIds: ['run_0123456789ab'] }, refused('MISSING_FIELD', 'command')],
    ['an unknown key', { ...SAMPLE_REQUESTS['run:command'], more: 1 }, refused('UNKNOWN_FIELD', 'more')],
    ['a path for an id', { runIds: ['../../run'], command: 'stop' }, refused('INVALID_VALUE', 'runIds[0]')],
    [
      'an unknown command',
      { runIds: ['run_0123456789ab'], command: 'kill' },
      refused('INVALID_VALUE', 'command'),
    ],
    ['nothing', undefined, refused('MISSING_FIELD')],
    [
      'a key named __proto__',
      JSON.parse('{"runIds":["run_0123456789ab"],"command":"stop","__proto__":{"admin":true}}') as unknown,
      refused('UNKNOWN_FIELD', '__proto__'),
    ],
  ])('refuses %s and runs no handler (I2)', async (_title, request, expected) => {
    const handler = vi.fn(nothing);
    const { context } = contextWith(handler);
    expect(await answerCall('run:command', OUR_FRAME, request, context)).toEqual(expected);
    expect(handler).not.toHaveBeenCalled();
  });

  it.each(['artifact:save', 'artifact:copy'] as const)(
    'lets more through on %s, and not any amount',
    async (channel) => {
      const handler = vi.fn(() =>
        Promise.resolve(channel === 'artifact:save' ? { status: 'cancelled' } : {}),
      );
      const { context } = contextWith(handler);
      const content = (length: number) => ({ kind: 'csv', name: 'Loss', content: 'x'.repeat(length) });
      const large = await answerCall(channel, OUR_FRAME, content(2 * LIMITS.ipcBytes), context);
      expect(large.ok).toBe(true);
      const tooLarge = await answerCall(channel, OUR_FRAME, content(2 * LIMITS.artifactBytes), context);
      expect(tooLarge).toEqual(refused('TOO_LARGE'));
    },
  );

  it('refuses a request above 1 MB before its schema sees it (I5)', async () => {
    const { context } = contextWith(nothing);
    const request = { message: 'x'.repeat(LIMITS.ipcBytes) };
    expect(await answerCall('log:error', OUR_FRAME, request, context)).toEqual(refused('TOO_LARGE'));
  });

  it('refuses a request nested beyond the stack (I5)', async () => {
    const { context } = contextWith(nothing);
    let nested: unknown = [];
    for (let depth = 0; depth < 200_000; depth++) nested = [nested];
    expect(await answerCall('log:error', OUR_FRAME, nested, context)).toEqual(refused('TOO_LARGE'));
  });

  it('refuses the 201st call within a second, on that channel only (I5)', async () => {
    const { context } = contextWith(nothing);
    const call = () => answerCall('export:reveal', OUR_FRAME, {}, context);
    for (let k = 0; k < LIMITS.ipcCallsPerSecond; k++) expect((await call()).ok).toBe(true);
    expect(await call()).toEqual(refused('NOT_ALLOWED'));
    expect((await answerCall('log:error', OUR_FRAME, { message: 'x' }, context)).ok).toBe(true);
  });

  it('takes calls again a second later', () => {
    let now = 0;
    const rate = new CallRate(() => now);
    const countAll = () => {
      for (let k = 0; k < LIMITS.ipcCallsPerSecond; k++) rate.count('run:open');
    };
    countAll();
    now = 999;
    expect(() => rate.count('run:open')).toThrow(AppError);
    now = 1_000;
    expect(countAll).not.toThrow();
  });

  it('hands on code, text and place of an expected error, and logs the code alone', async () => {
    const { context, log } = contextWith(() =>
      Promise.reject(new AppError('NO_ROWS', 'No row is left for "secret".', { at: 'data.split' })),
    );
    const answer = await answerCall('run:start', OUR_FRAME, SAMPLE_REQUESTS['run:start'], context);
    expect(answer).toEqual({
      ok: false,
      error: { code: 'NO_ROWS', message: 'No row is left for "secret".', at: 'data.split' },
    });
    expect(log.lines).toEqual(['info run:start refused: NO_ROWS']);
  });

  it('does not log what was cancelled', async () => {
    const { context, log } = contextWith(() => Promise.reject(new AppError('CANCELLED', 'Never mind.')));
    await answerCall('run:start', OUR_FRAME, SAMPLE_REQUESTS['run:start'], context);
    expect(log.lines).toEqual([]);
  });

  it.each([
    ['rejects with a bug', () => Promise.reject(new TypeError('x of undefined at /home/me'))],
    [
      'throws at once',
      () => {
        throw new TypeError('x of undefined at /home/me');
      },
    ],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is the case
    ['rejects with no error at all', () => Promise.reject('/home/me')],
  ])('says INTERNAL without any text, and logs all, when a handler %s (I3)', async (_title, handler) => {
    const { context, log } = contextWith(handler);
    const answer = await answerCall('app:snapshot', OUR_FRAME, {}, context);
    expect(answer).toEqual(refused('INTERNAL'));
    expect(JSON.stringify(answer)).not.toContain('/home/me');
    expect(log.lines.join()).toContain('error app:snapshot failed');
    expect(log.lines.join()).toContain('/home/me');
  });

  it.each([
    ['breaks the contract', { version: 1 }],
    ['holds more than the contract', { project: 1, path: '/home/me' }],
    ['is nothing', undefined],
  ])('keeps back an answer that %s (I2)', async (_title, value) => {
    const { context, log } = contextWith(() => Promise.resolve(value as unknown as Response<'app:snapshot'>));
    expect(await answerCall('app:snapshot', OUR_FRAME, {}, context)).toEqual(refused('INTERNAL'));
    expect(log.lines.join()).toContain('breaks the contract');
  });
});
