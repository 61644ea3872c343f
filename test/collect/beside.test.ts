import { describe, expect, it } from 'vitest';
import { Ends, withOthers } from '../../src/collect/beside.ts';
import { buildFactIndex } from '../../src/collect/facts.ts';
import type { ConnectorCore } from '../../src/contract/connector.ts';
import type { FactIndex } from '../../src/model/fact.ts';

function core(id: string, planAfter: ConnectorCore<unknown>['planAfter'] = []): ConnectorCore<unknown> {
  return { id, planAfter } as unknown as ConnectorCore<unknown>;
}

function facts(connector: string): FactIndex {
  const boundary = `${connector}:one`;
  return buildFactIndex([
    {
      page: `page of ${connector}`,
      at: null,
      facts: (['attachment', 'policy'] as const).map((kind) => ({
        kind,
        boundary,
        surface: `${connector}:list`,
        key: kind,
        value: { of: connector },
        pointer: '',
      })),
    },
  ]);
}

const afterAzure = core('entra', [{ connector: 'azure', kinds: ['attachment'] }]);

describe('what sources of one scan tell each other', () => {
  it('is told once the other has ended, and of the kinds asked for alone', async () => {
    const ends = new Ends();
    const end = ends.add('azure');
    let told = false;
    const others = ends.of(afterAzure).then((all) => {
      told = true;
      return all;
    });
    await Promise.resolve();
    expect(told).toBe(false);
    end(facts('azure'));
    const seen = withOthers(facts('entra'), await others);
    expect([...seen.ofKind('attachment')].map((each) => each.boundary).sort()).toEqual(['azure:one', 'entra:one']);
    expect([...seen.ofKind('policy')].map((each) => each.boundary)).toEqual(['entra:one']);
    expect(seen.find('attachment', 'azure:one', 'attachment')?.value).toEqual({ of: 'azure' });
    expect(seen.find('policy', 'azure:one', 'policy')).toBeUndefined();
    expect(seen.boundaries).toEqual(['azure:one', 'entra:one']);
  });

  it('is nothing where the other is not read in this scan, or came to nothing', async () => {
    const ends = new Ends();
    expect(await ends.of(afterAzure)).toEqual([]);
    ends.add('azure')(null);
    expect(await ends.of(afterAzure)).toEqual([]);
  });

  it('does not wait for itself', async () => {
    const ends = new Ends();
    ends.add('azure');
    expect(await ends.of(core('azure', [{ connector: 'azure', kinds: ['attachment'] }]))).toEqual([]);
  });

  it('leaves a source that looks at no other as it is', async () => {
    const own = facts('aws');
    expect(withOthers(own, await new Ends().of(core('aws')))).toBe(own);
  });
});
