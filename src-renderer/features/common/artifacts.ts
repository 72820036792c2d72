import { getContext, setContext } from 'svelte';
import type { Request, Response } from '@shared/ipc/contract.ts';

type Artifact = Request<'artifact:save'>;

/** How a chart leaves the window: a file that the person names, or the clipboard. Both throw what main refused. */
export interface ArtifactCalls {
  readonly save: (artifact: Artifact) => Promise<Response<'artifact:save'>>;
  readonly copy: (artifact: Artifact) => Promise<unknown>;
}

/** Exported for tests of a single component. */
export const ARTIFACTS_KEY = Symbol('artifacts');

/** Said once by the window, as charts stand deep inside every stage. */
export function provideArtifacts(calls: ArtifactCalls): void {
  setContext(ARTIFACTS_KEY, calls);
}

/** Undefined where nobody said how, as in the test of a single component: then a chart has no menu. */
export function useArtifacts(): ArtifactCalls | undefined {
  return getContext<ArtifactCalls | undefined>(ARTIFACTS_KEY);
}
