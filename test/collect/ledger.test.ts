import { describe, expect, it } from 'vitest';
import { hashJson } from '../../src/base/bytes/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { CaptureSource } from '../../src/contract/capture.ts';
import type { ConnectorCore, Surface } from '../../src/contract/connector.ts';
import type { Envelope, Page, Task } from '../../src/model/page.ts';
import { readerOf } from '../support/unfriendly/memory-capture.ts';
import { plainCore, task } from '../support/unfriendly/plain.ts';

function page(of: Task, body: Json, change: Partial<Envelope> = {}): Page {
  const none = {
    sentAt: null,
    receivedAt: null,
    providerDate: null,
    validAt: null,
    requestId: null,
    status: null,
    refused: null,
    raw: null,
  };
  const envelope: Envelope = { connector: 'plain', mapping: 3, task: of, cursor: null, next: null, ...none, ...change };
  return { id: hashJson({ envelope, body } as unknown as Json), envelope, body };
}

function surface(name: string, change: Partial<Surface> = {}): Surface {
  const told = { permission: `plain:${name}`, ifUnread: `nothing of ${name}`, provesAbsence: 'yes', role: 'grants' } as const;
  return { id: `plain:${name}`, yields: ['policy'], ...told, ...change };
}

/** `list` tells which `keys` to ask for, and `uses` are asked of each key; `rules` answer for all boundaries, told by `estate`. */
function core(change: Partial<ConnectorCore<unknown>> = {}): ConnectorCore<unknown> {
  return plainCore({
    surfaces: [
      surface('estate', { shared: true, follows: [] }),
      surface('rules', { shared: true, follows: ['plain:estate'] }),
      surface('list', { follows: [] }),
      surface('keys', { follows: ['plain:list'] }),
      surface('uses', { follows: ['plain:keys'] }),
      surface('extra', { follows: [] }),
    ],
    expects: () => ['plain:rules', 'plain:list', 'plain:keys', 'plain:uses', 'plain:extra'],
    asked: () => ['plain:list', 'plain:keys', 'plain:uses'],
    roots: () => [],
    ...change,
  });
}

const list = task('list');
const key = task('keys', 'plain:1', { of: 'k' });

function play(pages: readonly Page[], roots: readonly Task[], of = core(), change: Partial<CaptureSource> = {}): Promise<Replayed> {
  const source: CaptureSource = { connector: 'plain', mapping: 3, settings: {}, origin: 'live', roots, gaps: [], ...change };
  return replay(readerOf({ schema: 1, sources: [source], inputs: [] }, pages), [of]);
}

function lines(replayed: Replayed, boundary = 'plain:1'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    replayed.coverage
      .filter((each) => each.boundary === boundary)
      .map((each) => [each.surface.slice('plain:'.length), `${each.status} ${each.cause ?? each.detail ?? '-'}`]),
  );
}

const denied = { refused: 'denied' as const };

describe('a surface that follows others', () => {
  it('is complete without a call where they were read whole and gave nothing to ask, all the way down', async () => {
    const replayed = await play([page(list, { items: [] })], [list]);
    expect(lines(replayed)).toMatchObject({ list: 'complete -', keys: 'complete nothing to ask', uses: 'complete nothing to ask' });
    expect(replayed.gaps).toEqual([]);
  });

  it('is unread, and so is what follows it, where they were refused', async () => {
    const replayed = await play([page(list, { message: 'no' }, denied)], [list]);
    expect(lines(replayed)).toMatchObject({ list: 'unread denied', keys: 'unread denied', uses: 'unread denied' });
  });

  it('is only partial where a single item of theirs is missing, though every call of its own was answered', async () => {
    const gap = { boundary: 'plain:1', surface: 'plain:list', cause: 'malformed', detail: 'one item' };
    const replayed = await play(
      [page(list, { items: ['a'], gaps: [gap], spawns: [key as unknown as Json] }), page(key, { items: ['k'] })],
      [list],
    );
    expect(lines(replayed)).toMatchObject({ list: 'partial malformed', keys: 'partial malformed', uses: 'unread malformed' });
  });

  it('is not complete where what it follows was never asked', async () => {
    const replayed = await play([page(key, { items: ['k'] })], [key]);
    expect(lines(replayed)).toMatchObject({ list: 'unread interrupted', keys: 'partial interrupted', uses: 'unread interrupted' });
    const excluded = await play([page(key, { items: ['k'] })], [key], core({ asked: () => ['plain:keys'] }));
    expect(lines(excluded)).toMatchObject({ list: 'excluded excluded', keys: 'partial excluded' });
  });

  it('does not lack what a surface lacks that it does not follow', async () => {
    const extra = task('extra');
    const replayed = await play([page(extra, {}, denied), page(list, { items: [] })], [list, extra]);
    expect(lines(replayed)).toMatchObject({ extra: 'unread denied', list: 'complete -', keys: 'complete nothing to ask' });
  });

  it('that follows nothing and was asked for is never complete by having been forgotten', async () => {
    const replayed = await play([page(list, { items: [] })], [list], core({ asked: () => ['plain:list', 'plain:extra'] }));
    expect(lines(replayed)).toMatchObject({ extra: 'unread interrupted' });
  });

  it('copes with a ring', async () => {
    const ring = core({ surfaces: [surface('list', { follows: ['plain:keys'] }), surface('keys', { follows: ['plain:list'] })] });
    expect(lines(await play([page(list, {}, denied)], [list], ring))).toMatchObject({ list: 'unread denied', keys: 'unread denied' });
  });
});

