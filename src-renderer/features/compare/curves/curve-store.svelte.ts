import type { CurveQuantity, RunCurves } from '@shared/ipc/run-contract.ts';
import type { RunEntry } from '@shared/model/run.ts';

/** What is known of one quantity of one run. While newer points are on their way, the older ones stay. */
export interface LoadedCurves {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly curves: RunCurves | null;
  /** Why it failed, in words. */
  readonly problem: string | null;
}

type Ask = (runId: string, quantity: CurveQuantity) => Promise<RunCurves>;

interface Wish {
  readonly key: string;
  readonly runId: string;
  readonly quantity: CurveQuantity;
  /** Another version has other points, or may show more of them. */
  readonly version: string;
}

/** Asked for at the same time; the rest waits, so that the first curves are there soon. */
const AT_ONCE = 4;
/** Answers that come within so many milliseconds are shown together. */
const SHOW_MS = 40;
/** Answers that are kept; a long one takes about half a megabyte. */
const MOST_KEPT = 120;

const NOTHING: LoadedCurves = { status: 'loading', curves: null, problem: null };

/** The curves of runs: each asked for once, and again when its run has gone on. */
export class CurveStore {
  private shown = $state.raw<ReadonlyMap<string, LoadedCurves>>(new Map());
  private readonly known = new Map<string, { version: string; loaded: LoadedCurves }>();
  private wishes: readonly Wish[] = [];
  private readonly asking = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  get(runId: string, quantity: CurveQuantity): LoadedCurves {
    return this.shown.get(keyOf(runId, quantity)) ?? NOTHING;
  }

  /** Says what is to be shown from now on. What was asked for before and is not among it is not asked for again. */
  want(runs: readonly RunEntry[], quantity: CurveQuantity, isTestOpen: (runId: string) => boolean): void {
    this.wishes = runs.map((run) => ({
      key: keyOf(run.id, quantity),
      runId: run.id,
      quantity,
      version: [run.status, run.epochsDone, run.last?.step, isTestOpen(run.id)].join(' '),
    }));
    this.forgetOldest();
    this.next();
  }

  /** Asks again for what failed. */
  retry(runId: string, quantity: CurveQuantity): void {
    this.known.delete(keyOf(runId, quantity));
    this.show();
    this.next();
  }

  close(): void {
    clearTimeout(this.timer);
    this.wishes = [];
  }

  private next(): void {
    for (const wish of this.wishes) {
      if (this.asking.size >= AT_ONCE) return;
      const isCurrent = this.known.get(wish.key)?.version === wish.version;
      if (!isCurrent && !this.asking.has(wish.key)) void this.load(wish);
    }
  }

  private async load({ key, runId, quantity, version }: Wish): Promise<void> {
    this.asking.add(key);
    const before = this.known.get(key)?.loaded.curves ?? null;
    try {
      const curves = await this.ask(runId, quantity);
      this.keep(key, version, { status: 'ready', curves, problem: null });
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'Its curves could not be read.';
      this.keep(key, version, { status: 'failed', curves: before, problem });
    } finally {
      this.asking.delete(key);
    }
    this.timer ??= setTimeout(() => {
      this.show();
    }, SHOW_MS);
    this.next();
  }

  private keep(key: string, version: string, loaded: LoadedCurves): void {
    // What was kept last stands last.
    this.known.delete(key);
    this.known.set(key, { version, loaded });
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shown = new Map([...this.known].map(([key, { loaded }]) => [key, loaded]));
  }

  private forgetOldest(): void {
    const wanted = new Set(this.wishes.map(({ key }) => key));
    for (const key of this.known.keys()) {
      if (this.known.size <= MOST_KEPT) return;
      if (!wanted.has(key)) this.known.delete(key);
    }
  }
}

function keyOf(runId: string, { metric, target }: CurveQuantity): string {
  return `${runId} ${metric} ${String(target)}`;
}
