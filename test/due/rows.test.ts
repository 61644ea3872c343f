import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MappingFile } from '../../src/due/mapping/schema.ts';
import { runs } from '../support/runs.ts';
import { briefly, eventsOf, fileOf, gzipped, leavers, mapped, prepared } from './support.ts';

const hr = mapped(leavers);

describe('rows of a file', () => {
  it('that cannot be read are named by file and line, and the rest is kept', () => {
    const { manifest, ...rest } = prepared(
      'id,at\n1,2026-11-01T00:00:00Z\n2,soon\n3\n4,\n,2026-11-01T00:00:00Z\n6,2026-11-02T00:00:00Z\n',
      hr,
    );
    expect(manifest).toMatchObject({ rows: 6, events: 2, badRows: 4 });
    expect(manifest.bad.map(({ at }) => at)).toEqual(['file.csv:3', 'file.csv:4', 'file.csv:5', 'file.csv:6']);
    expect(manifest.bad.map(({ why }) => why)).toEqual([
      expect.stringContaining('"at" is "soon"'),
      expect.stringContaining('1 field, and the header has 2'),
      expect.stringContaining('"at" says nothing'),
      expect.stringContaining('no id'),
    ]);
    expect(briefly(eventsOf({ manifest, ...rest }))).toEqual([
      '1|left left 2026-11-01T00:00 employee-id=1',
      '6|left left 2026-11-02T00:00 employee-id=6',
    ]);
  });

  it('are counted where they are told twice, out of order, ahead of their time, or without a zone', () => {
    const { manifest } = prepared(
      'id,at\n1,2026-11-01T00:00:00Z\n2,2026-11-03T00:00:00Z\n2,2026-11-03T00:00:00Z\n3,2026-11-02T00:00:00Z\n4,2027-01-01\n',
      mapped(leavers, { zone: 'UTC' }),
    );
    expect(manifest).toMatchObject({ rows: 5, events: 4, duplicates: 1, disordered: 1, ahead: 1, unzoned: 1, badRows: 0 });
  });

  it('that run backward, as the newest first, are in order', () => {
    expect(prepared('id,at\n3,2026-11-03T00:00:00Z\n2,2026-11-02T00:00:00Z\n1,2026-11-01T00:00:00Z\n', hr).manifest.disordered).toBe(0);
  });

  it('that tell one event in different words are none of them believed', () => {
    const { manifest, ...rest } = prepared('id,at\n1,2026-11-01T00:00:00Z\n2,2026-11-03T00:00:00Z\n1,2026-11-05T00:00:00Z\n', hr);
    expect(manifest).toMatchObject({ events: 1, badRows: 2 });
    expect(manifest.bad.map(({ at }) => at)).toEqual(['file.csv:2', 'file.csv:4']);
    expect(eventsOf({ manifest, ...rest }).map(({ id }) => id)).toEqual(['2|left']);
  });

  it('mean the same in whatever format they come', () => {
    const rows = [
      ['1', '2026-11-01T00:00:00Z'],
      ['2', '2026-11-02T00:00:00Z'],
    ];
    const objects = rows.map(([id, at]) => ({ id, at }));
    const forms = [
      `id,at\n${rows.map((row) => row.join(',')).join('\n')}`,
      `ID;At\r\n${rows.map((row) => row.join(';')).join('\r\n')}\r\n`,
      `id\tat\n${rows.map((row) => row.join('\t')).join('\n')}`,
      `\ufeffsep=;\r\nid;at\r\n${rows.map((row) => row.join(';')).join('\r\n')}\r\n`,
      `SEP=,\nid,at\n${rows.map((row) => row.join(',')).join('\n')}`,
      JSON.stringify(objects, null, 2),
      objects.map((each) => JSON.stringify(each)).join('\n'),
      gzipped(JSON.stringify(objects)),
      Buffer.from(`\ufeffid,at\n${rows.map((row) => row.join(',')).join('\n')}`, 'utf16le'),
    ];
    const told = forms.map((form) => eventsOf(prepared(form, hr)).map(({ raw: _, ...event }) => event));
    for (const each of told) expect(each).toEqual(told[0]);
    expect(told[0]).toHaveLength(2);
  });

  it('come to the same events in any order, however the bytes are cut', () => {
    const row = fc.record({
      id: fc.constantFrom('1', '2', '3', '4'),
      day: fc.integer({ min: 1, max: 3 }),
      note: fc.constantFrom('a', 'b\nc', ''),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }).chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        fc.integer({ min: 1, max: 30 }),
        ([rows, shuffled], cut) => {
          const text = (some: typeof rows): string =>
            `id,at,note\n${some.map(({ id, day, note }) => `${id},2026-11-0${day}T00:00:00Z,"${note}"\n`).join('')}`;
          const whole = prepared(text(rows), hr);
          const other = prepared(text(shuffled), hr, {}, fileOf(text(shuffled), 'file.csv', cut));
          expect(eventsOf(other)).toEqual(eventsOf(whole));
          expect(other.manifest.badRows).toBe(whole.manifest.badRows);
        },
      ),
      { numRuns: runs(120) },
    );
  });

  it('keep what is hostile out of names', () => {
    const bad = ['a\u0000b', 'ada\u202e@acme.example', 'x\u200by', 'z'.repeat(1025), '\u001b[31mred'];
    const lines = bad.map((id) => JSON.stringify({ id, at: '2026-11-01T00:00:00Z' }));
    const { manifest } = prepared(lines.join('\n'), hr);
    expect(manifest).toMatchObject({ events: 0, badRows: bad.length });
    for (const { why } of manifest.bad) expect(why).not.toMatch(/[\u0000-\u001f\u202e\u200b]/);
  });

  it('have no id that a spreadsheet shortened: many ids look like it', () => {
    const { manifest } = prepared(
      'id,at\n1.23457E+11,2026-11-01T00:00:00Z\n"1,23457E+11",2026-11-01T00:00:00Z\n1E+11x,2026-11-01T00:00:00Z\n',
      hr,
    );
    expect(manifest).toMatchObject({ events: 1, badRows: 2 });
    expect(manifest.bad[0]?.why).toBe('"id" is "1.23457E+11", a number that a spreadsheet shortened: export the column as text');
  });

  it('say in which forms a time is read where theirs is none of them', () => {
    const { manifest } = prepared('id,at\n1,10/13/2026\n', mapped({ ...leavers, times: { formats: ['rfc3339', 'dd.MM.yyyy'] } }));
    expect(manifest.bad[0]?.why).toBe('"at" is "10/13/2026", in none of the forms that the mapping reads: rfc3339, dd.MM.yyyy');
  });

  it.each([
    ['a number', '5'],
    ['a list', '[1]'],
    ['broken JSON', '{"id":'],
    ['half of a pair', '{"id":"\\ud800","at":"2026-11-01T00:00:00Z"}'],
    ['an object for a text', '{"id":{"a":1},"at":"2026-11-01T00:00:00Z"}'],
    ['an inherited member', '{"constructor":"1","at":"2026-11-01T00:00:00Z"}'],
  ])('of JSON with %s are bad, and those beside them good', (_, line) => {
    const good = '{"id":"1","at":"2026-11-01T00:00:00Z"}';
    expect(prepared(`${good}\n${line}\n${good.replace('1"', '2"')}\n`, hr).manifest).toMatchObject({ rows: 3, events: 2, badRows: 1 });
  });

  it('that a JSON text breaks off before are not missed', () => {
    const text = '[{"id":"1","at":"2026-11-01T00:00:00Z"},{"id":"2","at":"2026-11-02T00:00:00Z","n":12}]';
    for (const wrap of [(part: string) => part, (part: string) => `{\n"rows":${part}`]) {
      const mapping = mapped({ ...leavers, ...(wrap('').length > 0 ? { records: 'rows' } : {}) });
      for (let length = text.indexOf('}') + 1; length < text.length; length++) {
        const { manifest, notWhole } = prepared(wrap(text.slice(0, length)), mapping);
        // the second element is whole only where its own bracket is there
        expect([length, manifest.events <= (length === text.length - 1 ? 2 : 1), manifest.badRows, notWhole.length]).toEqual([
          length,
          true,
          1,
          1,
        ]);
      }
    }
  });

  it.each(['', ' \n', '\ufeff'])('are none of %j', (content) => {
    expect(() => prepared(content, hr)).toThrow(expect.objectContaining({ code: 'empty-file' }));
  });

  it('cannot hide in a list under another name', () => {
    expect(() => prepared('{\n"items":[]}', mapped({ ...leavers, records: 'issues' }))).toThrow(
      expect.objectContaining({ code: 'not-understood' }),
    );
  });

  it('without a member that the mapping needs are not read as if they had it empty', () => {
    const lines = '{"id":"1","when":"2026-11-01T00:00:00Z"}\n';
    expect(() => prepared(lines, hr)).toThrow(expect.objectContaining({ code: 'no-column' }));
  });
});

