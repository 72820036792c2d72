import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule, type Step } from '../../../../src-main/queue/schedule.ts';

const NEVER = () => false;
const ALWAYS = () => true;

/** A schedule under which these runs wait, and what it has begun. */
function scheduleOf(budget: number, ...runIds: string[]) {
  const schedule = new Schedule(budget);
  schedule.enqueue(runIds, 'back');
  return { schedule, steps: schedule.steps(NEVER) };
}

const start = (runId: string, cores = 1): Step => ({ do: 'start', runId, cores });
const leave = (runId: string): Step => ({ do: 'yield', runId });

describe('a schedule', () => {
  it('begins runs in their order, as many as there are cores', () => {
    const { schedule, steps } = scheduleOf(2, 'a', 'b', 'c');
    expect(steps).toEqual([start('a'), start('b')]);
    expect(schedule.waiting).toEqual(['c']);
    schedule.gone('b', false);
    expect(schedule.steps(NEVER)).toEqual([start('c')]);
  });

  it('gives all cores to a run that is alone and the faster for it', () => {
    expect(scheduleOf(3, 'a').steps).toEqual([start('a')]);
    const schedule = new Schedule(3);
    schedule.enqueue(['a'], 'back');
    expect(schedule.steps(ALWAYS)).toEqual([start('a', 3)]);
  });

  it('takes them back when others wait, and everyone gets one', () => {
    const schedule = new Schedule(2);
    schedule.enqueue(['a'], 'back');
    schedule.steps(ALWAYS);
    schedule.enqueue(['b'], 'back');
    expect(schedule.steps(ALWAYS)).toEqual([leave('a')]);
    schedule.gone('a', true);
    expect(schedule.steps(ALWAYS)).toEqual([start('a'), start('b')]);
  });

  it('sends the newest back to the front when the budget is lowered, in the order in which they began', () => {
    const { schedule } = scheduleOf(4, 'a', 'b', 'c', 'd', 'e');
    schedule.budget = 1;
    expect(schedule.steps(NEVER)).toEqual([leave('d'), leave('c'), leave('b')]);
    expect(schedule.waiting).toEqual(['b', 'c', 'd', 'e']);
    for (const id of ['c', 'd', 'b']) schedule.gone(id, true);
    expect(schedule.waiting).toEqual(['b', 'c', 'd', 'e']);
    schedule.budget = 3;
    expect(schedule.steps(NEVER)).toEqual([start('b'), start('c')]);
  });

  it('lets nobody overtake a run that is only just leaving', () => {
    const { schedule } = scheduleOf(2, 'a', 'b', 'c');
    schedule.budget = 1;
    schedule.steps(NEVER);
    schedule.budget = 3;
    expect(schedule.steps(NEVER)).toEqual([]);
    schedule.gone('b', true);
    expect(schedule.steps(NEVER)).toEqual([start('b'), start('c')]);
  });

  it('begins nothing while it is held, and goes on with what runs', () => {
    const { schedule } = scheduleOf(1, 'a', 'b');
    schedule.isHeld = true;
    schedule.gone('a', false);
    expect(schedule.steps(NEVER)).toEqual([]);
    schedule.isHeld = false;
    expect(schedule.steps(NEVER)).toEqual([start('b')]);
  });

  it('uses the core of a paused run for others, and sends the newest back when it is to go on', () => {
    const { schedule } = scheduleOf(1, 'a', 'b');
    expect(schedule.pause('a')).toBe(true);
    expect(schedule.steps(NEVER)).toEqual([start('b')]);
    expect(schedule.resume('a')).toBe(true);
    expect(schedule.steps(NEVER)).toEqual([leave('b')]);
    schedule.gone('b', true);
    expect(schedule.steps(NEVER)).toEqual([{ do: 'resume', runId: 'a' }]);
    expect(schedule.waiting).toEqual(['b']);
  });

  it.each([
    [['c'], 'a', ['c', 'a', 'b', 'd']],
    [['d', 'b'], 'a', ['d', 'b', 'a', 'c']],
    [['a'], null, ['b', 'c', 'd', 'a']],
    [['b'], 'b', ['a', 'b', 'c', 'd']],
    [['b', 'x'], 'y', ['a', 'c', 'd', 'b']],
  ])('moves %j before %s', (moved, before, expected) => {
    const schedule = new Schedule(1);
    schedule.isHeld = true;
    schedule.enqueue(['a', 'b', 'c', 'd'], 'back');
    schedule.move(moved, before);
    expect(schedule.waiting).toEqual(expected);
  });

  it('names those with a process before those that wait', () => {
    const { schedule } = scheduleOf(2, 'a', 'b', 'c');
    expect(schedule.all).toEqual(['a', 'b', 'c']);
    schedule.leaveAll();
    expect(schedule.all).toEqual(['a', 'b', 'c']);
  });
});

