import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import { EXPORT_FORMATS, type ExportFormat, type NumberForm } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';

/** Formats that write every weight in decimals, into one text. */
const IN_DECIMALS: readonly ExportFormat[] = ['javascript', 'python', 'c'];

/** Throws TOO_LARGE where a model has more weights than a text of decimals can hold. */
export function requireRoomInText(
  { parameters }: Pick<ModelFile, 'parameters'>,
  { format, numbers }: { readonly format: ExportFormat; readonly numbers: NumberForm },
): void {
  const isInDecimals = format === 'json' ? numbers === 'readable' : IN_DECIMALS.includes(format);
  if (!isInDecimals || parameters <= LIMITS.textParameters) return;
  const form = format === 'json' ? 'JSON with readable weights' : `A ${EXPORT_FORMATS[format].label}`;
  throw new AppError(
    'TOO_LARGE',
    `parameters: ${form} can hold ${formatCount(LIMITS.textParameters)} parameters, and this model has ` +
      `${formatCount(parameters)}. Take Ninestep JSON with its weights in base64 (--numbers base64), ONNX or TensorFlow.js.`,
    { at: 'parameters' },
  );
}
