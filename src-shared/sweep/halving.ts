import { Random } from '../core/random.ts';
import { isEvaluationEpoch } from '../engine/evaluation-schedule.ts';
import type { SweepSpec } from '../model/sweep.ts';

/** What is to be done next. `train`: begin the run, or go on with it, and end after so many epochs. */
export type HalvingStep =
  { do: 'train'; index: number; untilEpoch: number } | { do: 'wait' } | { do: 'done' };

/** A run as its folder tells of it after a restart. */
export interface KnownRun {
  index: number;
  /** The loss at each rung that it has been trained to, the first rung first. */
  losses: readonly number[];
  /** It will make no more epochs: it has made all, has stopped early, or has failed. */
  hasEnded: boolean;
  /** It is on its way to the rung after those, and nobody trains it. */
  isUnderWay: boolean;
}

/** All runs of one configuration: they differ in seeds and folds, and are promoted together. */
interface Candidate {
  readonly members: readonly Member[];
  /** The rung that its runs are trained to; −1 before they are begun. */
  rung: number;
  /** One of its runs was left on its way: it is out of the race until somebody goes on with it. */
  isLeft: boolean;
}

interface Member {
  readonly index: number;
  /** The loss at each rung it has come to. */
  losses: number[];
  hasEnded: boolean;
  state: 'idle' | 'wanted' | 'training';
}

/**
 * The epochs at which a sweep looks which configurations are worth more: the first rung, then so many times as many, and the
 * planned number at last. Each is moved on to the next epoch whose measurements are kept, so that its loss can be found
 * again.
 */
export function rungsOf({ experiment, halving }: Pick<SweepSpec, 'experiment' | 'halving'>): number[] {
  const { training } = experiment;
  if (halving === null) return [training.epochs];
  const rungs: number[] = [];
  for (let rung = halving.minEpochs; rung * halving.factor <= training.epochs; rung *= halving.factor) {
    let epoch = rung;
    while (!isEvaluationEpoch(epoch, training)) epoch++;
    rungs.push(epoch);
  }
  return [...rungs, training.epochs];
}

/**
 * Successive halving, asynchronous (ASHA): every configuration is trained to the first rung; of those that came to a rung,
 * the best 1/factor go on to the next one as soon as that is known, without waiting for the others.
 *
 * Source: Li, Jamieson, Rostamizadeh, Gonina, Ben-Tzur, Hardt, Recht & Talwalkar 2020, "A System for Massively Parallel
 * Hyperparameter Tuning", MLSys, algorithm 2. Differs from it in four ways. Runs go on from their checkpoints and need no
 * training anew. They are begun in a shuffled order: in the order of a grid, where each may be better than all before, far
 * too many would be promoted. A configuration of several seeds or folds counts by the mean of its losses and goes on as a whole. When
 * all else is done and none has come to the last rung, the best goes on, so that a sweep always ends with a whole run.
 *
 * Losses are compared as they are reported (in scaled units; lower is better); one that is no number is never promoted.
 * What is to be done depends on nothing but what has been reported, so `recall` finds it again after a restart.
 */
export class Halving {
  private readonly candidates: readonly Candidate[];
  private readonly startOrder: readonly Candidate[];
  private readonly byIndex = new Map<number, { candidate: Candidate; member: Member }>();
  private readonly rungs: readonly number[];
  private readonly factor: number;

  /** @param configurations the indices of the runs of each configuration */
  constructor(
    configurations: readonly (readonly number[])[],
    { rungs, factor }: { rungs: readonly number[]; factor: number },
  ) {
    this.rungs = rungs;
    this.factor = factor;
    this.candidates = configurations.map((indices) => ({
      rung: -1,
      isLeft: false,
      members: indices.map((index) => ({ index, losses: [], hasEnded: false, state: 'idle' as const })),
    }));
    this.startOrder = rungs.length > 1 ? shuffled(this.candidates) : this.candidates;
    for (const candidate of this.candidates) {
      for (const member of candidate.members) this.byIndex.set(member.index, { candidate, member });
    }
  }

  /** After a restart: how far the runs are that have been begun. */
  recall(runs: readonly KnownRun[]): void {
    for (const known of runs) {
      const { candidate, member } = this.find(known.index);
      member.losses = known.losses.slice(0, this.rungs.length);
      member.hasEnded = known.hasEnded;
      candidate.rung = Math.max(candidate.rung, member.losses.length - (known.isUnderWay ? 0 : 1), 0);
    }
    for (const { rung, members } of this.candidates) for (const member of members) this.want(member, rung);
  }

