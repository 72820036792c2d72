import { AppError, toWireError } from '@shared/core/errors.ts';
import { type InvokeChannel, invokeContract, type Request, type Response } from '@shared/ipc/contract.ts';
import type { Envelope } from '@shared/ipc/envelope.ts';
import { parseWith } from '@shared/schema/parse.ts';
import type { z } from 'zod';
import type { Log } from '../log.ts';
import { type CallRate, requireSize } from './call-limits.ts';
import { isTrustedSender, type SenderFrame } from './sender.ts';

/** One handler a call: a missing one does not compile. */
export type Handlers = { readonly [C in InvokeChannel]: (request: Request<C>) => Promise<Response<C>> };

export interface AnswerContext {
  handlers: Handlers;
  origin: string;
  rate: CallRate;
  log: Log;
}

/**
 * A call from the window → its answer. In this order: who asks, how often, how much, what exactly; then the handler;
 * then whether the answer keeps the contract. Nothing is ever thrown across (I3).
 */
export async function answerCall<C extends InvokeChannel>(
  channel: C,
  frame: SenderFrame | null | undefined,
  payload: unknown,
  context: AnswerContext,
): Promise<Envelope<Response<C>>> {
  try {
    requireTrust(frame, context.origin);
    context.rate.count(channel);
    requireSize(payload, channel);
    const { request, response } = schemasOf(channel);
    const value = await context.handlers[channel](parseWith(request, payload, 'request'));
    return { ok: true, value: keepContract(response, value, channel) };
  } catch (error) {
    tellLog(channel, error, context.log);
    return { ok: false, error: toWireError(error) };
  }
}

interface Schemas<C extends InvokeChannel> {
  request: z.ZodType<Request<C>>;
  response: z.ZodType<Response<C>>;
}

function schemasOf<C extends InvokeChannel>(channel: C): Schemas<C> {
  return invokeContract[channel] as unknown as Schemas<C>;
}

function requireTrust(frame: SenderFrame | null | undefined, origin: string): void {
  if (isTrustedSender(frame, origin)) return;
  throw new AppError('NOT_ALLOWED', 'Only the page of Ninestep may call.');
}

/** An answer that breaks the contract is a bug of ours, and stays here. */
function keepContract<T>(schema: z.ZodType<T>, value: unknown, channel: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new Error(`The answer to ${channel} breaks the contract`, { cause: checked.error });
}

/** Of expected failures the log keeps the code and the cause; their text may quote what a person typed. */
function tellLog(channel: string, error: unknown, log: Log): void {
  if (!(error instanceof AppError)) log.error(`${channel} failed`, error);
  else if (error.code !== 'CANCELLED') log.info(`${channel} refused: ${error.code}`, error.cause);
}
