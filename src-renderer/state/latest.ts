/** Work of which only the latest counts: waits for quiet, and tells work that was overtaken. */
export class Latest {
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  after(waitMs: number, work: (isStale: () => boolean) => Promise<void>): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.timer = setTimeout(() => void work(() => turn !== this.turn), waitMs);
  }

  /** Whatever is under way no longer counts. */
  cancel(): void {
    clearTimeout(this.timer);
    this.turn += 1;
  }
}
