import { formatJson } from '@shared/core/json-text.ts';
import { readArguments } from '../arguments.ts';
import { inspectPath } from '../inspect/inspect-path.ts';
import { pageText } from '../inspect/inspection.ts';
import { INSPECT } from '../manuals/inspect.ts';

/** `ninestep inspect FILE [--json]` */
export async function inspect(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['FILE'], INSPECT.options);
  const [path = ''] = operands;
  const { kind, facts, page } = await inspectPath(path);
  const text = options.json === true ? formatJson({ file: path, kind, ...facts }) : pageText(page);
  process.stdout.write(text);
  return 0;
}