describe('a mapping', () => {
  const event = (spec: Partial<MappingFile['events'][number]>, rest: Partial<MappingFile> = {}): MappingFile => ({
    ...leavers,
    ...rest,
    events: [{ type: 'granted', at: 'at', ...spec }],
  });
  const one = (spec: Partial<MappingFile['events'][number]>, row: Record<string, unknown>): Record<string, unknown> | string => {
    const content = JSON.stringify([{ id: '1', at: '2026-11-01T00:00:00Z', ...row }]);
    const made = prepared(content, mapped(event(spec)));
    const [first] = eventsOf(made);
    return (first as unknown as Record<string, unknown> | undefined) ?? made.manifest.bad[0]?.why ?? 'none';
  };

  it('takes lists apart, and gives each object an event of its own', () => {
    const made = prepared(
      JSON.stringify([{ id: '1', at: '2026-11-01T00:00:00Z', roles: 'a; b;;a' }]),
      mapped(event({ object: { column: 'roles', split: ';' } })),
    );
    expect(eventsOf(made).map(({ id, object }) => [id, object])).toEqual([
      ['1|granted|a', 'a'],
      ['1|granted|b', 'b'],
    ]);
  });

  it('gives values their meaning, and does not guess at others', () => {
    const by: MappingFile['events'][number]['by'] = { column: 'who', map: { Robot: 'automation', '': null } };
    expect(one({ by }, { who: 'ROBOT' })).toMatchObject({ by: 'automation' });
    expect(one({ by }, { who: 'someone' })).toContain('"someone" is not among what the mapping knows');
    expect(one({ by: { ...by, otherwise: 'unknown' } }, { who: 'someone' })).toMatchObject({ by: 'unknown' });
    expect(one({ by: 'who' }, { who: 'a cat' })).toContain('can be provider, broker');
  });

  it('reads types from a column, with a map or without one', () => {
    const type = { column: 'type', map: { on: 'granted', off: 'revoked', noise: null } } as const;
    expect(one({ as: 'x', type }, { type: 'OFF' })).toMatchObject({ type: 'revoked', id: '1|x' });
    expect(one({ as: 'x', type }, { type: 'noise' })).toContain('no event of the mapping applies');
    expect(one({ as: 'x', type: { column: 'type' } }, { type: 'Nothing' })).toContain('type is "Nothing"');
  });

  it('cuts what it needs out of a text, and takes nothing where it is not there', () => {
    const object = { column: 'url', after: 'github.com/', before: '/actions' };
    expect(one({ object }, { url: 'https://github.com/acme/app/actions/runs/1' })).toMatchObject({ object: 'acme/app' });
    expect(one({ object }, { url: 'https://elsewhere' })).toMatchObject({ object: null });
  });

  it('puts texts together only where all of them are told', () => {
    expect(one({ scope: { text: 'aws:{account}' } }, { account: '111122223333' })).toMatchObject({ scope: 'aws:111122223333' });
    expect(one({ scope: { text: 'aws:{account}' } }, { account: '' })).toMatchObject({ scope: null });
  });

  it('does not choose between two things where there can be one', () => {
    expect(one({ ticket: 'tickets' }, { tickets: ['A-1', 'A-2'] })).toContain('says 2 things');
    expect(one({ ticket: 'tickets' }, { tickets: ['A-1', 'A-1'] })).toMatchObject({ ticket: 'A-1' });
  });

  it('adds how long something lasts to when it begins', () => {
    const until = { column: 'at', plus: { column: 'hours', unit: 'hours' as const } };
    expect(one({ until }, { hours: 1.5 })).toMatchObject({ until: '2026-11-01T01:30:00.000Z' });
    expect(one({ until }, { hours: 'long' })).toContain('no number of hours');
    expect(one({ until }, { hours: null })).toMatchObject({ until: null });
  });

  it('does not take a time that clocks showed twice or never', () => {
    const at = { column: 'at', zone: 'Europe/Vienna' };
    expect(one({ at }, { at: '2026-10-25T02:30:00' })).toContain('showed twice');
    expect(one({ at }, { at: '2026-03-29T02:30:00' })).toContain('never showed');
    expect(one({ at }, { at: '2026-10-25T01:30:00' })).toMatchObject({ at: '2026-10-24T23:30:00.000Z' });
  });

  it('keeps a reason short and in one line', () => {
    const made = one({ justification: 'why' }, { why: `a\n\u001b[31m${'b'.repeat(3000)}` }) as { justification: string };
    expect(made.justification).toMatch(/^a \\u\{1b\}\[31mb+…$/);
    expect(made.justification).toHaveLength(2000);
  });

  const faults: readonly (readonly [string, unknown])[] = [
    ['no mapping', 'jira'],
    ['a misspelt member', { ...leavers, evnets: [] }],
    ['no event', { ...leavers, events: [] }],
    ['a type that is none', event({ type: 'gone' as 'granted' })],
    ['two sources of one value', event({ ticket: { column: 'a', constant: 'b' } })],
    ['no source of a value', event({ ticket: { split: ';' } })],
    ['a form of time that is none', event({}, { times: { formats: ['hh:mm'] } })],
    ['two events of one name', { ...leavers, events: [leavers.events[0], leavers.events[0]] }],
    ["a provider's log", { ...leavers, sourceKind: 'provider-log' }],
    ['a system with blanks', { ...leavers, system: 'our jira' }],
  ];
  it.each(faults)('with %s is refused', (_, file) => {
    expect(() => mapped(file as MappingFile)).toThrow(expect.objectContaining({ code: 'bad-mapping' }));
  });

  it('has the same hash for the same meaning, and another for another', () => {
    const same = mapped({ ...leavers, describes: 'said otherwise' });
    expect(same.sha256).toBe(hr.sha256);
    expect(mapped(leavers, { zone: 'UTC' }).sha256).not.toBe(hr.sha256);
    expect(mapped(leavers, { system: 'workday' }).sha256).not.toBe(hr.sha256);
  });
});
