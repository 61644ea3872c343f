import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { VestigeError } from '../../base/errors.ts';
import { counted } from '../../base/text/count.ts';
import { openCapture } from '../../capture/archive.ts';
import { openAnalysis } from '../../run/saved.ts';
import { programVersion } from '../../run/version.ts';
import { checkLines, type Check } from '../checks.ts';
import { historyCheck } from '../history/check.ts';
import { ledgerChecks } from '../ledger/check.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, type Terminal } from '../streams.ts';
import type { Wiring } from '../wiring.ts';

/**
 * Says what works here and what is missing, before a run depends on it: the configuration, the state folder, the last capture
 * (every page's hash) and analysis, the history, the ledger, and what each surface needs. It contacts nobody. Exit 2 when something fails.
 */
export async function doctorCommand(terminal: Terminal, wiring: Wiring, options: CommonOptions): Promise<number> {
  const checks = [
    ...(await localChecks(terminal, wiring, options)),
    ...(await lastAnalysis(userPath(terminal, options.state))),
    await historyCheck(terminal, options),
    ...(await ledgerChecks(terminal, options)),
    ...surfaces(wiring),
  ];
  await writeAll(
    terminal.stdout,
    checks.flatMap((check) => [...checkLines(check, terminal.width)]),
  );
  return checks.some((check) => check.state === 'fails') ? 2 : 0;
}

/** What any run rests on, whatever it reads. */
export async function localChecks(terminal: Terminal, wiring: Wiring, options: CommonOptions): Promise<readonly Check[]> {
  return [runtime(), await configuration(terminal, wiring, options), await stateFolder(userPath(terminal, options.state))];
}

function runtime(): Check {
  return { state: 'ok', text: `vestige ${programVersion()} on Node ${process.versions.node}` };
}

async function configuration(terminal: Terminal, wiring: Wiring, options: CommonOptions): Promise<Check> {
  try {
    const { rules, failOn } = await loadConfiguration(terminal, wiring, options);
    return { state: 'ok', text: `configuration: ${rules.length} of ${wiring.rules.length} rules enabled, exit 1 from ${failOn}` };
  } catch (error) {
    if (!(error instanceof VestigeError)) throw error;
    return { state: 'fails', text: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}

async function stateFolder(state: string): Promise<Check> {
  try {
    await mkdir(state, { recursive: true, mode: 0o700 });
    await access(state, constants.R_OK | constants.W_OK | constants.X_OK);
    const mode = (await stat(state)).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      return {
        state: 'fails',
        text: `state folder ${state} can be read by others (mode ${mode.toString(8)}); captures hold personal data`,
        hint: `chmod 700 ${state}`,
      };
    }
    return { state: 'ok', text: `state folder ${state} can be written, by its owner only` };
  } catch (error) {
    return { state: 'fails', text: `state folder ${state}: ${(error as Error).message}`, hint: 'name another with --state' };
  }
}

async function lastAnalysis(state: string): Promise<readonly Check[]> {
  try {
    const saved = await openAnalysis(state);
    const { run, totals } = saved.head;
    const seen: Check = {
      state: 'ok',
      text: `last analysis ${saved.id.slice(0, 12)}: as of ${run.asOf}, ${totals.identities.total} identities`,
    };
    const reader = await openCapture(state, run.capture);
    let pages = 0;
    for await (const _ of reader.pages()) pages++;
    return [seen, { state: 'ok', text: `its capture ${run.capture.slice(0, 12)}: ${counted(pages, 'page')}, every hash is right` }];
  } catch (error) {
    if (!(error instanceof VestigeError)) throw error;
    const none = error.code === 'no-analysis';
    return [{ state: none ? 'note' : 'fails', text: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }];
  }
}

function surfaces(wiring: Wiring): readonly Check[] {
  return wiring.connectors.flatMap((core) => {
    const files = (core.dumps ?? []).map((dump) => `\`${dump.command}\``);
    const told = [
      ...(files.length === 0 ? [] : [`reads files of ${files.join(' and ')}`]),
      ...(wiring.live[core.id] === undefined ? [] : [`\`vestige doctor ${core.id}\` asks the live system what a scan would be refused`]),
    ];
    return [
      ...(told.length === 0 ? [] : [{ state: 'note' as const, text: `${core.id}: ${told.join('; ')}` }]),
      ...core.surfaces.map((surface) => ({ state: 'note' as const, text: `${surface.id} needs ${surface.permission}` })),
    ];
  });
}
