/** Replaces one file for ever, by ever new whole contents, and tells each one that is done. Made to be killed. */
import { writeFileAtomic } from '../../../src-main/storage/atomic-file.ts';
import { atomicContent } from '../atomic-content.ts';

async function main(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    await writeFileAtomic(path, atomicContent(number));
    process.stdout.write(`${String(number)}\n`);
  }
}

void main(process.argv[2] ?? '');
