import { writeFile } from 'node:fs/promises';
import { byCodeUnit } from '../../base/order.ts';
import { wrap } from '../../base/text/wrap.ts';
import { documentedSettings, type DocumentedSetting } from '../../contract/settings.ts';
import { assuranceAndExceptions } from '../init/assurance.ts';
import { ledgerAndBacklog } from '../init/ledger-and-backlog.ts';
import { say } from '../present.ts';
import { configurationName, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

/** Writes a configuration file with every setting, its default and its source, all commented out. Never over one that is there. */
export async function initCommand(terminal: Terminal, wiring: Wiring, options: CommonOptions): Promise<number> {
  const name = options.config ?? configurationName;
  try {
    await writeFile(userPath(terminal, name), configurationText(wiring), { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new UsageError(`cannot write ${name}: ${exists ? 'it is there already' : (cause as Error).message}`, {
      cause,
      ...(exists ? { hint: 'move it away first, or name another with --config' } : {}),
    });
  }
  say(terminal, options, `wrote ${name}; every line is a comment with the default: change what you need`);
  return 0;
}

export function configurationText(wiring: Wiring): string {
  const text = [
    '# Configuration of vestige. Each line shows the default; take the # away to change it.',
    '# A value may be taken from the environment, whole: ${env:NAME}.',
    '',
    '# Exit 1 when there is a finding of this severity or graver: critical, high, medium, low or never.',
    '# failOn: medium',
    '',
    '# Days. A window longer than this is effectively standing.',
    '# maxTimeBoundDays: 30',
    '',
    '# What is worth most. Whoever has a standing way to one is a finding. A scope is a boundary, a container of boundaries, or the name or',
    '# pattern of names of something in one; `boundary` says where it lies when its name tells no account. For example:',
    '#     - { name: payments, scope: "aws:111122223333", owner: payments team }',
    '#     - { name: ledger, scope: "arn:aws:s3:::ledger", boundary: "aws:111122223333", capabilities: [read-data, write-data] }',
    '# crownJewels: []',
    '',
    '# Accounts of two connectors that are one person’s: where a handle on the left equals one on the right, but for the case of letters.',
    '# Handles: user-name, employee-id, external-id, on-premises, entra-object. Those that no provider ever gives to anybody else join by',
    '# themselves; a name that people read never does. For example:',
    '#     - { left: { connector: entra, handle: user-name }, right: { connector: aws, handle: user-name } }',
    '# people:',
    '#     join: []',
    '',
    '# What is kept of runs, so that it can be said who had what, and when (docs/history.md).',
    '# history:',
    '#     # A file, or a PostgreSQL database; its address holds a password, so take it whole from the environment: ${env:VESTIGE_STORE}.',
    '#     # Without it, history.db in the state folder.',
    '#     # store:',
    '#     # Whether `vestige scan` and `vestige analyze` record what they read.',
    '#     record: true',
    '#     # `vestige store prune` removes what ended so many days ago, and never what is still there. none: nothing is removed.',
    '#     keepDays: none',
    '#     # It also removes monthly records of use that are older than so many months.',
    '#     usageMonths: none',
    '#     # Legal holds: what is never removed. For example:',
    '#     # - { boundary: "aws:111122223333", until: 2027-06-30, reason: "matter 2026-14, J. Ortiz" }',
    '#     hold: []',
    '',
    ...assuranceAndExceptions,
    ...ledgerAndBacklog,
    '',
    '# rules:',
  ];
  for (const rule of [...wiring.rules].sort((a, b) => byCodeUnit(a.id, b.id))) {
    text.push(`#   # ${rule.title}. Write \`${rule.id}: off\` to leave it out.`);
    const settings = documentedSettings(rule.settings) ?? [];
    text.push(settings.length === 0 ? `#   ${rule.id}: on` : `#   ${rule.id}:`);
    text.push(...settingLines(settings));
  }
  text.push('', '# What `vestige scan` reads when no source is named: each connector that is written here.', '# connectors:');
  for (const core of [...wiring.connectors].sort((a, b) => byCodeUnit(a.id, b.id))) {
    const settings = documentedSettings(core.settings) ?? [];
    text.push(settings.length === 0 ? `#   ${core.id}: {}` : `#   ${core.id}:`, ...settingLines(settings));
  }
  return `${text.join('\n')}\n`;
}

function settingLines(settings: readonly DocumentedSetting[]): readonly string[] {
  return settings.flatMap(({ key, standard, description }) => [
    ...wrap(description, 110).map((line) => `#     # ${line}`),
    // What has no default is not a line that could be taken as it is.
    standard === undefined ? `#     # ${key}:` : `#     ${key}: ${JSON.stringify(standard)}`,
  ]);
}