  /** The next thing to do; a run that is given out counts as being trained until it is reported. */
  next(): HalvingStep {
    for (;;) {
      const wanted = this.firstWanted();
      if (wanted !== null) {
        wanted.member.state = 'training';
        return { do: 'train', index: wanted.member.index, untilEpoch: this.rungs[wanted.rung]! };
      }
      const candidate = this.promotable() ?? this.startOrder.find(({ rung }) => rung < 0) ?? this.lastHope();
      if (candidate === undefined) return { do: this.isAnyTraining() ? 'wait' : 'done' };
      candidate.rung += 1;
      for (const member of candidate.members) this.want(member, candidate.rung);
    }
  }

  /** A run has come to its rung, with this loss, or has ended before. */
  report(index: number, loss: number, hasEnded: boolean): void {
    const { candidate, member } = this.find(index);
    member.losses = [...member.losses.slice(0, candidate.rung), loss];
    member.hasEnded = hasEnded;
    member.state = 'idle';
  }

  /**
   * A run was left on its way, by a person or because its process died: it is not asked for again, and its configuration
   * not promoted. Nothing else is begun in its place, so that whoever stops all runs has stopped them.
   */
  abandon(index: number): void {
    const { candidate, member } = this.find(index);
    candidate.isLeft = true;
    member.state = 'idle';
  }

  /** A run that makes no more epochs passes every rung with the loss it has. */
  private want(member: Member, rung: number): void {
    const last = member.losses.at(-1) ?? NaN;
    while (member.hasEnded && member.losses.length <= rung) member.losses.push(last);
    member.state = member.losses.length <= rung ? 'wanted' : 'idle';
  }

  /** Those that are furthest come first. */
  private firstWanted(): { member: Member; rung: number } | null {
    const found = this.candidates
      .flatMap(({ members, rung }) => members.map((member) => ({ member, rung })))
      .filter(({ member }) => member.state === 'wanted')
      .sort((a, b) => b.rung - a.rung || a.member.index - b.member.index);
    return found[0] ?? null;
  }

  /** From the highest rung down: the best of those that came to it, where it is among the best 1/factor. */
  private promotable(): Candidate | undefined {
    for (let rung = this.rungs.length - 2; rung >= 0; rung--) {
      const ranked = this.ranking(rung);
      const promoted = ranked
        .slice(0, Math.floor(ranked.length / this.factor))
        .find((candidate) => mayGoOn(candidate, rung));
      if (promoted !== undefined) return promoted;
    }
    return undefined;
  }

  /** All that came to a rung, the best first; those without a loss last. */
  private ranking(rung: number): Candidate[] {
    return this.candidates
      .filter(({ members }) => members.every(({ losses }) => losses.length > rung))
      .map((candidate, place) => ({ candidate, place, loss: lossAt(candidate, rung) }))
      .sort((a, b) => rankOf(a.loss) - rankOf(b.loss) || a.place - b.place)
      .map(({ candidate }) => candidate);
  }

  /** The best of the highest rung that has one, where all else is done and none has come to the end. */
  private lastHope(): Candidate | undefined {
    const last = this.rungs.length - 1;
    const isWhole = (candidate: Candidate) => Number.isFinite(lossAt(candidate, last));
    const isAnyLeft = this.candidates.some(({ isLeft }) => isLeft);
    if (this.isAnyTraining() || isAnyLeft || this.candidates.some(isWhole)) return undefined;
    for (let rung = last - 1; rung >= 0; rung--) {
      const best = this.ranking(rung).find((candidate) => mayGoOn(candidate, rung));
      if (best !== undefined) return best;
    }
    return undefined;
  }

  private isAnyTraining(): boolean {
    return this.candidates.some(({ members }) => members.some(({ state }) => state === 'training'));
  }

  private find(index: number): { candidate: Candidate; member: Member } {
    const found = this.byIndex.get(index);
    if (found === undefined) throw new Error(`There is no run ${String(index)} in this sweep.`);
    return found;
  }
}

/** Whether a configuration stands at a rung, with a loss. */
function mayGoOn(candidate: Candidate, rung: number): boolean {
  return candidate.rung === rung && !candidate.isLeft && Number.isFinite(lossAt(candidate, rung));
}

function lossAt({ members }: Candidate, rung: number): number {
  return members.reduce((sum, { losses }) => sum + (losses[rung] ?? NaN), 0) / members.length;
}

/** Always in the same way. */
function shuffled(candidates: readonly Candidate[]): Candidate[] {
  const order = Uint32Array.from(candidates.keys());
  new Random(1, 'halving').shuffle(order);
  return [...order].map((place) => candidates[place]!);
}

/** Infinities would make differences that are no numbers. */
function rankOf(loss: number): number {
  return Number.isFinite(loss) ? loss : Number.MAX_VALUE;
}
