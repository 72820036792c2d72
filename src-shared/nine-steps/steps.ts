/** The article's steps in its order: what each is called, and on which stage of the window its things stand. */
export const NINE_STEPS = [
  {
    label: 'Initialise',
    stage: 'data',
    help: 'Everything that is random comes from seeds, so that the same project gives the same numbers every time.',
  },
  {
    label: 'Data',
    stage: 'data',
    help: 'A row of the table: what goes in, and what shall come out.',
  },
  {
    label: 'Split',
    stage: 'data',
    help: 'The network learns from the training rows alone. The others are kept aside to see what it has learned.',
  },
  {
    label: 'Standardise',
    stage: 'data',
    help: 'Every column is brought to a like size. How, is fitted on the training rows alone and undone for each answer.',
  },
  {
    label: 'Construct',
    stage: 'network',
    help: 'Layers with their parameters: a weight for every input of every unit, and a bias for every unit.',
  },
  {
    label: 'Forward',
    stage: 'train',
    help: 'The row flows from layer to layer. At the end the loss says how far the answer is from the truth.',
  },
  {
    label: 'Backward',
    stage: 'train',
    help: 'The chain rule carries the blame back: how much would the loss change if this number changed?',
  },
  {
    label: 'Optimise',
    stage: 'train',
    help: 'Every parameter moves a little against its gradient. Training is nothing but this, again and again.',
  },
  {
    label: 'Test',
    stage: 'evaluate',
    help: 'The answers go back into the units of the table, and are held against what is true.',
  },
] as const;

/** From 1 to 9, as they are counted everywhere. */
export type StepNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
export const STEP_NUMBERS: readonly StepNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function stepOf(step: StepNumber): (typeof NINE_STEPS)[number] {
  return NINE_STEPS[step - 1]!;
}

/** Whether a step looks into a layer. */
export function isAboutLayer(step: StepNumber): boolean {
  return step >= 5 && step <= 8;
}
