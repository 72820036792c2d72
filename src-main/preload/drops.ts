import { DROP_CHANNEL } from '@shared/ipc/channels.ts';
import { ipcRenderer, webUtils } from 'electron';

/** What is used of a drag event and of the files in it. */
interface DragEvent {
  /** False for an event that a script made. */
  readonly isTrusted: boolean;
  readonly dataTransfer: {
    readonly types: readonly string[];
    readonly files: ArrayLike<DroppedFile>;
  } | null;
  preventDefault(): void;
}
type DroppedFile = Parameters<typeof webUtils.getPathForFile>[0];

interface DropTarget {
  addEventListener(type: 'dragover' | 'drop', listener: (event: DragEvent) => void, isCapture: boolean): void;
}

/**
 * Tells main of a file that a person drops onto the window. It is done here, out of the page's reach: the page can neither
 * make a trusted event nor a file with a path, so it cannot have main read what nobody dropped.
 */
export function announceDrops(page: DropTarget): void {
  page.addEventListener('dragover', allowDrop, true);
  page.addEventListener('drop', announce, true);
}

/** Without this the browser would let nothing be dropped. */
function allowDrop(event: DragEvent): void {
  if (hasFiles(event)) event.preventDefault();
}

function announce(event: DragEvent): void {
  if (!event.isTrusted || !hasFiles(event)) return;
  event.preventDefault();
  const files = event.dataTransfer?.files;
  const first = files?.[0];
  if (files === undefined || first === undefined) return;
  void ipcRenderer.invoke(DROP_CHANNEL, { path: pathOf(first), files: files.length });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** Up to Electron 31 a file says its own path; from 29 on `webUtils` does. A file that a script made has none: ''. */
function pathOf(file: DroppedFile): string {
  const utilities = webUtils as typeof webUtils | undefined;
  return utilities?.getPathForFile(file) ?? (file as { readonly path?: string }).path ?? '';
}
