import { describe, expect, it } from 'vitest';
import { awsAccesses } from '../../../../connectors/aws/access/list.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import { cores } from '../../../../connectors/list.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { replay } from '../../../../src/collect/replay.ts';
import { readDemo } from '../../../../src/demo/demo.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { Fact, FactIndex } from '../../../../src/model/fact.ts';
import { factKinds } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { readConfiguration } from '../../../../src/run/configuration.ts';
import { captureLive } from '../../../../src/run/scan.ts';
import { settings as liveSettings, tableConnector } from '../../../run/live-organization.ts';
import { full, indexOf, known, management, scan as scanCenter } from '../identity-center/estate.ts';
import { AS_OF, readCases } from '../resolve/cases.ts';
import { accountFacts, factIndex } from '../resolve/estate.ts';

/** Sources of what nobody could take away by one act, and why. */
const exceptions: readonly (readonly [form: RegExp, why: string])[] = [
  [/^root arn:aws:iam::\d{12}:root$/, 'the root user is there as long as the account is'],
  [/^surface /, 'something was not read: nothing is known to be there'],
  [/^trust-policy arn:aws:iam::\d{12}:role\/aws-service-role\//, 'the service keeps it, and nobody may change it'],
  [
    /^trust-policy pool:aws:\d{12}:any-principal\|trust$/,
    'made of the trust policies of several roles, each of which is an access by itself',
  ],
];

function accessesIn(facts: FactIndex): readonly Access[] {
  const all = factKinds.flatMap((kind): readonly Fact[] => [...facts.ofKind(kind)]);
  return all.filter(({ boundary }) => boundary.startsWith('aws:')).flatMap((fact) => [...(awsAccesses(fact) ?? [])]);
}

/** Whether the document that it comes from could not be read: nothing is said of whom that lets in. */
function isUnreadable(source: string, facts: FactIndex): boolean {
  const all = [...facts.ofKind('trust'), ...facts.ofKind('resource-policy')];
  return all.some((fact) => awsAccesses(fact) === null && source.startsWith(fact.key));
}

/** What somebody has, and no access stands for. */
function unexplained(elements: Iterable<Grant | Link>, facts: FactIndex): readonly string[] {
  const sources = new Set(accessesIn(facts).map(({ source }) => source));
  const missing = new Set<string>();
  for (const { source, presence } of elements) {
    const told = `${source.kind} ${source.id}`;
    if (presence === 'refuted' || sources.has(source.id) || exceptions.some(([form]) => form.test(told))) continue;
    if (isUnreadable(source.id, facts)) continue;
    missing.add(told);
  }
  return [...missing].sort();
}

/** Whom a trust policy lets in by links, and who is no subject of an access of that trust, nor of an account or of all whom it lets in. */
function strangers(elements: Iterable<Grant | Link>, facts: FactIndex): readonly string[] {
  const subjects = new Map<string, Set<string>>();
  for (const { kind, source, subject } of accessesIn(facts)) {
    if (kind === 'trust') subjects.set(source, (subjects.get(source) ?? new Set()).add(subject));
  }
  const strange: string[] = [];
  for (const element of elements) {
    if (element.type !== 'link' || element.presence === 'refuted' || element.escalation !== undefined) continue;
    const named = subjects.get(element.source.id);
    if (named === undefined || element.from.startsWith('pool:')) continue;
    const root = `arn:aws:iam::${element.from.split(':')[4] ?? ''}:root`;
    const isWide = [...named].some((each) => each === 'anyone' || each.startsWith('organization:'));
    // certificates come in by the service whose trust it is
    const throughService = element.from.includes(':trust-anchor/') && named.has('service:rolesanywhere.amazonaws.com');
    // the name of a session tells its role without the path
    const plain = element.from.replace(/:role\/.*\//, ':role/');
    if (!named.has(element.from) && !named.has(plain) && !named.has(root) && !isWide && !throughService)
      strange.push(`${element.from} by ${element.source.id}`);
  }
  return strange.sort();
}

function holds(elements: readonly (Grant | Link)[], facts: FactIndex): void {
  expect(unexplained(elements, facts)).toEqual([]);
  expect(strangers(elements, facts)).toEqual([]);
}

describe('every source of what somebody has is that of an access', () => {
  it('in the sample estate', async () => {
    const { reads } = await readDemo(memoryCapture, cores, []);
    for (const { capture } of reads) {
      const { facts } = await replay(capture, cores);
      const elements = [...resolveAws(facts, AS_OF)];
      expect(elements.length).toBeGreaterThan(20);
      holds(elements, facts);
    }
  });

  it('in every case of accounts', () => {
    let seen = 0;
    for (const each of readCases().flatMap(({ cases }) => cases)) {
      const accounts = Object.entries(each.accounts);
      const facts = factIndex(accounts.flatMap(([id, of]) => accountFacts(id, of as Parameters<typeof accountFacts>[1])));
      const elements = [...resolveAws(facts, AS_OF)];
      seen += elements.length;
      holds(elements, facts);
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('in an instance of IAM Identity Center', () => {
    const facts = indexOf(scanCenter(full, known(management)).facts);
    holds([...resolveAws(facts, AS_OF)], facts);
  });

  it('in a scan of an organization with keys, secrets, anchors and workloads', async () => {
    const at = '2026-11-01T00:00:00.000Z';
    let now = Date.parse(at);
    const capture = await captureLive({
      connectors: [tableConnector(at)],
      configuration: readConfiguration({ connectors: { aws: liveSettings } }, { rules: [], connectors: cores }),
      writer: memoryCapture(),
      io: {
        now: () => now,
        sleep: async (milliseconds) => void (now += milliseconds),
        random: () => 0,
        signal: new AbortController().signal,
        environment: {},
      },
    });
    const { facts } = await replay(capture, cores);
    holds([...awsCore.resolve(facts, at, liveSettings as unknown as AwsSettings)], facts);
  });

  it('and one without its access is found out', () => {
    const facts = factIndex(accountFacts('111111111111', { users: { ann: { inline: { own: allowing('*') } } } }));
    const elements = [...resolveAws(facts, AS_OF)];
    const without = factIndex([...accountFacts('111111111111', { users: { ann: {} } })]);
    expect(unexplained(elements, without)).toEqual([expect.stringContaining('inline-policy')]);
  });
});

function allowing(Action: string): { readonly Version: string; readonly Statement: { readonly [member: string]: string } } {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } };
}
