import { basename } from 'node:path';
import ts from 'typescript';

export interface TypeError {
  /** `program.ts:3` */
  readonly place: string;
  readonly message: string;
}

/**
 * What TypeScript says of programs at its strictest.
 * @param usesPackages whether they import packages, whose own declarations are then taken as they are
 */
export function typeErrors(files: string[], usesPackages = false): TypeError[] {
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: usesPackages ? ['lib.es2022.d.ts', 'lib.dom.d.ts'] : ['lib.es2022.d.ts'],
    types: [],
    skipLibCheck: usesPackages,
    paths: { '*': [`${process.cwd()}/node_modules/*`] },
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => ({
    place: file === undefined ? '' : placeIn(file, start),
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

function placeIn(file: ts.SourceFile, start: number): string {
  return `${basename(file.fileName)}:${String(file.getLineAndCharacterOfPosition(start).line + 1)}`;
}
