import type { ModelDescription } from '../../../state/model.svelte.ts';
import type { TextLanguage } from '../code-pieces.ts';

/** A way to use an exported file, as code to copy. */
export interface Use {
  /** Where: “Node”, “A page”. */
  readonly label: string;
  readonly language: TextLanguage;
  readonly code: string;
  /** What has to be there for it to run. */
  readonly needs: string;
}

/** The file that is to be used, and what a row of it holds. */
export interface UsedFile {
  /** With its ending, without its folder. */
  readonly fileName: string;
  readonly inputs: ModelDescription['inputs'];
}

/** The name without its ending: names of files beside the main one begin with it. */
export function baseOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}

/** As a module is named in an import: signs that mean something else in an address are written in hexadecimal. */
export function specifierOf(fileName: string): string {
  return JSON.stringify(
    `./${fileName.replaceAll(/[%?#\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  );
}

/** As one word of a command, whatever the name holds. */
export function shellWord(text: string): string {
  const safe = text.startsWith('-') ? `./${text}` : text;
  return /^[\w.,+=@/-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", String.raw`'\''`)}'`;
}
