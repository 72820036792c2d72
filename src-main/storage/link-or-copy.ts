import { constants, copyFile, link } from 'node:fs/promises';

/** What file systems without links answer (exFAT, some network disks). A copy is nearly as good there. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Gives a whole file a second name, at once and only if nothing has that name: else it throws EEXIST. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}
