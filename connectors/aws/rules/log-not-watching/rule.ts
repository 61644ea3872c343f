import { defineRule } from '../../../../src/contract/rule.ts';
import type { BoundaryLog } from '../../../../src/model/entity.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { clear, gapAbout, noSettings, undetermined } from '../../../../src/rules/shared.ts';
import { accountOf } from '../../identity.ts';
import { trails } from '../../trail/surfaces.ts';

const id = 'aws:111122223333';
const main: BoundaryLog = {
  id: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
  name: 'main',
  isOn: true,
  failing: null,
  everywhere: true,
  changes: 'all',
  sealed: true,
  kept: 'logs',
};
const withLogs = (name: string, ...logs: readonly Partial<BoundaryLog>[]) => ({
  name,
  boundaries: [{ id, logs: logs.map((each) => ({ ...main, ...each })) }],
});

export const rule = defineRule({
  id: 'log-not-watching',
  revision: 1,
  family: 'blind-spot',
  title: 'No trail keeps what is changed in the account',
  why: 'Who gave, used and took away access is forgotten after ninety days, when the event history of CloudTrail ends. Only a trail that is on, for every region, with all changes, keeps it for as long as an audit asks; and only one that validates its files can show that nobody altered them. Without it nothing older can be shown to have ended, or by whom. How long its bucket keeps the files is not read.',
  remedy:
    'Make a trail of the organization, or of the account, for all regions, with management events and log file validation, that delivers to a bucket in an account of its own; or start the one that stands still.',
  verify: 'The next complete read of the trails shows one that is on, for all regions, with all changes and validated files.',
  controls: controls('PR.PS-04', 'AU-9', 'CA-7', 'CC7.2', 'A.8.15', 'PCI-10.2.1', 'CIS7-2.12'),
  settings: noSettings,
  needs: [{ kind: 'boundary', where: 'own' }],
  *questions(view): Iterable<Question> {
    for (const { id: account, logs } of view.boundaries) {
      if (accountOf(account) !== undefined && (logs !== undefined || isAsked(view, account)))
        yield { subject: { type: 'boundary', id: account } };
    }
  },
  answer(view, { subject }): Observation {
    const account = subject.id;
    const logs = view.boundaries.find((each) => each.id === account)?.logs;
    const watching = (logs ?? []).filter(isWatching);
    if (watching.some((each) => each.sealed)) return clear;
    const line = lineOf(view, account);
    const open =
      logs === undefined || (line !== undefined && line.status !== 'complete')
        ? `the trails of ${account} were not all read`
        : logs.some(mayWatch)
          ? `what a trail of ${account} does is not told`
          : undefined;
    if (open !== undefined) {
      const gap = gapAbout(view, 'boundary', account, line?.detail ?? open);
      return undetermined(line === undefined ? gap : { ...gap, surface: line.surface, cause: line.cause ?? gap.cause });
    }
    const found = { says: 'finding', witness: [{ type: 'boundary', id: account }] } as const;
    const [unsealed] = watching;
    if (unsealed !== undefined) {
      return {
        ...found,
        severity: 'low',
        reasons: [`trail ${unsealed.name} does not validate its files: that nobody altered them cannot be shown`],
      };
    }
    const lacking = (logs ?? []).map(lackOf);
    const some = (logs ?? []).some((each) => each.isOn === true);
    return { ...found, severity: some ? 'medium' : 'high', reasons: ['no trail keeps all changes of all regions', ...lacking] };
  },
  examples: {
    fires: [
      withLogs('no trail at all'),
      withLogs('the only trail stands still', { isOn: false }),
      withLogs('a trail of one region', { everywhere: false }),
      withLogs(
        'a trail that keeps reads alone, and one that leaves services out',
        { changes: 'none' },
        { id: `${main.id}-2`, changes: 'part' },
      ),
      withLogs('a trail whose files do not arrive', { failing: 'AccessDenied' }),
      withLogs('a trail that does not validate its files', { sealed: false }),
    ],
    clear: [
      withLogs('a trail that is on, everywhere, with all changes', {}),
      withLogs('a good one beside one that stands still', {}, { id: `${main.id}-2`, isOn: false }),
    ],
    undetermined: [
      withLogs('which events it keeps was not told', { changes: null }),
      withLogs('whether it is on was not told, and the other stands still', { isOn: null }, { id: `${main.id}-2`, isOn: false }),
      { ...withLogs('the account was not told of whole', {}), unread: [{ kind: 'boundary' }] },
    ],
  },
});

function isWatching({ isOn, failing, everywhere, changes }: BoundaryLog): boolean {
  return isOn === true && failing === null && everywhere && changes === 'all';
}

/** What was not told of it may be all that it lacks. */
function mayWatch({ isOn, failing, everywhere, changes }: BoundaryLog): boolean {
  const untold = isOn === null || changes === null;
  return untold && isOn !== false && failing === null && everywhere && (changes === null || changes === 'all');
}

function lackOf({ name, isOn, failing, everywhere, changes }: BoundaryLog): string {
  if (isOn === false) return `trail ${name} is switched off`;
  if (failing !== null) return `trail ${name} cannot deliver: ${failing}`;
  if (!everywhere) return `trail ${name} leaves out regions, or what is of no region`;
  return changes === 'part' ? `trail ${name} leaves out some changes` : `trail ${name} keeps no changes`;
}

function lineOf(view: View, account: string) {
  return view.coverage().find((line) => line.boundary === account && line.surface === trails.id);
}

/** Where the settings, or a file, never asked for trails, nothing is said of them. */
function isAsked(view: View, account: string): boolean {
  const line = lineOf(view, account);
  return line !== undefined && line.status !== 'excluded';
}
