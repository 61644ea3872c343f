import type { View } from '../model/view.ts';
import type { Explaining } from '../run/explain.ts';
import { openAnalysis, type SavedAnalysis } from '../run/saved/open.ts';
import type { Plugs } from './plugs.ts';
import { userPath, type CommonOptions } from './settings.ts';
import type { Terminal } from './streams.ts';

/** The last analysis, or the one named, with its view. */
export async function openView(
  terminal: Terminal,
  options: CommonOptions & { readonly analysis?: string },
): Promise<{ readonly saved: SavedAnalysis; readonly view: View }> {
  const state = userPath(terminal, options.state);
  const saved = await openAnalysis(state, options.analysis);
  return { saved, view: await saved.view() };
}

/** What explanations of a saved analysis are made with: facts are read from its capture as they are asked for. */
export async function explainingOf(state: string, saved: SavedAnalysis, plugs: Plugs): Promise<Explaining> {
  const { asOf, capture } = saved.head.run;
  const { openCapture } = await import('../capture/archive.ts');
  const source = await saved.facts(await openCapture(state, capture), plugs.explaining);
  return { source, connectors: plugs.explaining, asOf, settings: saved.settings.connectorSettings };
}
