import { LIMITS } from '@shared/core/limits.ts';
import { type ExportFormat, EXPORT_FORMAT_NAMES, type NumberForm } from '@shared/model/export-formats.ts';
import { describe, expect, it } from 'vitest';
import { requireRoomInText } from '../../../../src-main/service/text-room.ts';
import { thrownBy } from '../../../helpers/thrown.ts';

const TOO_MANY = { parameters: LIMITS.textParameters + 1 };

describe('requireRoomInText', () => {
  it.each<[ExportFormat, NumberForm]>([
    ['json', 'readable'],
    ['javascript', 'base64'],
    ['python', 'readable'],
    ['c', 'readable'],
  ])('refuses more weights than %s (%s) can hold as one text, and names what can', (format, numbers) => {
    const error = thrownBy(() => requireRoomInText(TOO_MANY, { format, numbers }));
    expect(error.code).toBe('TOO_LARGE');
    expect(error.message).toMatch(/20,000,000 parameters, and this model has 20,000,001.*base64.*ONNX/);
  });

  it.each(['json', 'onnx', 'tfjs', 'report', 'tables'] as const)('lets %s have bytes of them', (format) => {
    requireRoomInText(TOO_MANY, { format, numbers: 'base64' });
  });

  it.each(EXPORT_FORMAT_NAMES)('lets %s have as many as fit', (format) => {
    requireRoomInText({ parameters: LIMITS.textParameters }, { format, numbers: 'readable' });
  });
});
