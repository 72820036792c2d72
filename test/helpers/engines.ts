import { chooseEngine, type Engine } from '../../src-main/trainer/engine.ts';

/** What trains in tests that are not about backends. */
export function referenceEngine(): Engine {
  return chooseEngine({ backend: 'reference', threads: null });
}
