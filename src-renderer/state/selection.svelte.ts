/** Which runs are chosen, to be compared or acted on, and which one is pointed at. Shared by table and charts. */
export class SelectionState {
  /** In the order in which they were chosen. */
  ids = $state.raw<readonly string[]>([]);
  /** A run whose curve or row is pointed at, or was clicked. */
  highlighted = $state<string | null>(null);
  private readonly chosen: ReadonlySet<string> = $derived(new Set(this.ids));

  has(id: string): boolean {
    return this.chosen.has(id);
  }

  toggle(id: string): void {
    this.ids = this.has(id) ? this.ids.filter((other) => other !== id) : [...this.ids, id];
  }

  set(ids: readonly string[]): void {
    this.ids = [...new Set(ids)];
  }

  /** Chooses more; those that are chosen keep their order. */
  add(ids: readonly string[]): void {
    this.set([...this.ids, ...ids]);
  }

  clear(): void {
    this.ids = [];
  }

  /** For runs that are gone. */
  forget(ids: readonly string[]): void {
    const gone = new Set(ids);
    if (this.highlighted !== null && gone.has(this.highlighted)) this.highlighted = null;
    if (this.ids.some((id) => gone.has(id))) this.ids = this.ids.filter((id) => !gone.has(id));
  }
}
