/** One line of a context menu. Labels of a menu differ. */
export interface Entry {
  readonly label: string;
  /** The key that does the same without the menu. */
  readonly keys?: string;
  readonly startsGroup?: boolean;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly perform: () => void;
}
