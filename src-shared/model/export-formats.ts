/** What a model can be taken away as. */
export const EXPORT_FORMATS = {
  json: {
    label: 'Ninestep JSON',
    extension: 'json',
    note: 'Complete: opens again in Ninestep, predicts anywhere',
  },
  javascript: {
    label: 'JavaScript module',
    extension: 'mjs',
    note: 'For pages and Node, without dependencies',
  },
  python: { label: 'Python script', extension: 'py', note: 'Needs NumPy alone, written as the article is' },
  c: { label: 'C header', extension: 'h', note: 'C99 and its standard library, in float32' },
  onnx: {
    label: 'ONNX model',
    extension: 'onnx',
    note: 'For ONNX Runtime in Python, C++, C#, Java, Rust and pages: raw columns in, raw answers out',
  },
  tfjs: {
    label: 'TensorFlow.js model',
    extension: 'json',
    note: 'A Layers model for pages and Node, in float32, with a module for its columns',
  },
  report: {
    label: 'Report',
    extension: 'html',
    note: 'One page to read, print and cite: data, network, curves, figures, methods text',
  },
  tables: {
    label: 'Tables and drawings',
    extension: 'csv',
    note: 'Figures, curves, layers and answers as CSV, drawings as SVG',
  },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
export const EXPORT_FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as [ExportFormat, ...ExportFormat[]];

/** How numbers are written in a file of JSON: as text, or the bytes of each list of weights in base64, little-endian. */
export const NUMBER_FORMS = ['readable', 'base64'] as const;
export type NumberForm = (typeof NUMBER_FORMS)[number];
