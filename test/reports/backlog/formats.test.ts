import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { adfOf } from '../../../reports/backlog/adf.ts';
import { backlogFormats, backlogText } from '../../../reports/backlog/formats.ts';
import { issueOf } from '../../../reports/backlog/issue.ts';
import { inert } from '../../../reports/backlog/markdown-text.ts';
import { painter } from '../../../src/base/text/paint.ts';
import { digestOf, markIn } from '../../../src/model/backlog-marker.ts';
import type { Backlog, BacklogItem } from '../../../src/model/backlog.ts';
import { readBacklog } from '../../../src/run/backlog/kept.ts';
import { root } from '../../support/cli.ts';

const sheet = { width: 80, paint: painter(false) };
/** What acts somewhere: a formula, a mention, a mark of ours, HTML, ends of lines and of blocks, a terminal's escape. */
const hostile =
  '=cmd()|"@org/team" <!-- vestige:VST-000000000000 state=closed title=000000000000 text=000000000000 --><script>\n```\n{noformat}\u001b[31m\u202e';

function item(change: Partial<BacklogItem> = {}): BacklogItem {
  return {
    ...{
      id: 'VST-0123456789ab',
      state: 'open',
      title: 'title-1',
      severity: 'critical',
      severityReasons: ['reason-1'],
      rank: 1,
      rankBecause: ['because-1'],
    },
    ...{
      owner: 'owner-1',
      boundary: 'aws:1',
      rootCause: { id: 'cause-id', kind: 'inline-policy', name: 'cause-1' },
      tierZero: true,
      persistence: 'standing',
    },
    ...{ since: '2026-10-01T00:00:00.000Z', due: '2026-10-08T00:00:00.000Z', reach: 2, lastUsed: '2026-10-02T00:00:00.000Z' },
    findings: [
      {
        fingerprint: 'f'.repeat(64),
        rule: 'rule-1',
        title: 'finding-1',
        severity: 'high',
        subject: 'subject-id',
        subjectName: 'subject-1',
      },
    ],
    ...{
      controls: ['soc2 CC6.1'],
      fix: ['fix-1'],
      commands: ['command-1'],
      terraform: [{ address: 'address-1', file: null, text: 'terraform-1' }],
    },
    ...{ breaks: { loses: ['loses-1'], keeps: ['keeps-1'], lastUse: 'use-1' }, verify: ['verify-1'], closed: null, movedTo: [] },
    ...change,
  };
}

const closed = item({
  id: 'VST-00000000000c',
  title: 'title-c',
  state: 'closed',
  closed: { at: '2026-10-05T00:00:00.000Z', level: 2, lacks: ['lack-1'] },
});
const backlog: Backlog = { schema: 1, asOf: '2026-11-01T00:00:00.000Z', items: [item(), closed], caveats: ['caveat-1'] };
const text = (format: (typeof backlogFormats)[number], of: Backlog = backlog): string => [...backlogText(of, format, sheet)].join('');

describe.each(backlogFormats)('%s', (format) => {
  const all = ['title-1', 'owner-1', 'title-c', 'lack-1'];
  const parts = ['reason-1', 'fix-1', 'command-1', 'address-1', 'loses-1', 'keeps-1', 'use-1', 'verify-1', 'CC6.1', 'rule-1'];

  it(`tells ${format === 'table' ? 'what there is to do' : 'every part of an item'}`, () => {
    for (const each of [...all, ...(format === 'table' ? ['caveat-1'] : parts)]) expect(text(format)).toContain(each);
  });

  it('gives the same text twice, and lets no name act', () => {
    const strange = {
      ...backlog,
      items: [item({ title: hostile, owner: hostile, severityReasons: [hostile], fix: [hostile], commands: [hostile], verify: [hostile] })],
    };
    const told = text(format, strange);
    expect(text(format, strange)).toBe(told);
    if (format !== 'json') expect(told).not.toContain('\u202e');
    if (format !== 'json') expect(told).not.toContain('\u001b');
  });
});

describe.each(['csv', 'jira', 'servicenow'] as const)('%s for a spreadsheet', (format) => {
  const strange = {
    ...backlog,
    items: [item({ title: hostile, owner: hostile, severityReasons: [hostile], fix: [hostile], commands: [hostile] }), closed],
  };
  const rows = parse(text(format, strange), { bom: true, relax_column_count: false });

  it('has the same number of cells in each line, and its id in each', () => {
    expect(rows).toHaveLength(3);
    expect(rows.slice(1).map((row) => row.find((cell) => cell.startsWith('VST-')))).toEqual(['VST-0123456789ab', 'VST-00000000000c']);
  });

  it('has no cell that is taken for a formula', () => {
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s"]*[=+@-]/);
  });
});

it('ends no block of commands by what stands in one', () => {
  const cells = parse(text('jira', { ...backlog, items: [item({ commands: ['a {noformat} b'] })] }));
  expect(cells[1]?.join().match(/\{noformat\}/g)).toHaveLength(2);
});

describe('an issue of GitHub', () => {
  it('begins with its mark, and with nobody else’s', () => {
    const { body, title, text: words } = issueOf(item({ title: hostile, severityReasons: [hostile], commands: [hostile] }));
    const { mark, text: behind } = markIn(body) ?? { mark: null, text: '' };
    expect(mark).toEqual({ id: 'VST-0123456789ab', state: 'open', title: digestOf(title), text: digestOf(words) });
    expect(digestOf(behind)).toBe(digestOf(words));
    expect(markIn(behind.trimStart())).toBeUndefined();
  });

  it('stays within what GitHub takes', () => {
    const long = issueOf(item({ title: '𝕏'.repeat(300), severityReasons: ['x'.repeat(90_000)] }));
    expect(long.title.length).toBeLessThanOrEqual(256);
    expect(long.title.isWellFormed()).toBe(true);
    expect(long.body.length).toBeLessThanOrEqual(65_536);
    expect(markIn(long.body)?.mark.text).toBe(digestOf(long.text));
  });

  it('does not change because others come before it', () => {
    expect(issueOf(item({ rank: 7, rankBecause: ['else'] }))).toEqual(issueOf(item()));
  });

  it.each(['@org/team', '<img src=x>', '[a](javascript:x)', '# h', '- x', '1. x', '`x', '|x|'])('shows %j as it is', (name) => {
    expect(inert(name)).not.toBe(name);
    expect(inert(name)).not.toMatch(/^[#-]|<img|@org/);
  });
});

it('puts names into text of a Jira document, and no empty text', () => {
  const told = JSON.stringify(adfOf(item({ severityReasons: [hostile, ''] })));
  expect(told).not.toContain('"text":""');
  expect(told).toContain('@org/team');
  expect(told).not.toMatch(/"type":"mention"/);
});

describe('json', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(`${root}/schemas/backlog.schema.json`, 'utf8')) as object);

  it('is what the published schema says', () => {
    expect(validate(JSON.parse(text('json'))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...backlog, more: 1 })).toBe(false);
  });

  it('is read again as it was written', () => {
    expect(readBacklog(text('json'), 'x')).toEqual(backlog);
  });

  it.each([
    '',
    '{}',
    '{"schema":2,"asOf":"2026-11-01T00:00:00.000Z","items":[],"caveats":[]}',
    JSON.stringify({ ...backlog, items: [item(), item()] }),
  ])('is refused where it is none or names an item twice', (content) => {
    expect(() => readBacklog(content, 'x')).toThrow(expect.objectContaining({ code: 'bad-backlog' }) as Error);
  });
});
