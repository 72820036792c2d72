import type { Draft, DraftAccess } from '../components/draft.ts';
import type { Problem } from '../edits/problems.ts';

/** Drafts of every experiment. They outlive the form, so that a wrong value is still there after a look elsewhere. */
export class FieldDrafts {
  private drafts = $state.raw<ReadonlyMap<string, Draft>>(new Map());

  of(experimentId: string): DraftAccess {
    const key = (at: string): string => `${experimentId}/${at}`;
    return {
      get: (at) => this.drafts.get(key(at)),
      set: (at, draft) => {
        const drafts = new Map(this.drafts);
        if (draft === undefined) drafts.delete(key(at));
        else drafts.set(key(at), draft);
        this.drafts = drafts;
      },
    };
  }

  problems(experimentId: string): Problem[] {
    return [...this.drafts].flatMap(([key, { problem }]) =>
      problem !== null && key.startsWith(`${experimentId}/`)
        ? [{ at: key.slice(experimentId.length + 1), message: problem }]
        : [],
    );
  }

  /** Drafts at or below a place end: the layer or column they belonged to is gone or was renamed. */
  forget(experimentId: string, below = ''): void {
    const prefix = `${experimentId}/${below}`;
    this.drafts = new Map([...this.drafts].filter(([key]) => !key.startsWith(prefix)));
  }
}
