/** A pace that has been too high falls by this much a call, should the steps have become slower. */
const MEMORY = 0.8;

/** How many optimizer updates to ask for at once, so that they take about as long as wanted, whatever the network. */
export class Pace {
  private stepsPerMs = 0;
  private asked = 1;

  /** Never more than twice as many as the last time: a first measurement says little. */
  stepsFor(ms: number): number {
    const wanted = Math.floor(this.stepsPerMs * ms);
    this.asked = Math.max(1, Math.min(wanted, 2 * this.asked));
    return this.asked;
  }

  note(steps: number, ms: number): void {
    if (steps > 0) this.stepsPerMs = Math.max(steps / Math.max(ms, 1e-3), MEMORY * this.stepsPerMs);
  }
}
