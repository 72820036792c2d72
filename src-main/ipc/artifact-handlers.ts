import { AppError } from '@shared/core/errors.ts';
import type { Request } from '@shared/ipc/contract.ts';
import { ARTIFACTS, type ArtifactKind } from '@shared/ipc/run-contract.ts';
import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { copyPicture, copyText } from '../app/clipboard.ts';
import { ORDINARY_MODE, writeFileAtomic } from '../storage/atomic-file.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { suggestFileName } from './export-name.ts';

type ArtifactHandlers = Pick<Handlers, 'artifact:save' | 'artifact:copy'>;
type Artifact = Request<'artifact:save'>;

/** The first bytes of every PNG file. */
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Charts and tables that a person takes away: where to is asked by main (I4). */
export function createArtifactHandlers({ window }: Pick<HandlerContext, 'window'>): ArtifactHandlers {
  return {
    'artifact:save': async (artifact) => {
      const content = contentOf(artifact);
      const chosen = await askWhereToSave(window(), artifact);
      if (chosen === null) return { status: 'cancelled' };
      const path = withExtension(chosen, artifact.kind);
      // The dialog asked about the name that was typed, not about this one.
      if (path !== chosen) await refuseExisting(path);
      await writeFileAtomic(path, content, ORDINARY_MODE);
      return { status: 'saved', fileName: basename(path) };
    },
    'artifact:copy': async (artifact) => {
      const content = contentOf(artifact);
      if (typeof content === 'string') await copyText(content);
      else await copyPicture(content);
      return {};
    },
  };
}

/** What a file of the kind may hold: text, or the bytes of a PNG. Throws INVALID_VALUE. */
function contentOf({ kind, content }: Artifact): string | Buffer {
  if (kind !== 'png') {
    if (typeof content === 'string') return content;
    throw wrongContent(`${ARTIFACTS[kind]} is text, but bytes were given.`);
  }
  if (typeof content === 'string') throw wrongContent('A PNG image is bytes, but text was given.');
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return bytes;
  throw wrongContent('These bytes are no PNG image.');
}

/** The path with the ending of its kind, whatever a person typed: nothing else is ever written. */
function withExtension(path: string, kind: ArtifactKind): string {
  return extname(path).toLowerCase() === `.${kind}` ? path : `${path}.${kind}`;
}

async function refuseExisting(path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there === null) return;
  throw new AppError('TARGET_EXISTS', `There is a ${basename(path)} already. Save under another name.`, {
    at: path,
  });
}

function wrongContent(message: string): AppError {
  return new AppError('INVALID_VALUE', message, { at: 'content' });
}

/** The dialog itself asks before anything is overwritten (F9). */
async function askWhereToSave(
  window: BrowserWindow | null,
  { name, kind }: Artifact,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: `Save ${ARTIFACTS[kind]}`,
    defaultPath: suggestFileName(name, kind),
    filters: [{ name: ARTIFACTS[kind], extensions: [kind] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}
