/** What models can be imported from. */
export const IMPORT_FORMS = {
  ninestep: { label: 'Ninestep JSON', extensions: ['json'] },
  onnx: { label: 'ONNX', extensions: ['onnx'] },
  keras: { label: 'TensorFlow.js or Keras JSON', extensions: ['json'] },
  sklearn: { label: 'scikit-learn coefficients (JSON)', extensions: ['json'] },
  brainjs: { label: 'brain.js JSON', extensions: ['json'] },
} as const;

export type ImportForm = keyof typeof IMPORT_FORMS;
