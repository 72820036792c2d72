import ts from 'typescript';

/** What every exported function and class of the engine says of itself, beside what it does. */
const MUST_SAY = [
  { word: 'Shapes', pattern: /^Shapes\b[^:\n]*:[ \t]*\n?[ \t]*\S/m },
  { word: 'Source', pattern: /\bSource\b[^:\n]*:[ \t]*\n?[ \t]*\S/m },
];

/** Exported functions and classes of a TypeScript source whose docstring lacks something: "adamStep: no Source". */
export function findUndocumented(fileName: string, text: string): string[] {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  return exportedCode(file).flatMap(({ name, node }) => {
    const docstring = ts
      .getJSDocCommentsAndTags(node)
      .filter(ts.isJSDoc)
      .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '')
      .join('\n');
    if (docstring.trim() === '') return [`${name}: no docstring`];
    return MUST_SAY.filter(({ pattern }) => !pattern.test(docstring)).map(
      ({ word }) => `${name}: no ${word}`,
    );
  });
}

/** Names of what `findUndocumented` looks at. */
export function exportedNames(fileName: string, text: string): string[] {
  return exportedCode(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)).map(
    ({ name }) => name,
  );
}

interface ExportedCode {
  readonly name: string;
  readonly node: ts.Node;
}

function exportedCode(file: ts.SourceFile): ExportedCode[] {
  const listed = namesOfExportLists(file);
  return file.statements.flatMap((statement): ExportedCode[] => {
    const isExported = hasExportKeyword(statement);
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      const name = statement.name?.text ?? 'default';
      return isExported || listed.has(name) ? [{ name, node: statement }] : [];
    }
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .filter(({ initializer }) => initializer !== undefined && isFunction(initializer))
      .map(({ name }) => ({ name: name.getText(file), node: statement }))
      .filter(({ name }) => isExported || listed.has(name));
  });
}

function isFunction(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node);
}

function hasExportKeyword(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(isExportKeyword);
}

function isExportKeyword({ kind }: ts.Modifier): boolean {
  return kind === ts.SyntaxKind.ExportKeyword;
}

/** `export { a, b as c }`: a and b. */
function namesOfExportLists(file: ts.SourceFile): Set<string> {
  const lists = file.statements
    .filter(ts.isExportDeclaration)
    .map(({ exportClause }) => exportClause)
    .filter((clause) => clause !== undefined && ts.isNamedExports(clause));
  return new Set(
    lists.flatMap(({ elements }) => elements.map(({ name, propertyName }) => (propertyName ?? name).text)),
  );
}
