import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/base/instant.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import { historyStore } from '../../src/history/store.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import type { StoredEntry } from '../../src/model/history.ts';
import { recordImport } from '../../src/run/history/record-import.ts';
import { fileOf, gzipped, leavers, mapped, now, prepared } from './support.ts';

const hr = mapped(leavers);
const content = 'id,at\n1,2026-11-01T00:00:00Z\n2,2026-11-02T00:00:00Z\n';
const covers = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' };

async function all(store: HistoryStore, sort: StoredEntry['sort']): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const entry of store.entries({ sorts: [sort], every: true })) entries.push(entry);
  return entries;
}

describe('what a file says of itself', () => {
  it('is kept with what its giver says of it', () => {
    const extract = {
      query: 'Terminations',
      parameters: { month: '11' },
      extractedBy: 'grace',
      extractedAt: '2026-11-21T00:00:00.000Z',
      covers,
      rows: 2,
    };
    const { manifest, span, at } = prepared(content, hr, extract);
    expect(manifest).toMatchObject({
      system: 'hr',
      sourceKind: 'hr',
      query: 'Terminations',
      parameters: { month: '11' },
      extractedBy: 'grace',
      covers,
      controlTotal: 2,
      rows: 2,
      events: 2,
    });
    expect(span).toEqual({ source: 'hr', sourceKind: 'hr', region: null, ...covers, tells: 'changes' });
    expect(at).toBe(covers.to);
  });

  it('hangs on its bytes and on its mapping', () => {
    const { id } = prepared(content, hr).manifest;
    expect(prepared(content, hr, { query: 'another' }).manifest.id).toBe(id);
    expect(prepared(`${content}\n`, hr).manifest.id).not.toBe(id);
    expect(prepared(content, mapped(leavers, { zone: 'UTC' })).manifest.id).not.toBe(id);
    expect(prepared(gzipped(content), hr).manifest.id).not.toBe(id);
  });

  it('is that it tells a time whole only where every row was read', () => {
    const { span, notWhole } = prepared(`${content}3,soon\n`, hr, { covers });
    expect(span).toBeNull();
    expect(notWhole).toEqual(['1 row could not be read']);
    expect(prepared(content, hr).span).toBeNull();
  });

  it('is not believed where it has another number of rows than its maker says', () => {
    expect(() => prepared(content, hr, { rows: 3 })).toThrow(expect.objectContaining({ code: 'row-count' }));
    const { span, notWhole, manifest } = prepared(content, hr, { rows: 3, acceptRows: true, covers });
    expect([span, notWhole.length, manifest.controlTotal]).toEqual([null, 1, 3]);
  });

  it('is not believed to be whole where it is one page of several', () => {
    const paged = mapped({ ...leavers, records: 'items', page: { total: 'total', next: 'next' } });
    const page = (rest: object): string => JSON.stringify({ items: [{ id: '1', at: '2026-11-01T00:00:00Z' }], ...rest });
    expect(() => prepared(page({ total: 50 }), paged)).toThrow(expect.objectContaining({ code: 'row-count' }));
    expect(prepared(page({ next: 'abc' }), paged, { covers })).toMatchObject({
      span: null,
      notWhole: [expect.stringContaining('another page')],
    });
    expect(prepared(page({ total: 1, next: null }), paged, { covers }).span).not.toBeNull();
  });

  it('does not speak for what comes after it was made', () => {
    const future = { from: covers.from, to: '2026-12-01T00:00:00.000Z' };
    expect(() => prepared(content, hr, { covers: future })).toThrow(expect.objectContaining({ code: 'bad-covers' }));
    expect(() => prepared(content, hr, { covers: { from: covers.to, to: covers.from } })).toThrow(
      expect.objectContaining({ code: 'bad-covers' }),
    );
  });

  it('cannot have been made later than now, or its silence would speak for what has not happened', () => {
    const made = { extractedAt: '2030-01-01T00:00:00.000Z' };
    expect(() => prepared(content, hr, made)).toThrow(expect.objectContaining({ code: 'bad-covers' }));
    expect(() => prepared(content, hr, { ...made, covers: { from: covers.from, to: '2029-12-31T00:00:00.000Z' } })).toThrow(
      expect.objectContaining({ code: 'bad-covers' }),
    );
    expect(prepared(content, hr, { extractedAt: instantOf(now) }).manifest.events).toBe(2);
  });

  it('has to be the same each time it is read', () => {
    let opened = 0;
    const changing = { ...fileOf(content), open: () => fileOf(opened++ === 0 ? content : `${content}3,2026-11-03T00:00:00Z\n`).open() };
    const made = prepared('', hr, {}, changing);
    expect(() => [...made.events()]).toThrow(expect.objectContaining({ code: 'changed' }));
  });

  it('is read from a file that is closed again, also where reading fails', () => {
    let open = 0;
    const watched = (text: string): ReturnType<typeof fileOf> => ({
      name: 'file.csv',
      *open() {
        open++;
        try {
          yield Buffer.from(text);
          yield Buffer.from('\n');
        } finally {
          open--;
        }
      },
    });
    prepared('', hr, {}, watched(content));
    expect(() => prepared('', hr, {}, watched('x,y\n1,2\n'))).toThrow();
    const [, ..._rest] = prepared('', hr, {}, watched(content)).events();
    expect(open).toBe(0);
  });
});

