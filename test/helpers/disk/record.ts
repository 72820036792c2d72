import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { type FileCall, interceptFileCalls } from './intercept.ts';
import type { DiskOperation } from './model-disk.ts';

/** Calls that change nothing on the disk. */
const READING = new Set([
  ...['access', 'close', 'closeSync', 'existsSync', 'fstatSync', 'lstat', 'lstatSync', 'read', 'readFile'],
  ...['readFileSync', 'readSync', 'readdir', 'readdirSync', 'stat', 'statSync'],
]);

export interface Recording {
  operations: DiskOperation[];
  stop: () => void;
}

/** Writes down everything that this process does to the disk inside `root`, in order, while it is done for real. */
export async function recordDisk(root: string): Promise<Recording> {
  const operations: DiskOperation[] = [];
  const note = (call: FileCall, before: Before, result: unknown) => {
    operations.push(...operationsOf(call, before, result));
  };
  const stop = await interceptFileCalls(root, (call, perform) => {
    if (READING.has(call.name)) return perform();
    const before = look(call);
    const result = perform();
    if (!(result instanceof Promise)) {
      note(call, before, result);
      return result;
    }
    return result.then((value: unknown) => {
      note(call, before, value);
      return value;
    });
  });
  return { operations, stop };
}

/** What has to be known from before a call to say what it did. */
interface Before {
  exists: boolean;
  /** Of what a recursive removal takes away, the deepest first. */
  content: DiskOperation[];
}

function look({ name, path, args }: FileCall): Before {
  const exists = fs.existsSync(path);
  const isRecursive = (args[1] as { recursive?: boolean } | undefined)?.recursive === true;
  return { exists, content: name === 'rm' && exists && isRecursive ? contentOf(path) : [] };
}

function contentOf(path: string): DiskOperation[] {
  if (!fs.lstatSync(path).isDirectory()) return [{ kind: 'remove', path }];
  const inside = fs.readdirSync(path).flatMap((name) => contentOf(join(path, name)));
  return [...inside, { kind: 'remove', path }];
}

function operationsOf(call: FileCall, before: Before, result: unknown): DiskOperation[] {
  const { name, path, args } = call;
  switch (name) {
    case 'open':
    case 'openSync':
      return before.exists ? [] : [{ kind: 'create', path }];
    case 'writeFile':
      return written(path, before, typeof args[0] === 'string' && args[0] === path ? args[1] : args[0]);
    case 'writeSync': {
      const start = (args[2] as number | undefined) ?? 0;
      const bytes = (args[1] as Uint8Array).subarray(start, start + (result as number));
      return [{ kind: 'append', path, bytes: Buffer.from(bytes) }];
    }
    case 'ftruncateSync':
      return [{ kind: 'truncate', path, size: args[1] as number }];
    case 'sync':
    case 'fsyncSync':
      return [{ kind: 'sync', path }];
    case 'mkdir':
      return madeFolders(path, result as string | undefined);
    case 'rename':
    case 'renameSync':
      return [{ kind: 'rename', path, to: args[1] as string }];
    case 'link':
      return [{ kind: 'link', path, to: args[1] as string }];
    case 'rm':
      return before.content.length > 0 || !before.exists ? before.content : [{ kind: 'remove', path }];
    default:
      throw new Error(`${name} is not recorded.`);
  }
}

/** Of a path (then the file is made), or of an open file. */
function written(path: string, before: Before, data: unknown): DiskOperation[] {
  const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array);
  return [...(before.exists ? [] : [{ kind: 'create', path } as const]), { kind: 'append', path, bytes }];
}

function madeFolders(path: string, first: string | undefined): DiskOperation[] {
  if (first === undefined) return [];
  const made: DiskOperation[] = [];
  for (let folder = path; folder !== dirname(first); folder = dirname(folder)) {
    made.unshift({ kind: 'mkdir', path: folder });
  }
  return made;
}
