/** What the schedule wants done, one after the other. */
export type Step =
  | { readonly do: 'start'; readonly runId: string; readonly cores: number }
  /** To be stopped with a checkpoint: it waits for its turn again. */
  | { readonly do: 'yield'; readonly runId: string }
  /** To go on after a pause. */
  | { readonly do: 'resume'; readonly runId: string };

interface ActiveRun {
  /** Cores that it takes unless it is paused. */
  readonly cores: number;
  /** `resuming`: a person wants it to go on, and it gets the next cores. `leaving`: it has been told to yield. */
  state: 'running' | 'paused' | 'resuming' | 'leaving';
}

/**
 * Which runs wait, which have a process, and what is to be done next: the rules alone, without processes, files or a
 * clock. The runs that have a process never take more cores than the budget, but for those that a lowered budget has
 * already told to leave.
 */
export class Schedule {
  /** Cores for all runs together, at least 1. */
  budget: number;
  /** True: nothing that waits is begun, but for what a person urges. */
  isHeld = false;
  private readonly urged = new Set<string>();
  private waitingRuns: string[] = [];
  /** In the order in which they were started. */
  private readonly active = new Map<string, ActiveRun>();

  constructor(budget: number) {
    this.budget = budget;
  }

  /** The next one first; with those that are only just leaving, at the places they will have. */
  get waiting(): readonly string[] {
    return this.waitingRuns;
  }

  /** Runs with a process, the oldest first. */
  get activeRuns(): readonly string[] {
    return [...this.active.keys()];
  }

  /** Every run that has not ended, those with a process first: what must not be forgotten. */
  get all(): readonly string[] {
    return [...new Set([...this.activeRuns.filter((id) => !this.isWaiting(id)), ...this.waitingRuns])];
  }

  /** Cores that processes take now. */
  get inUse(): number {
    return this.coresOf('running', 'leaving');
  }

  isWaiting(runId: string): boolean {
    return this.waitingRuns.includes(runId);
  }

  isActive(runId: string): boolean {
    return this.active.has(runId);
  }

  isPaused(runId: string): boolean {
    return this.active.get(runId)?.state === 'paused';
  }

  /** Runs that wait already, or have a process, stay where they are. */
  enqueue(runIds: readonly string[], where: 'front' | 'back'): void {
    const added = [...new Set(runIds)].filter((id) => !this.isWaiting(id) && !this.isActive(id));
    this.waitingRuns = where === 'front' ? [...added, ...this.waitingRuns] : [...this.waitingRuns, ...added];
  }

  /** A person wants this one now: it comes to the front, and is begun although the queue is held. */
  urge(runId: string): void {
    if (this.isActive(runId)) return;
    this.takeOut(runId);
    this.enqueue([runId], 'front');
    this.urged.add(runId);
  }

  /** Puts runs that wait before another one (null: to the end), in the order in which they are named. */
  move(runIds: readonly string[], before: string | null): void {
    const moved = [...new Set(runIds)].filter((id) => this.isWaiting(id) && id !== before);
    const others = this.waitingRuns.filter((id) => !moved.includes(id));
    const place = before === null ? -1 : others.indexOf(before);
    others.splice(place < 0 ? others.length : place, 0, ...moved);
    this.waitingRuns = others;
  }

  /** False where the run does not wait. */
  takeOut(runId: string): boolean {
    const isThere = this.isWaiting(runId);
    this.urged.delete(runId);
    this.waitingRuns = this.waitingRuns.filter((id) => id !== runId);
    return isThere;
  }

  /** Its cores are free for others. False where it is not running. */
  pause(runId: string): boolean {
    const run = this.active.get(runId);
    if (run?.state !== 'running') return false;
    run.state = 'paused';
    return true;
  }

  /** It gets its cores back before anything that waits. False where it is not paused. */
  resume(runId: string): boolean {
    const run = this.active.get(runId);
    if (run?.state !== 'paused') return false;
    run.state = 'resuming';
    return true;
  }

  /** Its process is gone. `goesOn`: it shall be trained further, and comes to the front unless it has a place already. */
  gone(runId: string, goesOn: boolean): void {
    this.active.delete(runId);
    if (goesOn) this.enqueue([runId], 'front');
    else this.takeOut(runId);
  }

  /** For quitting: whatever is trained has to wait, in its order, at the front. */
  leaveAll(): Step[] {
    return this.shrink(0);
  }

  /** What is to be done now; it counts as done. `canShare`: whether more than one core would make a run faster. */
  steps(canShare: (runId: string) => boolean): Step[] {
    return [...this.shrink(), ...this.goOn(), ...this.makeRoom(), ...this.begin(canShare)];
  }

  /** The newest leave first, so that the oldest stands at the front in the end. */
  private shrink(room = this.budget, except?: string): Step[] {
    const steps: Step[] = [];
    for (const [runId, run] of [...this.active].reverse()) {
      if (this.coresOf('running') <= room) break;
      if (run.state === 'running' && runId !== except) steps.push(this.leave(runId, run));
    }
    return steps;
  }

  private goOn(): Step[] {
    const steps: Step[] = [];
    for (const [runId, run] of this.active) {
      if (run.state !== 'resuming') continue;
      const isTooWide = run.cores > this.budget || (run.cores > 1 && this.coresOf('running') > 0);
      // Begun anew from its checkpoint it takes a single core.
      if (isTooWide) steps.push(this.leave(runId, run));
      else if (run.cores <= this.budget - this.inUse) {
        run.state = 'running';
        steps.push({ do: 'resume', runId });
      } else steps.push(...this.shrink(this.budget - run.cores, runId));
    }
    return steps;
  }

  /** Where others wait, whoever has several cores goes on with one. */
  private makeRoom(): Step[] {
    if (this.isHeld || this.waitingRuns.length === 0 || this.inUse < this.budget) return [];
    const wide = [...this.active].filter(([, run]) => run.state === 'running' && run.cores > 1);
    return wide.map(([runId, run]) => this.leave(runId, run));
  }

  private begin(canShare: (runId: string) => boolean): Step[] {
    const steps: Step[] = [];
    const isSomebodyResuming = [...this.active.values()].some(({ state }) => state === 'resuming');
    for (const runId of this.waitingRuns) {
      const free = this.budget - this.inUse;
      // Strictly in order: nobody overtakes one that is only just leaving.
      const isHeld = this.isHeld && !this.urged.has(runId);
      if (isHeld || isSomebodyResuming || free < 1 || this.isActive(runId)) break;
      const isAlone = this.inUse === 0 && this.waitingRuns.length === 1;
      const cores = isAlone && canShare(runId) ? free : 1;
      this.takeOut(runId);
      this.active.set(runId, { cores, state: 'running' });
      steps.push({ do: 'start', runId, cores });
    }
    return steps;
  }

  private leave(runId: string, run: ActiveRun): Step {
    run.state = 'leaving';
    this.waitingRuns = [runId, ...this.waitingRuns];
    return { do: 'yield', runId };
  }

  private coresOf(...states: readonly ActiveRun['state'][]): number {
    let cores = 0;
    for (const run of this.active.values()) if (states.includes(run.state)) cores += run.cores;
    return cores;
  }
}
