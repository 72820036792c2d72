import { describeError } from '../api/client.ts';
import { Latest } from './latest.ts';

/** How long an answer to an earlier question may stand while the next one is worked out, so that nothing flickers. */
const STALE_MS = 250;
/** Answers that are kept, so that going back to a question costs nothing. */
const KEPT = 16;

/** One thing that main works out for the window: asked whenever the question is another one, the newest alone counts. */
export class Answer<Q, A> {
  value = $state.raw<A | null>(null);
  problem = $state<string | null>(null);
  isBusy = $state(false);
  private readonly ask: (question: Q) => Promise<A>;
  private readonly waitMs: number;
  private readonly latest = new Latest();
  private readonly kept = new Map<string, A>();
  private clearing: ReturnType<typeof setTimeout> | undefined;
  private wanted = '';
  /** Another number whenever all was forgotten: whoever asks within an effect then asks again. */
  private round = $state(0);

  /** `waitMs`: how long a question has to stay the same before it is asked, as while something is dragged. */
  constructor(ask: (question: Q) => Promise<A>, waitMs = 0) {
    this.ask = ask;
    this.waitMs = waitMs;
  }

  want(question: Q): void {
    const key = `${String(this.round)} ${JSON.stringify(question)}`;
    if (key === this.wanted) return;
    this.wanted = key;
    this.stop();
    this.problem = null;
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.value = known;
      return;
    }
    this.isBusy = true;
    this.clearing = setTimeout(() => (this.value = null), this.waitMs + STALE_MS);
    this.latest.after(this.waitMs, async (isStale) => {
      try {
        const answer = await this.ask(question);
        if (isStale()) return;
        this.keep(key, answer);
        this.value = answer;
      } catch (error) {
        if (isStale()) return;
        this.value = null;
        this.problem = describeError(error).message;
      }
      clearTimeout(this.clearing);
      this.isBusy = false;
    });
  }

  /** Asks the same once more, as after a problem. */
  again(question: Q): void {
    this.wanted = '';
    this.want(question);
  }

  /** Another model: nothing that was answered holds any longer. */
  forget(): void {
    this.stop();
    this.round += 1;
    this.kept.clear();
    this.value = null;
    this.problem = null;
  }

  private stop(): void {
    this.latest.cancel();
    clearTimeout(this.clearing);
    this.isBusy = false;
  }

  private keep(key: string, answer: A): void {
    this.kept.set(key, answer);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }
}
