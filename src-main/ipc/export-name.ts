const MAX_LENGTH = 80;
/** Names that Windows keeps for devices, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A run's name → the file name that a save dialog offers; safe on every system, and never empty. */
export function suggestFileName(runName: string, extension: string): string {
  const base = runName
    .normalize('NFC')
    // Letters, digits and a few harmless signs of any language stay.
    .replace(/[^\p{L}\p{N} ()+=,_.-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_LENGTH)
    .replace(/^[ .]+|[ .]+$/g, '');
  const name = base === '' || RESERVED.test(base) ? 'model' : base;
  return `${name}.${extension}`;
}
