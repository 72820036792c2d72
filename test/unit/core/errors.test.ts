import { AppError, ERROR_CODES, type ErrorCode, fromWireError, toWireError } from '@shared/core/errors.ts';
import { describe, expect, it } from 'vitest';

describe('AppError', () => {
  it('keeps code, message, place and cause', () => {
    const cause = new Error('system');
    const error = new AppError('NO_ROWS', 'No rows.', { at: 'data.split.test', cause });
    expect(error).toMatchObject({ name: 'AppError', code: 'NO_ROWS', message: 'No rows.', cause });
    expect(error.at).toBe('data.split.test');
    expect(error).toBeInstanceOf(Error);
  });
});

describe('toWireError', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('carries %s there and back', (code) => {
    const error = fromWireError(toWireError(new AppError(code, 'What happened.', { at: 'a.b' })));
    expect(error).toMatchObject({ code, message: 'What happened.', at: 'a.b' });
  });

  it('has no place where the error has none, so that strict schemas take it', () => {
    expect(Object.keys(toWireError(new AppError('INTERNAL', 'x')))).toEqual(['code', 'message']);
  });

  it('carries no cause and no stack', () => {
    const error = new AppError('FILE_UNREADABLE', 'x', { cause: new Error('/home/someone/secret') });
    expect(JSON.stringify(toWireError(error))).toBe('{"code":"FILE_UNREADABLE","message":"x"}');
  });

  it.each([
    ['an Error', new Error('password in /home/someone')],
    ['a text', 'password'],
    ['nothing', undefined],
    ['null', null],
    ['an object that looks like an AppError', { name: 'AppError', code: 'NO_ROWS', message: 'password' }],
  ])('leaks nothing of %s', (_what, thrown) => {
    const wire = toWireError(thrown);
    expect(wire.code).toBe('INTERNAL');
    expect(JSON.stringify(wire)).not.toMatch(/password|home/);
  });
});
