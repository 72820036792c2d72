import { AppError } from '@shared/core/errors.ts';
import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { FrameMaker, LookedAt } from './frame-maker.ts';

/** What each of the two kinds of looking may take of the time, messages left out. */
const SHARE = 0.02;
/** Ten pictures a second are promised; the eye sees hardly more. */
const EVERY_MS = 85;
/** What a surface and answers may take at once: then there are two of them a second. */
const SWEEP_MS = 10;
/** Rows that they are asked about together: at first, and at least. */
const FIRST_ROWS = 512;
const FEWEST_ROWS = 128;

type Swept = Pick<NetworkFrame, 'surface' | 'answers'>;

const NOTHING: Swept = { surface: null, answers: null };

/**
 * Pictures of a network while it is trained, as often and as fine as they may be without training slowing down. The weights and
 * the ways of single rows are shown as they are; the surface and the answers, which take many rows, get coarser where the network
 * is large, and are then repeated in some pictures.
 */
export class LiveFrames {
  private readonly maker: FrameMaker;
  private readonly now: () => number;
  private wanted: LookRequest | null = null;
  private nextAt = -Infinity;
  private swept: Swept = NOTHING;
  private nextSweepAt = -Infinity;
  private rows = FIRST_ROWS;

  constructor(maker: FrameMaker, now: () => number) {
    this.maker = maker;
    this.now = now;
  }

  /** A picture, if one is wanted and due; `isIdle`: nothing has to wait for it. */
  frame(lookedAt: LookedAt, wanted: LookRequest | null, isIdle = false): NetworkFrame | null {
    if (wanted !== this.wanted) this.begin(wanted);
    if (wanted === null || (!isIdle && this.now() < this.nextAt)) return null;
    if (isIdle) this.sweep(lookedAt, wanted);
    else if (this.now() >= this.nextSweepAt) this.sweepInTime(lookedAt, wanted);
    const startedAt = this.now();
    const frame = this.maker.make(lookedAt, { ...wanted, surface: null, answers: 0 });
    const endedAt = this.now();
    this.nextAt = endedAt + Math.max(EVERY_MS, (endedAt - startedAt) / SHARE);
    return { ...frame, ...this.swept };
  }

  /** Whatever is newly asked for is shown at once. */
  private begin(wanted: LookRequest | null): void {
    this.wanted = wanted;
    this.nextAt = -Infinity;
    this.nextSweepAt = -Infinity;
    this.swept = NOTHING;
  }

  private sweepInTime(lookedAt: LookedAt, wanted: LookRequest): void {
    const startedAt = this.now();
    this.sweep(lookedAt, this.coarser(wanted));
    const took = this.now() - startedAt;
    this.nextSweepAt = startedAt + took + took / SHARE;
    this.learn(took, wanted);
  }

  /** What cannot be drawn is left out: training goes on, whatever is asked of it. */
  private sweep(lookedAt: LookedAt, { surface, answers }: LookRequest): void {
    const request = { weights: false, rows: [], surface, answers };
    try {
      this.swept = swept(this.maker.make(lookedAt, request));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.swept = swept(this.maker.make(lookedAt, { ...request, surface: null }));
    }
  }

  private coarser(request: LookRequest): LookRequest {
    const { surface, answers } = request;
    const rows = surface !== null && answers > 0 ? this.rows / 2 : this.rows;
    return {
      ...request,
      surface: surface && { ...surface, size: Math.min(surface.size, Math.floor(Math.sqrt(rows))) },
      // Of each of the two parts.
      answers: Math.min(answers, Math.ceil(rows / 2)),
    };
  }

  private learn(took: number, { surface, answers }: LookRequest): void {
    const change = Math.min(2, Math.max(0.25, SWEEP_MS / Math.max(took, 1e-3)));
    // Small changes would only have the rows prepared anew.
    if (change > 0.7 && change < 1.5) return;
    const most = 2 * Math.max((surface?.size ?? 0) ** 2, 2 * answers, FEWEST_ROWS);
    this.rows = Math.round(Math.min(most, Math.max(FEWEST_ROWS, this.rows * change)));
  }
}

function swept({ surface, answers }: NetworkFrame): Swept {
  return { surface, answers };
}
