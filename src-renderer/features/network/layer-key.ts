const KEYS: Readonly<Record<string, LayerAct>> = {
  a: 'insert',
  d: 'duplicate',
  r: 'join',
  delete: 'remove',
  backspace: 'remove',
};

export type LayerAct = 'insert' | 'insert-before' | 'duplicate' | 'remove' | 'join';

/** What a key does to the chosen layers; nothing while a field has the focus or another key is held. */
export function layerAct(event: KeyboardEvent): LayerAct | undefined {
  if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const act = KEYS[event.key.toLowerCase()];
  return act === 'insert' && event.shiftKey ? 'insert-before' : act;
}

/** Whether keys and the clipboard mean the text of a field. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
}
