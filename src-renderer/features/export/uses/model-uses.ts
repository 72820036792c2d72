import { tfjsFileNames } from '@shared/export/tfjs/file-names.ts';
import { exampleRow } from './example-row.ts';
import { javascriptKey, javascriptRow } from './source-uses.ts';
import { baseOf, shellWord, specifierOf, type Use, type UsedFile } from './use.ts';

/** Where the row has too many columns to be written out. */
const ROW_IN_WORDS = '{ /* your columns by their names */ }';

const LOAD_MODEL = "import { loadModel } from './ninestep-predictor.mjs';\n";
const LIBRARY_NEEDED = 'The library beside it, one file: ninestep library --out ninestep-predictor.mjs';

/** For a page by itself, as docs/formats/tfjs.md names it. The default file of the package evaluates a text, which strict pages refuse. */
const TENSORFLOW = 'https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/dist/tf.es2017.min.js';

/** What can be done with a model file of Ninestep. */
export function jsonUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const asked = row === null ? ROW_IN_WORDS : javascriptRow(row);
  const file = shellWord(fileName);
  return [
    {
      label: 'Command line',
      language: 'shell',
      code: `ninestep predict ${file} questions.csv --out answers.csv`,
      needs: 'A table of questions with the columns of the model: CSV, JSON, Parquet or Excel',
    },
    {
      label: 'Node',
      language: 'javascript',
      code:
        `import { readFile } from 'node:fs/promises';\n${LOAD_MODEL}\n` +
        `const model = loadModel(await readFile(${JSON.stringify(fileName)}, 'utf8'));\nconsole.log(model.predict(${asked}));`,
      needs: LIBRARY_NEEDED,
    },
    {
      label: 'A page',
      language: 'html',
      code:
        `<script type="module">\n${LOAD_MODEL}\nconst file = await fetch(${specifierOf(fileName)});\n` +
        `const model = loadModel(await file.text());\ndocument.body.append(JSON.stringify(model.predict(${asked})));\n</script>`,
      needs: LIBRARY_NEEDED,
    },
    {
      label: 'Check it',
      language: 'shell',
      code: `ninestep verify ${file}`,
      needs: 'Finds a changed number, a cut file and a wrong answer',
    },
  ];
}

/** What can be done with an ONNX file of a model: an input a column, each of the shape [rows, 1]. */
export function onnxUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const name = JSON.stringify(fileName);
  const inPython = row?.map((cell) => {
    const value = cell.kind === 'text' ? JSON.stringify(cell.value) : decimal(cell.value);
    return `    ${JSON.stringify(cell.name)}: np.array([[${value}]]),`;
  });
  const inNode = row?.map((cell) => {
    const type = cell.kind === 'text' ? 'string' : 'float64';
    return `  ${javascriptKey(cell.name)}: new ort.Tensor('${type}', [${JSON.stringify(cell.value)}], [1, 1]),`;
  });
  return [
    {
      label: 'Python',
      language: 'python',
      code:
        'import numpy as np\nimport onnxruntime as ort\n\n' +
        `session = ort.InferenceSession(${name})\n` +
        `row = {\n${inPython?.join('\n') ?? '    # each column by its name: np.array([[value]])'}\n}\n` +
        'print(dict(zip([output.name for output in session.get_outputs()], session.run(None, row))))',
      needs: 'pip install onnxruntime numpy',
    },
    {
      label: 'Node',
      language: 'javascript',
      code:
        "import ort from 'onnxruntime-node';\n\n" +
        `const session = await ort.InferenceSession.create(${name});\n` +
        `const answers = await session.run({\n${inNode?.join('\n') ?? '  // each column by its name: new ort.Tensor(…)'}\n});\n` +
        'for (const [name, { data }] of Object.entries(answers)) console.log(name, data);',
      needs: 'npm install onnxruntime-node',
    },
  ];
}

/** What can be done with a TensorFlow.js Layers model and the module of its columns. */
export function tfjsUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const columns = specifierOf(tfjsFileNames(baseOf(fileName)).columns);
  const asked = row === null ? ROW_IN_WORDS : javascriptRow(row);
  return [
    {
      label: 'A page',
      language: 'html',
      code:
        `<script src="${TENSORFLOW}"></script>\n<script type="module">\n` +
        `import { predict } from ${columns};\n\n` +
        `const model = await tf.loadLayersModel(${specifierOf(fileName)});\n` +
        `document.body.append(JSON.stringify(await predict(tf, model, [${asked}])));\n</script>`,
      needs: 'The files beside one another; TensorFlow.js from there, or a copy of your own',
    },
    {
      label: 'Node',
      language: 'javascript',
      code:
        "import * as tf from '@tensorflow/tfjs';\nimport { readFileSync } from 'node:fs';\n" +
        `import { predict } from ${columns};\n\n` +
        `const { modelTopology, weightsManifest } = JSON.parse(readFileSync(${JSON.stringify(fileName)}, 'utf8'));\n` +
        'const [{ weights: weightSpecs, paths }] = weightsManifest;\n' +
        'const weightData = Uint8Array.from(readFileSync(paths[0])).buffer;\n' +
        'const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));\n' +
        `console.log(await predict(tf, model, [${asked}]));`,
      needs: 'npm install @tensorflow/tfjs, and the files beside one another',
    },
  ];
}

/** A number that Python takes for a float. */
function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
