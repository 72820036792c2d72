/** The table as it is shown, on its way out of the window. */
export interface TableFile {
  readonly kind: 'csv' | 'json';
  readonly to: 'file' | 'clipboard';
}
