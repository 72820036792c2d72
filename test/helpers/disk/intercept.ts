import fs from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';

/** A call of one of Node's file functions, on a file or a folder inside the watched one. */
export interface FileCall {
  name: string;
  /** Of the file or folder; of an open file the one that it was opened by. */
  path: string;
  args: readonly unknown[];
}

/** Performs a call, or something else in its place. */
export type Around = (call: FileCall, perform: () => unknown) => unknown;

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Table = Record<string, Callable>;

/**
 * Has `around` called for every file call of this process inside `root`, whichever module of Node's it goes through, until
 * the function that is returned is called. No code under test is changed: only what it calls at the edge.
 */
export async function interceptFileCalls(root: string, around: Around): Promise<() => void> {
  const paths = new Map<number, string>();
  const restore: (() => void)[] = [];
  const patch = (
    table: Table,
    name: string,
    pathOf: (self: unknown, first: unknown) => string | undefined,
  ) => {
    const original = table[name]!;
    table[name] = function intercepted(...args) {
      const path = pathOf(this, args[0]);
      const perform = () => original.apply(this, args);
      if (path === undefined || !isInside(root, path)) return perform();
      const result = around({ name, path, args }, perform);
      noteOpened(paths, path, result);
      return result;
    };
    restore.push(() => (table[name] = original));
  };
  const ofFirst = (_self: unknown, first: unknown) =>
    typeof first === 'number' ? paths.get(first) : typeof first === 'string' ? first : undefined;
  const ofHandle = (self: unknown) => paths.get((self as FileHandle).fd);
  const handle = await handlePrototype();
  for (const name of callables(handle)) patch(handle, name, ofHandle);
  for (const name of callables(promises)) patch(promises as unknown as Table, name, ofFirst);
  for (const name of callables(fs)) {
    if (name.endsWith('Sync')) patch(fs as unknown as Table, name, ofFirst);
  }
  syncBuiltinESMExports();
  return () => {
    for (const undo of restore) undo();
    syncBuiltinESMExports();
  };
}

/** Names of its functions, without classes and without what is hidden behind a getter. */
function callables(table: object): string[] {
  const names = Object.entries(Object.getOwnPropertyDescriptors(table))
    .filter(([, { value }]) => typeof (value as unknown) === 'function')
    .map(([name]) => name);
  return names.filter((name) => name !== 'constructor' && !/^[A-Z_]/.test(name));
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}

async function handlePrototype(): Promise<Table> {
  const handle = await promises.open('.', 'r');
  await handle.close();
  return Object.getPrototypeOf(handle) as Table;
}

/** Remembers by which path a file was opened. */
function noteOpened(paths: Map<number, string>, path: string, result: unknown): void {
  if (typeof result === 'number') paths.set(result, path);
  if (!(result instanceof Promise)) return;
  result.then(
    (value) => {
      const { fd } = (value ?? {}) as { fd?: unknown };
      if (typeof fd === 'number') paths.set(fd, path);
    },
    () => undefined,
  );
}
