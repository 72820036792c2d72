/** What must never stand in a log: where the person's home is, and what they are called on this machine. */
export interface Redaction {
  home: string;
  user: string;
}

/** Text → the same text with the home folder as `~` and the user name as `<user>`, in any case and either slash. */
export function createRedactor({ home, user }: Redaction): (text: string) => string {
  const homePattern = pathPattern(home);
  const userPattern = user === '' ? null : wholeWord(escapePattern(user));
  return (text) => {
    const withoutHome = homePattern === null ? text : text.replace(homePattern, '~');
    return userPattern === null ? withoutHome : withoutHome.replace(userPattern, '<user>');
  };
}

/** A home of `/` or a bare drive would match everything, and tells nothing. */
function pathPattern(path: string): RegExp | null {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0 || (parts.length === 1 && parts[0]?.endsWith(':') === true)) return null;
  const start = /^[\\/]/.test(path) ? '[\\\\/]' : '';
  // As a URL a path has %20 for a blank.
  const body = parts.map((part) => escapePattern(part).replace(/ /g, '(?: |%20)')).join('[\\\\/]+');
  return new RegExp(`${start}${body}(?![\\p{L}\\p{N}_-])`, 'giu');
}

function wholeWord(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu');
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
