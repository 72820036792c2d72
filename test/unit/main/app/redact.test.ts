import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src-main/app/redact.ts';

describe('createRedactor (L1)', () => {
  it.each([
    ['/home/ada/Ninestep/runs', '~/Ninestep/runs'],
    ['file:///home/ada/x', 'file://~/x'],
    ['/home//ada', '~'],
    ['/HOME/Ada/x', '~/x'],
    ['/home/adabelle/x', '/home/adabelle/x'],
    ['/home/ada-2/x', '/home/<user>-2/x'],
    ['owner ada, group ADA', 'owner <user>, group <user>'],
    ['canada and adam', 'canada and adam'],
  ])('on Linux makes of %j %j', (text, expected) => {
    expect(createRedactor({ home: '/home/ada', user: 'ada' })(text)).toBe(expected);
  });

  it.each([
    ['C:\\Users\\Ada L\\x', '~\\x'],
    ['c:/users/ada l/x', '~/x'],
    ['file:///C:/Users/Ada%20L/x', 'file:///~/x'],
    ['D:\\Ada L\\x', 'D:\\<user>\\x'],
  ])('on Windows makes of %j %j', (text, expected) => {
    expect(createRedactor({ home: 'C:\\Users\\Ada L', user: 'Ada L' })(text)).toBe(expected);
  });

  it.each([
    { home: '/', user: '' },
    { home: 'C:\\', user: '' },
  ])('leaves everything as it is for the home $home', (redaction) => {
    expect(createRedactor(redaction)('C:\\a /b c')).toBe('C:\\a /b c');
  });

  it('takes signs in names literally', () => {
    expect(createRedactor({ home: '/home/a.b', user: 'a.b' })('/home/a.b axb a.b')).toBe('~ axb <user>');
  });
});
