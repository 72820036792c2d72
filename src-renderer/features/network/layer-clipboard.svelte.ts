import type { LayerEditing } from './layer-editing.svelte.ts';
import { isField } from './layer-key.ts';

/** Layers to and from the system's clipboard, as text; text fields and chosen text keep their own. */
export class LayerClipboard {
  /** What was copied here last: a page may not read the clipboard unless it is pasted into it. */
  private copied = $state<string | null>(null);
  private readonly editing: LayerEditing;

  constructor(editing: LayerEditing) {
    this.editing = editing;
  }

  /** Whether there is something to paste by mouse. */
  get canPaste(): boolean {
    return this.copied !== null;
  }

  /** Ctrl+C, and with `andRemove` Ctrl+X. */
  takeBy(event: ClipboardEvent, andRemove: boolean): void {
    const isText = isField(event.target) || getSelection()?.isCollapsed === false;
    const text = isText ? null : this.editing.copied();
    if (text === null) return;
    this.copied = text;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (andRemove) this.editing.remove();
  }

  /** Ctrl+V. */
  pasteBy(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isField(event.target) || text.trim() === '') return;
    event.preventDefault();
    this.editing.paste(text);
  }

  /** From a button or a menu. */
  copy(): void {
    const text = this.editing.copied();
    if (text === null) return;
    this.copied = text;
    void navigator.clipboard.writeText(text);
  }

  /** From a button or a menu: what was copied here. */
  paste(): void {
    if (this.copied !== null) this.editing.paste(this.copied);
  }
}
