import { openCapture } from '../capture/archive.ts';
import type { View } from '../model/view.ts';
import { openAnalysis, type SavedAnalysis } from '../run/saved.ts';
import { userPath, type CommonOptions } from './settings.ts';
import type { Terminal } from './streams.ts';
import type { Wiring } from './wiring.ts';

/** The last analysis, or the one named, with its view made again from its capture. */
export async function openView(
  terminal: Terminal,
  wiring: Wiring,
  options: CommonOptions & { readonly analysis?: string },
): Promise<{ readonly saved: SavedAnalysis; readonly view: View }> {
  const state = userPath(terminal, options.state);
  const saved = await openAnalysis(state, options.analysis);
  return { saved, view: await saved.view(await openCapture(state, saved.report.run.capture), wiring.connectors) };
}
