interface HeartbeatOptions {
  /** Ticks without a beat until the process counts as not responding. */
  silentAfter: number;
  /** Ticks without a beat until it is given up. */
  deadAfter: number;
  onSilent: () => void;
  onRecovered: () => void;
  onDead: () => void;
}

/**
 * Whether a process still answers (U3). Counts ticks, not hours on the clock: while the computer sleeps nothing ticks,
 * so that waking up is no alarm.
 */
export class Heartbeat {
  private readonly options: HeartbeatOptions;
  private ticksWithoutBeat = 0;

  constructor(options: HeartbeatOptions) {
    this.options = options;
  }

  beat(): void {
    if (this.ticksWithoutBeat >= this.options.silentAfter) this.options.onRecovered();
    this.ticksWithoutBeat = 0;
  }

  /** Once a second. */
  tick(): void {
    this.ticksWithoutBeat += 1;
    if (this.ticksWithoutBeat === this.options.silentAfter) this.options.onSilent();
    if (this.ticksWithoutBeat === this.options.deadAfter) this.options.onDead();
  }
}
