import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { importDumps } from '../../../../src/capture/import.ts';
import { replay } from '../../../../src/collect/replay.ts';
import type { MappedFact } from '../../../../src/model/fact.ts';
import { account, answerOf, boundary, recordOf, session, settingsWith } from './support.ts';

const other = '444455556666';
const format = awsCore.dumps?.find(({ id }) => id === 'aws-cloudtrail');
if (format === undefined) throw new Error('there is no such format');

async function* bytes(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text as string);
  for (let at = 0; at < all.length; at += 100) yield await Promise.resolve(all.subarray(at, at + 100));
}

const own = recordOf('DeleteUser', { userName: 'bob' });
const theirs = recordOf('DeleteRole', { roleName: 'app' }, { recipientAccountId: other, userIdentity: session('ops', 's') });

function idOf({ eventID }: JsonObject): string {
  return typeof eventID === 'string' ? eventID : '';
}

async function cut(
  text: string,
): Promise<{ pages: { boundary: string; body: Json }[]; gaps: string[]; ended: Record<string, boolean>; facts: MappedFact[] }> {
  const told = {
    pages: [] as { boundary: string; body: Json }[],
    gaps: [] as string[],
    ended: {} as Record<string, boolean>,
    facts: [] as MappedFact[],
  };
  for await (const part of format?.cut('a/b/trail.json', bytes(text)) ?? []) {
    if ('gap' in part) told.gaps.push(part.gap.detail);
    else if ('ended' in part) told.ended[part.task.boundary] = part.ended;
    else {
      told.pages.push({ boundary: part.task.boundary, body: part.body });
      const mapped = awsCore.map(part.task, part.body);
      told.facts.push(...mapped.facts);
      told.gaps.push(...mapped.gaps.map(({ detail }) => detail));
    }
  }
  return told;
}
const keysOf = (facts: readonly MappedFact[]): readonly string[] =>
  facts.flatMap(({ kind, key }) => (key.endsWith('#use') ? [] : [`${kind} ${key}`]));

describe('a file of a trail', () => {
  it('tells the records of each account to that account, and says nothing was told whole', async () => {
    const told = await cut(JSON.stringify({ Records: [own, theirs] }, null, 2));
    expect(told.pages.map((each) => each.boundary)).toEqual([boundary, `aws:${other}`]);
    expect(told.ended).toEqual({ [boundary]: true, [`aws:${other}`]: true });
    expect(told.gaps).toEqual([]);
    expect(keysOf(told.facts)).toEqual([`life-cycle-event ${idOf(own)}`, `life-cycle-event ${idOf(theirs)}`]);
  });

  it('keeps no more of a record than is looked at', async () => {
    const secret = recordOf('PutUserPolicy', { userName: 'bob', policyName: 'in', policyDocument: 'a-document' });
    expect(JSON.stringify((await cut(JSON.stringify({ Records: [secret] }))).pages)).not.toMatch(/a-document|192\.0\.2/);
  });

  it('may be what the AWS CLI printed, to its end or not', async () => {
    const told = await cut(JSON.stringify(answerOf([own])));
    expect(keysOf(told.facts)).toEqual([`life-cycle-event ${idOf(own)}`]);
    expect((await cut(JSON.stringify({ ...answerOf([own]), NextToken: 't' }))).ended).toEqual({ [boundary]: false });
  });

  it('may be one of digests, which holds no record', async () => {
    const told = await cut(JSON.stringify({ awsAccountId: account, digestStartTime: 'x', logFiles: [{ s3Object: 'x' }] }));
    expect([told.pages, told.facts, told.gaps]).toEqual([
      [{ boundary, body: { Records: [], $places: { file: 'trail.json', records: [] } } }],
      [],
      [],
    ]);
  });

  it('names the place of what it lost', async () => {
    const nobodys: JsonObject = { ...own, recipientAccountId: null, userIdentity: { type: 'AWSAccount', accountId: other } };
    const broken: JsonObject = { ...own, eventTime: 'yesterday' };
    const { gaps } = await cut(JSON.stringify({ Records: [own, nobodys, broken] }));
    expect(gaps).toHaveLength(2);
    expect(gaps.some((each) => each.includes('trail.json, record 2,'))).toBe(true);
    expect(gaps.some((each) => each.includes('trail.json, record 3,') && each.includes('/Records/1/eventTime'))).toBe(true);
  });

  it('is read with others, compressed or not, each event once', async () => {
    const file = (name: string, content: string | Uint8Array) => ({ format, name, open: () => bytes(content) });
    const writer = memoryCapture();
    const files = [
      file('1.json.gz', gzipSync(JSON.stringify({ Records: [own, theirs] }))),
      file('2.json', JSON.stringify({ Records: [own] })),
    ];
    const head = await importDumps(writer, files, {
      connector: 'aws',
      mapping: awsCore.mapping,
      settings: { ...settingsWith() },
    });
    const reader = await writer.seal(head);
    const { facts, gaps } = await replay(reader, [awsCore]);
    expect(gaps.filter(({ cause }) => cause !== 'excluded')).toEqual([]);
    expect(
      [...facts.ofKind('life-cycle-event')]
        .filter(({ key }) => !key.endsWith('#use'))
        .map(({ key }) => key)
        .sort(),
    ).toEqual([idOf(own), idOf(theirs)].sort());
    expect([...facts.ofKind('log-span')]).toEqual([]);
  });
});
