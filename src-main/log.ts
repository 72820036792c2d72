export type LogLevel = 'info' | 'warn' | 'error';

/** What every part of main may write to. A failing log never breaks what it tells about. */
export type Log = Record<LogLevel, (message: string, cause?: unknown) => void>;
