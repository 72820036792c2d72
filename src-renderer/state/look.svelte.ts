import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { InsightPoint, Moment } from '@shared/model/insight.ts';
import { hasEnded, isActive, type RunEntry, type RunRecord } from '@shared/model/run.ts';
import { type Client, describeError } from '../api/client.ts';
import { DrawnRowsState } from './drawn-rows.svelte.ts';
import { mergedLook, type Wish } from './look-request.ts';
import type { RunDetail } from './run-detail.svelte.ts';

/** How long after the moments of an active run were read they are read again, at the least… */
const MOMENTS_MS = 5_000;
/** …and so many times as long as reading them took, so that it stays a small share of the time. */
const PAUSE_FACTOR = 30;

/** What was recorded of a run up to now. */
interface Recorded {
  readonly points: readonly InsightPoint[];
  readonly moments: readonly Moment[];
  readonly bytes: number;
}

/** A run of another process tells its points, but not its network: that is seen at its last kept moment. */
type LookedAtRun = RunRecord & Partial<Pick<RunEntry, 'isElsewhere'>>;

/**
 * The inside of the network of the run that is shown: as it now is while the run is active and nobody looks back, else
 * at a moment whose weights were kept, else with the weights the run ended with.
 *
 * Panels say what they want; a network is sent no more than that, and nothing where nobody looks.
 */
export class LookState {
  /** Epoch that is looked at; null: now, or once the run has ended its model. */
  moment = $state<number | null>(null);
  run = $state.raw<LookedAtRun | undefined>(undefined);
  /** Why there is no picture; null while there is none to be had, or it is there. */
  problem = $state<string | null>(null);
  /** Rows of its table, to be drawn beside its answers. */
  readonly rows: DrawnRowsState;
  private detail = $state.raw<RunDetail | null>(null);
  private recorded = $state.raw<Recorded | null>(null);
  private asked = $state.raw<NetworkFrame | null>(null);
  private readonly wishes = new Map<string, Wish>();
  private readonly client: Client;
  private readonly detailOf: (run: RunRecord) => RunDetail;
  /** True between a change and the microtask that tells it, so that panels which open together are one request. */
  private isDue = false;
  private isAsking = false;
  private isAskedAgain = false;
  private reading: ReturnType<typeof setTimeout> | undefined;

  /** Whether frames come by themselves. */
  readonly isLive: boolean = $derived(
    this.moment === null && this.run !== undefined && isActive(this.run.status) && !this.run.isElsewhere,
  );
  /** The network as last seen: not older than what was looked at before, and of the same run. */
  readonly frame: NetworkFrame | null = $derived(
    this.isLive ? (this.detail?.frame ?? this.asked) : this.asked,
  );
  readonly insight: readonly InsightPoint[] = $derived.by(() => {
    const streamed = this.detail?.insight ?? [];
    if (this.run !== undefined && isActive(this.run.status)) return streamed;
    return this.recorded?.points ?? streamed;
  });
  /** Those whose weights were kept; while a run is active as they were some seconds ago. */
  readonly moments: readonly Moment[] = $derived(this.recorded?.moments ?? []);
  /** What the kept weights take. */
  readonly bytes: number = $derived(this.recorded?.bytes ?? 0);

  constructor(client: Client, detailOf: (run: RunRecord) => RunDetail) {
    this.client = client;
    this.detailOf = detailOf;
    this.rows = new DrawnRowsState(client);
  }

  /** The run that is shown has become another one, or has changed. */
  follow(run: LookedAtRun | undefined): void {
    const before = this.run;
    if (before?.id !== run?.id) this.leave();
    else this.asked = this.frame;
    this.run = run;
    this.rows.follow(run?.id ?? null);
    this.detail = run === undefined ? null : this.detailOf(run);
    const isSame = before !== undefined && before.id === run?.id && before.status === run.status;
    if (run === undefined || isSame) return;
    this.tell();
    void this.read();
  }

  /** Looks at the moment after that epoch; null: at what is now. */
  show(epoch: number | null): void {
    if (this.moment === epoch) return;
    this.asked = this.frame;
    this.moment = epoch;
    this.tell();
  }

  /** What the panel of that name wants to see from now on; null: nothing any more. */
  want(key: string, wish: Wish | null): void {
    if (wish === null) this.wishes.delete(key);
    else this.wishes.set(key, $state.snapshot(wish));
    this.tell();
  }

  /** Reads anew what was recorded, and which moments were kept. */
  async read(): Promise<void> {
    const { run } = this;
    clearTimeout(this.reading);
    if (run === undefined || run.status === 'queued') return;
    const begun = performance.now();
    try {
      const { points, moments, bytes } = await this.client.runInsight({ runId: run.id });
      if (this.run?.id === run.id) this.recorded = { points, moments, bytes };
      // Where there is no other way to see the network, the moments are.
      if (moments.length > 0 && (this.frame === null || this.run?.isElsewhere === true)) this.tell();
    } catch (error) {
      if (this.run?.id === run.id) this.problem = describeError(error).message;
    }
    const isStillActive = this.run?.id === run.id && isActive(this.run.status);
    const pauseMs = Math.max(MOMENTS_MS, PAUSE_FACTOR * (performance.now() - begun));
    clearTimeout(this.reading);
    if (isStillActive) this.reading = setTimeout(() => void this.read(), pauseMs);
  }

  private leave(): void {
    this.detail?.look(null);
    clearTimeout(this.reading);
    this.moment = null;
    this.recorded = null;
    this.asked = null;
    this.problem = null;
  }

  private tell(): void {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.apply();
    });
  }

  private apply(): void {
    const request = mergedLook(this.wishes.values());
    this.detail?.look(this.isLive ? request : null);
    if (!this.isLive && request !== null) void this.ask(request);
  }

  /** The epoch to ask main for; null: the weights a run ended with. Undefined: there is nothing to look at yet. */
  private epochToAsk(): number | null | undefined {
    if (this.moment !== null) return this.moment;
    if (this.run === undefined) return undefined;
    return hasEnded(this.run.status) ? null : this.moments.at(-1)?.epoch;
  }

  /** One question at a time: of those that come meanwhile only the last counts. */
  private async ask(look: LookRequest): Promise<void> {
    const runId = this.run?.id;
    const epoch = this.epochToAsk();
    if (runId === undefined || epoch === undefined) return;
    if (this.isAsking) {
      this.isAskedAgain = true;
      return;
    }
    this.isAsking = true;
    try {
      const frame = await this.frameAt(runId, epoch, look);
      if (this.run?.id === runId && !this.isLive) this.asked = frame;
      if (this.run?.id === runId) this.problem = null;
    } catch (error) {
      if (this.run?.id === runId) this.problem = describeError(error).message;
    } finally {
      this.isAsking = false;
      if (this.isAskedAgain) this.tell();
      this.isAskedAgain = false;
    }
  }

  /** A run that was broken off early has no model: then its last kept moment is all there is. */
  private async frameAt(runId: string, epoch: number | null, look: LookRequest): Promise<NetworkFrame> {
    try {
      return await this.client.runLook({ runId, epoch, look });
    } catch (error) {
      const last = this.moments.at(-1);
      if (epoch !== null || last === undefined) throw error;
      return this.client.runLook({ runId, epoch: last.epoch, look });
    }
  }
}
