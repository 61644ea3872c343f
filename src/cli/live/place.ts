import { createCapture, resumeCapture, unfinishedCaptures } from '../../capture/archive.ts';
import type { StoredWriter } from '../../capture/writer.ts';
import type { ConnectorId } from '../../model/ids.ts';
import type { Json } from '../../base/json.ts';
import type { Configuration } from '../../run/configuration.ts';
import { asIntended, intentOf, readIntent } from '../../run/intent.ts';
import { grouped } from '../../base/text/count.ts';
import { sayWrapped } from '../present.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { RunWiring } from '../run-wiring.ts';
import { chooseSources, onlySurfaces } from './sources.ts';

export interface LiveOptions extends CommonOptions {
  /** `a,b`. */
  readonly surfaces?: string;
  /** A name, or `true` for the newest unfinished one. */
  readonly resume?: string | true;
}

/** Where a reading writes to, and what it reads. */
export interface Reading {
  readonly writer: StoredWriter;
  readonly sources: readonly ConnectorId[];
  readonly configuration: Configuration;
}

/** Begins a capture of the sources named or configured. */
export async function beginReading(
  terminal: Terminal,
  wiring: RunWiring,
  named: readonly string[],
  configuration: Configuration,
  options: LiveOptions,
): Promise<Reading> {
  const sources = chooseSources(wiring, configuration, named);
  const chosen = onlySurfaces(wiring, configuration, sources, options.surfaces);
  const writer = await createCapture(userPath(terminal, options.state), { intent: intentOf(sources, chosen) as unknown as Json });
  return { writer, sources, configuration: chosen };
}

/** Goes on with one that was stopped or killed, by the settings it was begun with. Says what of it was lost. */
export async function resumeReading(
  terminal: Terminal,
  wiring: RunWiring,
  named: readonly string[],
  configuration: Configuration,
  options: LiveOptions,
): Promise<Reading> {
  if (named.length > 0 || options.surfaces !== undefined) {
    throw new UsageError('cannot resume a capture and choose what it reads: it goes on with what it was begun for', {
      hint: 'leave the sources and --surfaces away',
    });
  }
  const state = userPath(terminal, options.state);
  const name = typeof options.resume === 'string' ? options.resume : await newest(state);
  const writer = await resumeCapture(state, name);
  try {
    const intent = readIntent(writer.intent);
    if (intent === null) {
      throw new UsageError(`cannot resume the capture ${name}: it does not say what it is of`, {
        hint: 'only a capture that `scan` or `capture` began can be resumed; begin anew',
      });
    }
    if (writer.dropped !== null) {
      const { bytes, why } = writer.dropped;
      sayWrapped(terminal, options, `dropped the last ${grouped(bytes)} bytes of it (${why}); what they held is asked again`);
    }
    const sources = chooseSources(wiring, configuration, [...new Set(intent.sources.map((each) => each.connector))]);
    sayWrapped(terminal, options, `going on with ${name}: ${grouped(writer.count)} pages of ${sources.join(', ')} are there`);
    return { writer, sources, configuration: asIntended(configuration, intent, wiring.connectors, `the capture ${name}`) };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** Of those that no process is writing and that say what they are of. */
async function newest(state: string): Promise<string> {
  const unfinished = await unfinishedCaptures(state);
  const live = unfinished.filter((each) => readIntent(each.intent) !== null);
  const [first, ...rest] = live.filter((each) => !each.busy);
  if (first !== undefined) return rest.reduce((latest, each) => (each.modifiedMs > latest.modifiedMs ? each : latest), first).name;
  const [busy] = live;
  if (busy !== undefined) {
    throw new UsageError(`cannot resume the capture ${busy.name}: it is being written by another process`, {
      hint: 'wait for it, or stop it first',
    });
  }
  throw new UsageError(`cannot resume: there is no unfinished capture in ${state}`, { hint: 'name the folder with --state' });
}