describe('a surface that the settings leave out', () => {
  it('stays excluded, even where what it follows was refused', async () => {
    const replayed = await play([page(list, {}, denied)], [list], core({ asked: () => ['plain:list'] }));
    expect(lines(replayed)).toMatchObject({ list: 'unread denied', keys: 'excluded excluded', uses: 'excluded excluded' });
  });

  it('is unread where nobody tells whether it was left out', async () => {
    const replayed = await play([page(list, {}, denied)], [list], core({ asked: () => [] }));
    expect(lines(replayed)).toMatchObject({ list: 'unread denied', keys: 'unread denied', uses: 'unread denied' });
  });
});

describe('a surface that answers for all boundaries', () => {
  const estate = task('estate', 'plain:hub');
  const other = task('list', 'plain:2');

  it('has no line in the others where it was asked in one', async () => {
    const rules = task('rules', 'plain:hub');
    const replayed = await play([page(estate, {}), page(rules, { items: ['r'] }), page(other, {})], [estate, rules, other]);
    expect(lines(replayed, 'plain:hub')).toMatchObject({ estate: 'complete -', rules: 'complete -' });
    expect(lines(replayed, 'plain:2')).not.toHaveProperty('rules');
  });

  it('is unread in each where what leads to it was refused in one', async () => {
    const replayed = await play([page(estate, {}, denied), page(other, {})], [estate, other]);
    expect(lines(replayed, 'plain:hub')).toMatchObject({ estate: 'unread denied', rules: 'unread denied' });
    expect(lines(replayed, 'plain:2')).toMatchObject({ rules: 'unread denied' });
  });

  it('is excluded where nothing led to it and nothing was refused', async () => {
    expect(lines(await play([page(estate, {}), page(other, {})], [estate, other]), 'plain:2')).toMatchObject({
      rules: 'excluded excluded',
    });
  });
});

describe('the files of a dump', () => {
  it('leave what they do not hold unread and ask for nothing', async () => {
    const replayed = await play([page(list, { items: [] })], [list], core(), { origin: 'dump' });
    expect(lines(replayed)).toMatchObject({ list: 'complete -', keys: 'unread excluded', uses: 'unread excluded' });
  });
});

describe('a surface that was closed', () => {
  it('is unsupported wherever its tasks have no page, and says so of each', async () => {
    const [one, two] = [task('keys', 'plain:1', { of: 'one' }), task('keys', 'plain:1', { of: 'two' })];
    const gaps = [{ boundary: 'plain:1', surface: 'plain:keys', cause: 'unsupported' as const, detail: 'plain:keys: closed' }];
    const replayed = await play([page(one, {}, { refused: 'unsupported' })], [one, two], plainCore({ surfaces: [surface('keys')] }), {
      gaps,
    });
    expect(lines(replayed)).toMatchObject({ keys: 'unread unsupported' });
    expect(replayed.gaps.some((gap) => gap.detail.includes('"of":"two"') && gap.detail.includes('not asked'))).toBe(true);
  });
});
