import type { WireError } from '../core/errors.ts';
import type { InvokeChannel, Request, Response, WorkbenchEvent } from './contract.ts';

/** How every answer crosses: handlers never throw across a border. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** `run:open-test` → `runOpenTest`: the name of a call on `window.workbench`. */
export type MethodName<C extends string> = C extends `${infer A}:${infer B}`
  ? MethodName<`${A}${Capitalize<B>}`>
  : C extends `${infer A}-${infer B}`
    ? MethodName<`${A}${Capitalize<B>}`>
    : C;

/** What the preload script puts on `window.workbench`: one method per call, and one subscription. */
export type WorkbenchBridge = {
  readonly [C in InvokeChannel as MethodName<C>]: (request: Request<C>) => Promise<Envelope<Response<C>>>;
} & {
  /** Returns its own unsubscribe. */
  readonly onEvent: (listener: (event: WorkbenchEvent) => void) => () => void;
};

export function methodName(channel: string): string {
  return channel.replace(/[:-](\w)/g, (_, letter: string) => letter.toUpperCase());
}
