import { expect, it } from 'vitest';
import { objectId } from './identifiers.ts';
import { microsoftOf } from './respond.ts';
import { serveMicrosoft } from './serve.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

it('answers over HTTP as in process: pages, batches, refusals', async () => {
  const tenant = microsoftOf(
    { users: { ann: {}, bob: {} }, groups: { a: { members: ['ann'] } }, refuse: { groups: 'denied' } },
    { now, pageSize: 1 },
  );
  const server = await serveMicrosoft(tenant);
  const { root } = server;
  try {
    const first = (await (await fetch(`${root}/v1.0/users?$select=id`)).json()) as {
      readonly value: unknown;
      readonly '@odata.nextLink': string;
    };
    expect(first.value).toEqual([{ id: objectId('ann') }]);
    expect(await (await fetch(first['@odata.nextLink'])).json()).toMatchObject({ value: [{ id: objectId('bob') }] });
    expect((await fetch(`${root}/v1.0/groups`)).status).toBe(403);
    const requests = [{ id: '1', method: 'GET', url: `/groups/${objectId('a')}/members` }];
    const batch = await fetch(`${root}/v1.0/$batch`, { method: 'POST', body: JSON.stringify({ requests }) });
    expect(await batch.json()).toMatchObject({ responses: [{ id: '1', status: 200 }] });
  } finally {
    await server.stop();
  }
});
