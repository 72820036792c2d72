/** Text that is being typed into a field. Only text without a problem has reached the experiment. */
export interface Draft {
  readonly text: string;
  readonly problem: string | null;
}

/** What a form needs of the drafts: by the setting's place, such as `training.epochs`. */
export interface DraftAccess {
  readonly get: (at: string) => Draft | undefined;
  /** `undefined` ends the draft: the field shows the experiment's value again. */
  readonly set: (at: string, draft: Draft | undefined) => void;
}
