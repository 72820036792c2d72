import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import type { FromTrainer, RunCommand, SignOfLife } from './messages.ts';
import type { FeedNews, FeedState } from './point-feed.ts';

/*
 * What a run's process and the thread in it that trains tell each other. Both are this program, so these are types only. The
 * thread is given its task when it starts.
 */

/** What the process tells its thread. */
export type ToThread =
  | { readonly type: 'command'; readonly command: RunCommand }
  /** What of the network somebody wants to see from now on; null: nothing. */
  | { readonly type: 'look'; readonly look: LookRequest | null };

/** The last that main hears of a task. */
export type LastWord = Extract<FromTrainer, { type: 'ended' | 'refused' }>;

/** What the process passes on to main as it comes. */
export type ThreadReport = SignOfLife | Extract<FromTrainer, { type: 'begun' }>;

/** What the thread tells its process. */
export type FromThread =
  | ThreadReport
  /** For whoever watches the run. */
  | { readonly type: 'news'; readonly news: FeedNews; readonly state: FeedState }
  /** Nothing comes after it: the thread ends by itself. */
  | { readonly type: 'last'; readonly last: LastWord }
  /** A bug, in words for the log. The thread ends by itself. */
  | { readonly type: 'broken'; readonly what: string };
