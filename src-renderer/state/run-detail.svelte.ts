import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import { isActive, type MetricsPoint, type RunStatus } from '@shared/model/run.ts';
import { type Client, describeError, type RunWatch } from '../api/client.ts';
import { sealPoint } from './seal.ts';

/** Numbers that change faster than this cannot be read. */
const REDRAW_MS = 100;

/** Speed and time left of a run that is being trained. */
export interface Progress {
  readonly epochsDone: number;
  readonly seconds: number;
  readonly secondsLeft: number | null;
}

/** The points of one run: streamed while it is active, read from its folder once it has ended. */
export class RunDetail {
  readonly id: string;
  /** With what was measured on the test rows, which is shown once it was opened. */
  private allPoints = $state.raw<readonly MetricsPoint[]>([]);
  private isTestOpen = $state(false);
  /** How often the test results were opened; known once the run has ended or they are open. */
  testOpenings = $state<number | null>(null);
  readonly points: readonly MetricsPoint[] = $derived(
    this.isTestOpen ? this.allPoints : this.allPoints.map(sealPoint),
  );
  /** What was measured inside of the network, while the run is active; see `LookState` for that of any run. */
  insight = $state.raw<readonly InsightPoint[]>([]);
  /** The network as it was told last, while the run is active and somebody looks. */
  frame = $state.raw<NetworkFrame | null>(null);
  progress = $state.raw<Progress | null>(null);
  hasModel = $state(false);
  isLoading = $state(false);
  problem = $state<string | null>(null);
  private readonly client: Client;
  private status: RunStatus | null = null;
  private watching: RunWatch | null = null;
  private wanted: LookRequest | null = null;
  private waiting: RunPortMessage[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client, id: string) {
    this.client = client;
    this.id = id;
  }

  /** Brings the points in line with the run's status; asking again for the same status does nothing. */
  async follow(status: RunStatus): Promise<void> {
    const wasActive = this.status !== null && isActive(this.status);
    const isFirst = this.status === null;
    this.status = status;
    if (isActive(status)) {
      if (!wasActive) await this.attempt(() => this.watch());
    } else if (isFirst || wasActive) {
      this.close();
      await this.attempt(() => this.load());
    }
  }

  /** What of the network is wanted while the run is active; null: nothing, and it costs no time. */
  look(request: LookRequest | null): void {
    this.wanted = request;
    if (request === null) this.frame = null;
    this.watching?.look(request);
  }

  /** `opened`: how often, this time among them. */
  unseal(opened: number): void {
    this.isTestOpen = true;
    this.testOpenings = opened;
  }

  close(): void {
    this.watching?.stop();
    this.watching = null;
    this.flush();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isLoading = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = describeError(error).message;
      // Asking again must be possible.
      this.status = null;
    } finally {
      this.isLoading = false;
    }
  }

  private async watch(): Promise<void> {
    const watching = await this.client.watchRun(this.id, (message) => {
      this.receive(message);
    });
    // The run may have ended, and been read whole, while the port was on its way.
    if (this.status === null || !isActive(this.status)) {
      watching.stop();
      return;
    }
    this.watching = watching;
    if (this.wanted !== null) watching.look(this.wanted);
  }

  private async load(): Promise<void> {
    const opened = await this.client.runOpen({ runId: this.id });
    // The run may have gone on meanwhile; what is streamed is newer.
    if (this.status !== null && isActive(this.status)) return;
    this.allPoints = opened.points;
    this.testOpenings = Math.max(opened.testOpenings, this.testOpenings ?? 0);
    this.hasModel = opened.hasModel;
    this.progress = null;
  }

  private receive(message: RunPortMessage): void {
    // A picture may change as often as it comes; only numbers must stay long enough to be read.
    if (message.frame !== null && this.wanted !== null) this.frame = message.frame;
    this.waiting.push(message);
    this.timer ??= setTimeout(() => {
      this.flush();
    }, REDRAW_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const messages = this.waiting;
    const latest = messages.at(-1);
    if (latest === undefined) return;
    this.waiting = [];
    const whole = messages.findLastIndex((message) => message.whole);
    const told = messages.slice(Math.max(0, whole));
    const points = told.flatMap((message) => message.points);
    const insight = told.flatMap((message) => message.insight);
    this.allPoints = whole >= 0 ? points : [...this.allPoints, ...points];
    if (whole >= 0) this.insight = insight;
    else if (insight.length > 0) this.insight = [...this.insight, ...insight];
    const { epochsDone, seconds, secondsLeft } = latest;
    this.progress = { epochsDone, seconds, secondsLeft };
  }
}
