import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { HandlerContext } from './context.ts';

type Context = Pick<HandlerContext, 'paths' | 'session'>;

/**
 * An experiment from the window → the same with the path of its table absolute, if it is one that main may read for it.
 * Every call that carries an experiment or a source passes here (I4). Throws NOT_ALLOWED.
 */
export async function readableExperiment(context: Context, experiment: Experiment): Promise<Experiment> {
  const source = await readableSource(context, experiment.data.source, 'data.source');
  return { ...experiment, data: { ...experiment.data, source } };
}

/** As `readableExperiment`; `at` says where the source stands. */
export async function readableSource<S extends DataSource>(
  context: Context,
  source: S,
  at: string,
): Promise<S> {
  if (source.kind !== 'file') return source;
  return { ...source, path: await readablePath(context, source.path, `${at}.path`) };
}

/** As `readableExperiment`, for the path alone. */
export async function readablePath({ paths, session }: Context, path: string, at: string): Promise<string> {
  // The files of the project are known once it has been opened.
  await session.currentProject();
  return paths.resolve(path, at);
}
