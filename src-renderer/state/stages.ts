/** The places of the window in the order of the work, with the article's steps they cover. */
export const STAGES = {
  data: { label: 'Data', steps: 'Steps 1–4' },
  network: { label: 'Network', steps: 'Step 5' },
  train: { label: 'Train', steps: 'Steps 6–8' },
  evaluate: { label: 'Evaluate', steps: 'Step 9' },
  export: { label: 'Export', steps: 'Take it away' },
  runs: { label: 'Runs', steps: 'History' },
} as const;

export type StageId = keyof typeof STAGES;
export const STAGE_IDS = Object.keys(STAGES) as StageId[];

/** What the rail says about a stage. */
export type StageMark =
  | { kind: 'none' }
  | { kind: 'complete' }
  | { kind: 'running' }
  | { kind: 'warning'; text: string }
  | { kind: 'problems'; count: number }
  | { kind: 'count'; count: number };

/** The stage on which a setting stands. */
export function stageOf(at: string): StageId {
  if (at.startsWith('network')) return 'network';
  if (at.startsWith('training')) return 'train';
  return 'data';
}
