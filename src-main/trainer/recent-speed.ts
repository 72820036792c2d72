/** Seconds of training that the present speed is taken from: long enough for several evaluations, short enough to follow. */
const WINDOW_SECONDS = 10;
const SAMPLES = 20;

/** How many optimizer updates a second have been made of late. */
export class RecentSpeed {
  /** Oldest first; evenly spaced, so that a run of any length keeps only a few. */
  private readonly samples: { readonly seconds: number; readonly step: number }[] = [];

  /** `seconds` of training so far, and the updates made by then. */
  note(seconds: number, step: number): void {
    const last = this.samples.at(-1);
    if (last !== undefined && seconds - last.seconds < WINDOW_SECONDS / SAMPLES) return;
    this.samples.push({ seconds, step });
    // One sample from before the window is kept, for it to be measured whole.
    while (this.samples.length > 2 && this.samples[1]!.seconds < seconds - WINDOW_SECONDS)
      this.samples.shift();
  }

  /** Seconds that so many more updates will take; null while nothing has been measured. */
  secondsFor(steps: number, seconds: number, step: number): number | null {
    const oldest = this.samples[0];
    if (oldest === undefined || step <= oldest.step) return null;
    return (Math.max(0, steps) * (seconds - oldest.seconds)) / (step - oldest.step);
  }
}
