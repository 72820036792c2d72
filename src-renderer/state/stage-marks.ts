import type { Problem } from '../edits/problems.ts';
import { stageOf, type StageId, type StageMark } from './stages.ts';

/** What the rail knows when it says how each stage stands. */
export interface StageFacts {
  readonly problems: readonly Problem[];
  /** The article's warning about too many parameters, if it applies. */
  readonly warning: string | null;
  readonly isTraining: boolean;
  readonly hasEnded: boolean;
  readonly hasModel: boolean;
  readonly isExported: boolean;
  readonly runCount: number;
}

export function stageMarks(facts: StageFacts): Record<StageId, StageMark> {
  const complete: StageMark = { kind: 'complete' };
  const none: StageMark = { kind: 'none' };
  const wrong = (stage: StageId): StageMark | null => {
    const count = facts.problems.filter(({ at }) => stageOf(at) === stage).length;
    return count === 0 ? null : { kind: 'problems', count };
  };
  const network: StageMark = facts.warning === null ? complete : { kind: 'warning', text: facts.warning };
  const train: StageMark = facts.isTraining ? { kind: 'running' } : facts.hasEnded ? complete : none;
  return {
    data: wrong('data') ?? complete,
    network: wrong('network') ?? network,
    train: wrong('train') ?? train,
    evaluate: facts.hasModel ? complete : none,
    export: facts.isExported ? complete : none,
    runs: { kind: 'count', count: facts.runCount },
  };
}
