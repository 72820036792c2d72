/** What can be done, and whether it can be done now. */
export interface Action {
  readonly isEnabled: () => boolean;
  readonly perform: () => void;
}
