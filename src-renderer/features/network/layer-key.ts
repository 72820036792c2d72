const KEYS: Readonly<Record<string, LayerAct>> = { a: 'insert', d: 'duplicate', delete: 'remove' };

export type LayerAct = 'insert' | 'duplicate' | 'remove';

/** What a key does to the selected layer; nothing while a field has the focus or another key is held. */
export function layerAct(event: KeyboardEvent): LayerAct | undefined {
  const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (isField || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return KEYS[event.key.toLowerCase()];
}
