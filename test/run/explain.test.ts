import { describe, expect, it } from 'vitest';
import type { ConnectorCore } from '../../src/contract/connector.ts';
import type { Fact, FactIndex } from '../../src/model/fact.ts';
import type { Link } from '../../src/model/grant.ts';
import { explainElements, type Explaining } from '../../src/run/explain.ts';
import { factIndex } from '../connectors/aws/resolve/estate.ts';

const link = {
  type: 'link',
  key: 'link|a|b',
  boundary: 'test:1',
  how: 'can-assume',
  from: 'a',
  to: 'b',
  bounds: { lo: 'standing', hi: 'standing' },
  presence: 'certain',
  because: ['the trust says so', 'nothing ends it'],
  caveats: [],
  conditions: [],
  source: { id: 's', kind: 'trust-policy', name: 'trust policy of b', boundary: 'test:1' },
  evidence: [{ page: 'p', pointer: '/0' }],
} as unknown as Link;

const fact = (key: string): Fact =>
  ({ kind: 'trust', boundary: 'test:1', surface: 'test:x', key, value: {}, pages: [] }) as unknown as Fact;

/** Each fact mentions itself; `a` leads to `group`, that to `policy`. */
function coreOf(more: Partial<ConnectorCore<unknown>> = {}): ConnectorCore<unknown> {
  const next: Readonly<Record<string, string>> = { a: 'group', group: 'policy' };
  const core: Partial<ConnectorCore<unknown>> = {
    id: 'test',
    mentions: ({ key }) => [key],
    explainWants: (_element, facts) => [...facts.ofKind('trust')].flatMap(({ key }) => next[key] ?? []),
    explain: (facts) => ({ statements: [], unread: [...facts.ofKind('trust')].map(({ key }) => key).sort() }),
    ...more,
  };
  return core as ConnectorCore<unknown>;
}

function explainingOf(core: ConnectorCore<unknown>, about: Explaining['source']['about']): Explaining {
  const item = (): Promise<never> => Promise.reject(new Error('no item is asked for'));
  return { source: { about, item }, connectors: [core], asOf: '2026-01-01T00:00:00.000Z', settings: {} };
}

describe('facts for an explanation', () => {
  const all = ['a', 'b', 'group', 'policy', 'other', 's'].map(fact);

  it('are asked for until nothing more is wanted, and no others are shown, whatever a source tells', async () => {
    const asked: string[][] = [];
    const frugal = (names: ReadonlySet<string>): Promise<FactIndex> => {
      asked.push([...names].sort());
      return Promise.resolve(factIndex(all.filter(({ key }) => names.has(key))));
    };
    const [few] = await explainElements(explainingOf(coreOf(), frugal), [link]);
    expect(few?.unread).toEqual(['a', 'b', 'group', 'policy', 's']);
    expect(asked).toEqual([
      ['', 'a', 'b', 's'],
      ['', 'a', 'b', 'group', 's'],
      ['', 'a', 'b', 'group', 'policy', 's'],
    ]);
    const [generous] = await explainElements(
      explainingOf(coreOf(), () => Promise.resolve(factIndex(all))),
      [link],
    );
    expect(generous).toEqual(few);
  });

  it('are not needed where a connector explains nothing: then there is what the element says itself', async () => {
    const mute = { id: 'test', mentions: ({ key }: Fact) => [key] } as Partial<ConnectorCore<unknown>> as ConnectorCore<unknown>;
    const [told] = await explainElements(
      explainingOf(mute, () => Promise.reject(new Error('no fact is asked for'))),
      [link],
    );
    expect(told).toMatchObject({ from: 'a', to: 'b', what: 'can-assume', escalation: null, unread: [] });
    expect(told?.statements).toMatchObject([
      {
        says: 'allows',
        reason: 'recorded',
        document: 'trust policy of b',
        outcome: 'the trust says so; nothing ends it',
        evidence: link.evidence,
      },
    ]);
  });
});