describe('a file that is kept', () => {
  it('adds its events once: the same file again is recognised', async () => {
    const store = historyStore(memoryEngine());
    const first = await recordImport(store, prepared(content, hr, { covers }), now);
    expect(first).toMatchObject({ added: 2, again: 0, corrected: 0, before: null });
    const hash = await store.journalHash();
    const second = await recordImport(store, prepared(content, hr), now + 1000);
    expect(second).toMatchObject({ added: 0, again: 2, corrected: 0, before: instantOf(now) });
    expect(await store.journalHash()).toBe(hash);
    expect((await all(store, 'import')).map(({ value }) => value)).toEqual([first.manifest]);
    expect(await all(store, 'span')).toHaveLength(1);
  });

  it('counts what another file told before, and corrects what is told otherwise now', async () => {
    const store = historyStore(memoryEngine());
    await recordImport(store, prepared(content, hr), now);
    const later = 'id,at\n1,2026-11-01T00:00:00Z\n2,2026-11-09T00:00:00Z\n3,2026-11-10T00:00:00Z\n';
    const told = await recordImport(store, prepared(later, hr), now + 1000);
    expect(told).toMatchObject({ added: 1, again: 1, corrected: 1, manifest: { replays: 1 } });
    const events = await all(store, 'event');
    expect(events.filter(({ key }) => key.includes('2|left')).map(({ at, version }) => [at.slice(0, 10), version])).toEqual([
      ['2026-11-02', 1],
      ['2026-11-09', 2],
    ]);
  });

  it('is kept again where its giver says more of it', async () => {
    const store = historyStore(memoryEngine());
    await recordImport(store, prepared(content, hr), now);
    await recordImport(store, prepared(content, hr, { covers }), now + 1000);
    expect((await all(store, 'import')).map(({ version }) => version)).toEqual([1, 2]);
    expect(await all(store, 'span')).toHaveLength(1);
  });

  it('is found by its system, its name and its hash', async () => {
    const store = historyStore(memoryEngine());
    const { manifest } = await recordImport(store, prepared(content, hr), now);
    const [entry] = await all(store, 'import');
    expect(entry).toMatchObject({ key: manifest.id, boundary: null, at: '2026-11-02T00:00:00.000Z' });
    expect(entry?.names).toEqual(['file.csv', 'hr', manifest.id, manifest.sha256].sort());
  });

  it('leaves nothing behind where it changes while it is read', async () => {
    const store = historyStore(memoryEngine());
    let opened = 0;
    const changing = { ...fileOf(content), open: () => fileOf(opened++ === 0 ? content : `${content}3,2026-11-03T00:00:00Z\n`).open() };
    await expect(recordImport(store, prepared('', hr, {}, changing), now)).rejects.toMatchObject({ code: 'changed' });
    expect(await store.journalHash()).toBeNull();
  });
});