type Change =
  | { kind: 'enqueue'; run: number; where: 'front' | 'back' }
  | { kind: 'end' | 'pause' | 'resume' | 'take-out'; run: number }
  | { kind: 'budget'; cores: number }
  | { kind: 'hold'; isHeld: boolean };

const run = fc.nat({ max: 11 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('enqueue'), run, where: fc.constantFrom('front', 'back') }),
  fc.record({ kind: fc.constantFrom('end', 'end', 'pause', 'resume', 'take-out'), run }),
  fc.record({ kind: fc.constant('budget'), cores: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('hold'), isHeld: fc.boolean() }),
);

/** Processes as the schedule asks for them, with what must hold at every moment. */
class Processes {
  readonly schedule = new Schedule(2);
  /** Run → its cores, and what it is doing. */
  readonly cores = new Map<string, number>();
  readonly leaving = new Set<string>();
  readonly paused = new Set<string>();
  readonly known = new Set<string>();

  apply(changed: Change): void {
    const { schedule } = this;
    switch (changed.kind) {
      case 'enqueue':
        schedule.enqueue([String(changed.run)], changed.where);
        this.known.add(String(changed.run));
        break;
      case 'end':
        this.end(String(changed.run));
        break;
      case 'pause':
        if (schedule.pause(String(changed.run))) this.paused.add(String(changed.run));
        break;
      case 'resume':
        schedule.resume(String(changed.run));
        break;
      case 'take-out':
        if (schedule.takeOut(String(changed.run)) && !this.cores.has(String(changed.run)))
          this.known.delete(String(changed.run));
        break;
      case 'budget':
        schedule.budget = changed.cores;
        break;
      case 'hold':
        schedule.isHeld = changed.isHeld;
    }
    this.perform(schedule.steps((id) => Number(id) % 3 === 0));
    this.check();
  }

  end(id: string): void {
    if (!this.cores.has(id)) return;
    const goesOn = this.leaving.has(id) && this.schedule.isWaiting(id);
    for (const set of [this.cores, this.leaving, this.paused]) set.delete(id);
    this.schedule.gone(id, goesOn);
    if (!goesOn) this.known.delete(id);
  }

  private perform(steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.do === 'start') {
        expect(this.schedule.isHeld).toBe(false);
        expect(this.cores.has(step.runId), 'begun twice').toBe(false);
        this.cores.set(step.runId, step.cores);
        expect(this.inUse).toBeLessThanOrEqual(this.schedule.budget);
      } else if (step.do === 'yield') {
        expect(this.cores.has(step.runId)).toBe(true);
        this.leaving.add(step.runId);
      } else this.paused.delete(step.runId);
    }
  }

  private get inUse(): number {
    return [...this.cores].reduce((sum, [id, cores]) => sum + (this.isIdle(id) ? 0 : cores), 0);
  }

  private isIdle(id: string): boolean {
    return this.paused.has(id) && !this.leaving.has(id);
  }

  private check(): void {
    const staying = [...this.cores].filter(([id]) => !this.leaving.has(id) && !this.paused.has(id));
    expect(staying.reduce((sum, [, cores]) => sum + cores, 0)).toBeLessThanOrEqual(this.schedule.budget);
    expect(new Set(this.schedule.all), 'lost or made up').toEqual(this.known);
    expect(this.schedule.all).toHaveLength(this.known.size);
  }

  /** Ends whatever runs until nothing is left. */
  drain(): void {
    this.schedule.isHeld = false;
    for (let round = 0; this.known.size > 0; round++) {
      expect(round, 'it never ends').toBeLessThan(200);
      for (const id of [...this.paused]) this.schedule.resume(id);
      this.perform(this.schedule.steps(NEVER));
      this.check();
      const [next] = [...this.cores.keys()].filter((id) => !this.isIdle(id));
      if (next !== undefined) this.end(next);
    }
  }
}

it('under any changes nothing is begun twice, lost, or beyond the budget, and all ends', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const processes = new Processes();
      for (const changed of changes) processes.apply(changed);
      processes.drain();
    }),
    { numRuns: process.env.NINESTEP_LONG === '1' ? 20_000 : 500 },
  );
});
