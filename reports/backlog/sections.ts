import { counted } from '../../src/base/text/count.ts';
import { minuteOf } from '../../src/base/text/moment.ts';
import type { BacklogItem } from '../../src/model/backlog.ts';
import { levelText } from '../../src/model/ending-words.ts';

/** One part of an item as people read it: lines of text, or code that is to be copied as it is. */
export interface Section {
  readonly title: string;
  readonly kind: 'lines' | 'code';
  readonly lines: readonly string[];
}

const MOST_FINDINGS = 40;
const MOST_LINES = 30;

/**
 * All that is to be said of an item beside its title, in the order in which who works on it needs it. Empty parts are left out. `rank`: where it stands among the
 * others, which changes with them, and so is not for a text that is kept elsewhere.
 */
export function sectionsOf(item: BacklogItem, { rank }: { readonly rank: boolean }): readonly Section[] {
  const { severityReasons, fix, commands, terraform, breaks, verify, controls, rankBecause } = item;
  const loses = breaks === null ? [] : limited(breaks.loses, MOST_LINES);
  const keeps = breaks === null ? [] : limited(breaks.keeps, MOST_LINES);
  const all: readonly Section[] = [
    { title: 'State', kind: 'lines', lines: stateLines(item) },
    { title: 'Why', kind: 'lines', lines: severityReasons },
    { title: 'What to do', kind: 'lines', lines: fix },
    { title: 'Commands', kind: 'code', lines: commands },
    {
      title: 'In Terraform',
      kind: 'lines',
      lines: terraform.map(({ address, file, text }) => `${address}${file === null ? '' : ` (${file})`}: ${text}`),
    },
    {
      title: 'What would stop working',
      kind: 'lines',
      lines: [...loses, ...(breaks === null || breaks.lastUse === null ? [] : [breaks.lastUse])],
    },
    { title: 'What it would not take away', kind: 'lines', lines: keeps },
    { title: 'How it will be verified', kind: 'lines', lines: verify },
    { title: 'Findings', kind: 'lines', lines: limited(item.findings.map(findingText), MOST_FINDINGS) },
    { title: 'Controls', kind: 'lines', lines: controls.length === 0 ? [] : [controls.join(', ')] },
    { title: 'Rank', kind: 'lines', lines: rank ? [`${item.rank}: ${rankBecause.join(', ')}`] : [] },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function findingText({ title, severity, rule, subjectName, fingerprint }: BacklogItem['findings'][number]): string {
  return `${severity}: ${title}: ${subjectName} (${rule}, ${fingerprint.slice(0, 12)})`;
}

function limited(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `and ${counted(lines.length - most, 'more', 'more')}`];
}

/** What an item stands at, as one sentence; how sure its end is, where it is closed. */
export function stateText({ state, closed, movedTo, rankBecause }: BacklogItem): string {
  switch (state) {
    case 'open':
      return 'to be done';
    case 'returned':
      return 'it was done, and is there again';
    case 'accepted':
      return 'every finding of it is excepted';
    case 'unconfirmed':
      if (movedTo.length > 0) return rankBecause.join('; ');
      return `not confirmed to be done: ${rankBecause.join('; ')}`;
    case 'closed':
      if (closed === null) return 'done';
      return `gone by ${minuteOf(closed.at)} UTC, level ${levelText(closed.level)}${closed.lacks.length === 0 ? '' : `; lacks ${closed.lacks.join('; ')}`}`;
  }
}

function stateLines(item: BacklogItem): readonly string[] {
  const { severity, owner, boundary, due, since, tierZero, persistence, reach } = item;
  return [
    `${item.state}: ${stateText(item)}`,
    [`severity ${severity}`, ...(tierZero ? ['leads to tier 0'] : []), ...(persistence === null ? [] : [persistence])].join(', '),
    `owner ${owner ?? 'not known'}${boundary === null ? '' : `, in ${boundary}`}`,
    `${due === null ? 'no due date' : `due ${due.slice(0, 10)}`}${since === null ? '' : `, there since ${since.slice(0, 10)}`}`,
    ...(reach > 0
      ? [reach === 1 ? '1 identity reaches something by it' : `${counted(reach, 'identity', 'identities')} reach something by it`]
      : []),
  ];
}

/** Words for trackers to find items by; no white space in them. */
export function labelsOf({ id, severity, state, tierZero, rootCause }: BacklogItem): readonly string[] {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(0, 40);
  return [
    'vestige',
    id.toLowerCase().replace('vst-', 'vestige-'),
    `severity-${severity}`,
    `vestige-state-${state}`,
    `cause-${plain(rootCause.kind)}`,
    ...(tierZero ? ['tier-0'] : []),
  ];
}

/** A text cut to a tracker's limit, counted in UTF-16 units, never within a character. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
