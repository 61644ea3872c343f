import { describe, expect, it } from 'vitest';
import { loadActionUniverse } from '../../../../connectors/aws/action-universe.ts';
import { calls } from '../../../../connectors/aws/calls/list.ts';
import { beginnings } from '../../../../connectors/aws/live/allowed.ts';
import { hasRoute, isRest } from '../../../../connectors/aws/live/rest.ts';
import { commandOf } from '../../../../connectors/aws/open.ts';

const mutating =
  /^(Create|Delete|Update|Put|Attach|Detach|Add|Remove|Set|Enable|Disable|Tag|Untag|Upload|Reset|Change|Provision|Register|Accept)/;

describe('the table of calls', () => {
  it('names operations that the SDK, or a route of ours, has', async () => {
    const missing: string[] = [];
    for (const { service, operation } of calls) {
      const there = isRest(service) ? hasRoute(service, operation) : (await commandOf(service, operation)) !== undefined;
      if (!there) missing.push(`${service} ${operation}`);
    }
    for (const operation of Object.values(beginnings)) if ((await commandOf('iam', operation)) === undefined) missing.push(operation);
    expect(missing).toEqual([]);
    expect(calls.length).toBeGreaterThan(4);
  });

  it('names actions that AWS documents', async () => {
    const known = new Set(await loadActionUniverse());
    // Younger than the data: its actions are those of the operations (facts of the service's own API reference).
    const younger = /^account-access:(ListApplications|ListEntitlements)$/;
    expect(calls.flatMap(({ actions }) => actions).filter((action) => !known.has(action) && !younger.test(action))).toEqual([]);
  });

  it('asks each task of one row, and changes nothing', () => {
    const keys = calls.map(({ surface, task }) => `${surface} ${task ?? ''}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    expect(calls.filter(({ operation }) => mutating.test(operation))).toEqual([]);
  });
});
