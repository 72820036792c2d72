import { ERROR_CODES } from '@shared/core/errors.ts';
import { INVOKE_CHANNELS } from '@shared/ipc/channels.ts';
import { type InvokeChannel, invokeContract } from '@shared/ipc/contract.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerCall, type AnswerContext, type Handlers } from '../../../../src-main/ipc/answer.ts';
import { CallRate } from '../../../../src-main/ipc/call-limits.ts';
import { recordingLog } from '../quiet-log.ts';
import { SAMPLE_REQUESTS } from './contract-samples.ts';
import { mutated } from './mutations.ts';
import { HOSTILE_SENDERS, ORIGIN, OUR_FRAME } from './senders.ts';

/** Promise I1: fuzzed calls on every channel; `NINESTEP_LONG=1` makes the long run, `SEED=` repeats one. */
const RUNS = process.env.NINESTEP_LONG === '1' ? 20_000 : 200;
const seed = Number(process.env.SEED ?? 42);

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
  maxDepth: 4,
});
const frames = fc.constantFrom(OUR_FRAME, ...HOSTILE_SENDERS.map(({ frame }) => frame));

describe(`fuzzed calls (I1, seed ${seed})`, () => {
  it.each(INVOKE_CHANNELS)(
    '%s answers every payload with an envelope, and handles valid ones only',
    async (channel) => {
      const payloads = fc.oneof(anything, mutated(SAMPLE_REQUESTS[channel]));
      await fc.assert(
        fc.asyncProperty(payloads, frames, async (payload, frame) => {
          const { context, handled } = contextThatKeeps();
          const answer = await answerCall(channel, frame, payload, context);
          if (answer.ok) expect(invokeContract[channel].response.safeParse(answer.value).success).toBe(true);
          else expect(ERROR_CODES).toHaveProperty(answer.error.code);
          const isValid = frame === OUR_FRAME && invokeContract[channel].request.safeParse(payload).success;
          expect(handled).toHaveLength(isValid ? 1 : 0);
        }),
        { numRuns: RUNS, seed },
      );
    },
  );
});

function contextThatKeeps(): { context: AnswerContext; handled: InvokeChannel[] } {
  const handled: InvokeChannel[] = [];
  const handlers = Object.fromEntries(
    INVOKE_CHANNELS.map((channel) => [channel, () => Promise.resolve(handled.push(channel) > 0 ? {} : null)]),
  );
  const context = {
    handlers: handlers as unknown as Handlers,
    origin: ORIGIN,
    rate: new CallRate(() => 0),
    log: recordingLog(),
  };
  return { context, handled };
}
