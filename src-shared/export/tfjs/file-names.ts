/** The files of a TensorFlow.js model, which lie beside one another. */
export interface TfjsFileNames {
  readonly model: string;
  readonly columns: string;
  readonly weights: string;
}

/** What the files are called. A browser reads the name of the weights as a part of an address, where some characters mean something. */
export function tfjsFileNames(base: string): TfjsFileNames {
  const safe = base.replaceAll(/[%#?\\\p{Cc}]/gu, '_');
  return { model: `${base}.json`, weights: `${safe}.weights.bin`, columns: `${safe}.columns.mjs` };
}
