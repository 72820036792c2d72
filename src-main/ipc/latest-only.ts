/** Of works that replace one another only the last one begun goes on; the one before ends with CANCELLED. */
export class LatestOnly {
  private running: AbortController | null = null;

  begin<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.running?.abort();
    this.running = new AbortController();
    return work(this.running.signal);
  }

  /** Ends the one that is under way. */
  cancel(): void {
    this.running?.abort();
  }
}
