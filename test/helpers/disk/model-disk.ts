import { relative, sep } from 'node:path';

/** What was done to a disk, as far as a power cut can undo it. */
export type DiskOperation =
  | { kind: 'create' | 'mkdir' | 'remove' | 'sync'; path: string }
  | { kind: 'append'; path: string; bytes: Buffer }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'rename' | 'link'; path: string; to: string };

/** What is found on a disk: bytes of files, null for folders, by their paths below the root. */
export type Found = ReadonlyMap<string, Buffer | null>;

class File {
  durable: Buffer = Buffer.alloc(0);
  pending: ({ bytes: Buffer } | { size: number })[] = [];
}

class Folder {
  readonly durable = new Map<string, Node>();
  readonly live = new Map<string, Node>();
}

type Node = File | Folder;
/** Names came or went; null: it went. */
interface NameChange {
  folder: Folder;
  name: string;
  node: Node | null;
}

/** What becomes of bytes that were written and not brought to the disk. */
const DATA_LOSSES = ['kept', 'dropped', 'torn', 'zeros'] as const;
type DataLoss = (typeof DATA_LOSSES)[number];

/**
 * A disk that loses power: of a file only what was synced is sure, and a name only once its folder was synced. A rename
 * happens as a whole or not at all, as on every file system that keeps a journal; all else may get lost by itself.
 */
export class ModelDisk {
  private readonly root = new Folder();
  private readonly rootPath: string;
  /** Changes of names that no sync has made sure, in order; those of one rename belong together. */
  private changes: NameChange[][] = [];

  constructor(rootPath: string) {
    this.rootPath = rootPath;
  }

  apply(operation: DiskOperation): void {
    const { folder, name } = this.place(operation.path);
    const node = folder.live.get(name);
    switch (operation.kind) {
      case 'create':
        this.change([{ folder, name, node: new File() }]);
        return;
      case 'mkdir':
        this.change([{ folder, name, node: new Folder() }]);
        return;
      case 'remove':
        this.change([{ folder, name, node: null }]);
        return;
      case 'append':
        requireFile(node).pending.push({ bytes: operation.bytes });
        return;
      case 'truncate':
        requireFile(node).pending.push({ size: operation.size });
        return;
      case 'link':
        this.change([{ ...this.place(operation.to), node: requireFile(node) }]);
        return;
      case 'rename':
        if (node === undefined) throw new Error(`${operation.path} is not there.`);
        this.change([
          { folder, name, node: null },
          { ...this.place(operation.to), node },
        ]);
        return;
      case 'sync':
        this.sync(operation.path === this.rootPath ? this.root : node);
    }
  }

  /** Every way in which the disk may be found if the power is cut now. */
  *afterPowerCut(): Generator<Found> {
    for (const changes of this.survivingChanges()) {
      const view = namesAfter(changes);
      for (const loss of DATA_LOSSES) {
        const found = new Map<string, Buffer | null>();
        collect(this.root, '', view, loss, found);
        yield found;
      }
    }
  }

  /** All of the unsure changes of names, none, all but the last, only the last, and every other one. */
  private survivingChanges(): NameChange[][][] {
    const { changes } = this;
    return [changes, [], changes.slice(0, -1), changes.slice(-1), changes.filter((_, k) => k % 2 === 0)];
  }

  private place(path: string): { folder: Folder; name: string } {
    const parts = relative(this.rootPath, path).split(sep);
    const name = parts.pop() ?? '';
    let folder = this.root;
    for (const part of parts) folder = requireFolder(folder.live.get(part));
    return { folder, name };
  }

  private change(changes: NameChange[]): void {
    for (const { folder, name, node } of changes) setName(folder.live, name, node);
    this.changes.push(changes);
  }

  private sync(node: Node | undefined): void {
    if (node instanceof File) {
      node.durable = contentAfter(node, 'kept');
      node.pending = [];
      return;
    }
    const sure = this.changes.filter((each) => each.some(({ folder }) => folder === node));
    for (const { folder, name, node: named } of sure.flat()) setName(folder.durable, name, named);
    this.changes = this.changes.filter((each) => !sure.includes(each));
  }
}

function setName(names: Map<string, Node>, name: string, node: Node | null): void {
  if (node === null) names.delete(name);
  else names.set(name, node);
}

function requireFile(node: Node | undefined): File {
  if (node instanceof File) return node;
  throw new Error('It is no file.');
}

function requireFolder(node: Node | undefined): Folder {
  if (node instanceof Folder) return node;
  throw new Error('It is no folder.');
}

type View = (folder: Folder) => ReadonlyMap<string, Node>;

function namesAfter(changes: readonly NameChange[][]): View {
  const changed = new Map<Folder, Map<string, Node>>();
  for (const { folder, name, node } of changes.flat()) {
    if (!changed.has(folder)) changed.set(folder, new Map(folder.durable));
    setName(changed.get(folder)!, name, node);
  }
  return (folder) => changed.get(folder) ?? folder.durable;
}

function collect(
  folder: Folder,
  path: string,
  view: View,
  loss: DataLoss,
  found: Map<string, Buffer | null>,
) {
  for (const [name, node] of view(folder)) {
    const inside = path === '' ? name : `${path}${sep}${name}`;
    if (node instanceof File) found.set(inside, contentAfter(node, loss));
    else {
      found.set(inside, null);
      collect(node, inside, view, loss, found);
    }
  }
}

function contentAfter({ durable, pending }: File, loss: DataLoss): Buffer {
  if (loss === 'dropped') return durable;
  let content = durable;
  for (const [k, change] of pending.entries()) {
    if ('size' in change) content = content.subarray(0, change.size);
    else content = Buffer.concat([content, survivor(change.bytes, loss, k === pending.length - 1)]);
  }
  return content;
}

function survivor(bytes: Buffer, loss: DataLoss, isLast: boolean): Buffer {
  if (loss === 'zeros') return Buffer.alloc(bytes.length);
  return loss === 'torn' && isLast ? bytes.subarray(0, bytes.length >> 1) : bytes;
}
