import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, at, calls, never, rigs, tenant, tokenOf, type Said } from './support.ts';

const rig = rigs();

function error(code: string, message = 'no'): Said['body'] {
  return { error: { code, message, innerError: { date: 'now', 'request-id': 'x' } } };
}

describe('a page of Microsoft Graph', () => {
  it('is asked for below the root of its version, signed in, with the address as the call has it', async () => {
    const r = rig();
    const session = await r.open();
    const path =
      "groups?$filter=startswith(displayName,'a%26b')%20and%20x%20eq%20'https%3A%2F%2Fy'&$select=id&$expand=a($select=b)&$select=c&$count=true";
    await ask(session, at('things', { path }));
    await ask(session, at('beta'));
    const [first, second] = r.cloud.asked;
    // What sends it writes an apostrophe as `%27`, which says the same.
    expect(first?.url.replaceAll('%27', "'")).toBe(`/v1.0/${path}`);
    expect(second?.url).toBe('/beta/things?$top=999');
    expect(first?.method).toBe('GET');
    expect(first?.headers.authorization).toMatch(/^Bearer eyJ/);
    expect(first?.headers['x-ms-throttle-priority']).toBe('low');
    expect(first?.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first?.headers['client-request-id']).not.toBe(second?.headers['client-request-id']);
    expect(r.cloud.signIns).toHaveLength(1);
    expect(r.cloud.signIns[0]?.get('scope')).toBe('https://graph.microsoft.com/.default');
  });

  it('is given without its links, and with the path below the root to go on at', async () => {
    const r = rig();
    r.cloud.answer = () => ({
      body: {
        '@odata.context': 'c',
        '@odata.nextLink': `${r.cloud.url}/v1.0/things?$skiptoken=a%2Fb%3D&$top=999`,
        '@odata.count': 2,
        value: [1],
      },
    });
    const session = await r.open();
    const { part } = await ask(session, at('eventual'));
    expect(part.body).toEqual({ '@odata.count': 2, value: [1] });
    expect(part.next).toBe('/things?$skiptoken=a%2Fb%3D&$top=999');
    await ask(session, at('eventual', {}, part.next));
    expect(r.cloud.asked[1]?.url).toBe('/v1.0/things?$skiptoken=a%2Fb%3D&$top=999');
    for (const asked of r.cloud.asked) expect(asked.headers['consistencylevel']).toBe('eventual');
  });

  it('is refused where it goes on at another host, and no token is sent there', async () => {
    const r = rig();
    const other = rig();
    await other.open();
    r.cloud.answer = () => ({ body: { value: [1], '@odata.nextLink': `${other.cloud.url}/v1.0/things` } });
    const { part } = await ask(await r.open(), at('things'));
    expect(part).toMatchObject({ refused: 'malformed', next: null });
    expect(other.cloud.asked).toEqual([]);
  });

  it.each([
    ['another version', '/beta/things'],
    ['a user name', '//user:pass@127.0.0.1/v1.0/things'],
    ['no text', 17],
    ['no http', 'file:///etc/passwd'],
  ])('is refused where it goes on at %s', async (_, link) => {
    const r = rig();
    r.cloud.answer = () => ({
      body: { value: [], '@odata.nextLink': typeof link === 'string' && link.startsWith('/beta') ? `${r.cloud.url}${link}` : link },
    });
    expect((await ask(await r.open(), at('things'))).part.refused).toBe('malformed');
  });

  it('is not asked for by a cursor that leads out of the root', async () => {
    const r = rig();
    const session = await r.open();
    for (const cursor of ['@evil.example/x', 'https://evil.example/', '/../../arm', '/../beta/things']) {
      expect((await ask(session, at('things', {}, cursor))).part.refused, cursor).toBe('malformed');
    }
    expect(r.cloud.asked).toEqual([]);
  });

  it('loses what is secret at any depth, and keeps that it was there', async () => {
    const r = rig();
    r.cloud.answer = () => ({
      body: { value: [{ id: 1, hint: 'abc', passwordCredentials: [{ hint: null, secretText: { a: 'b' }, keyId: 'k' }] }] },
    });
    const { part, words } = await ask(await r.open(), at('things'));
    const dropped = { $dropped: 'secret' };
    expect(part.body).toEqual({
      value: [{ id: 1, hint: dropped, passwordCredentials: [{ hint: dropped, secretText: dropped, keyId: 'k' }] }],
    });
    expect(words).not.toContain('abc');
  });

  it('is unpacked where it comes in gzip', async () => {
    const r = rig();
    r.cloud.answer = () => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify({ value: ['é'] })) });
    expect((await ask(await r.open(), at('things'))).part.body).toEqual({ value: ['é'] });
  });

  it('tells of its exchange: times, the provider’s clock, status and number', async () => {
    const r = rig();
    r.cloud.answer = () => {
      r.now += 1500;
      return { headers: { date: 'Sun, 22 Nov 2026 00:00:09 GMT', 'request-id': 'rid-1' }, body: { value: [] } };
    };
    const { answer } = await ask(await r.open(), at('things'));
    expect(answer.wire).toEqual({
      sentAt: '2026-11-22T00:00:00.000Z',
      receivedAt: '2026-11-22T00:00:01.500Z',
      providerDate: '2026-11-22T00:00:09.000Z',
      requestId: 'rid-1',
      status: 200,
      raw: null,
    });
  });

  it('is asked for by POST where the call has a body', async () => {
    const r = rig();
    const { part } = await ask(await r.open(), at('by-ids', { ids: ['1'] }));
    expect(r.cloud.asked[0]).toMatchObject({ method: 'POST', body: '{"ids":["1"]}' });
    expect(r.cloud.asked[0]?.headers['content-type']).toBe('application/json');
    expect(part.refused).toBeUndefined();
  });
});

describe('what is no page', () => {
  it.each<[string, Said, string]>([
    ['an HTML page', { body: '<!DOCTYPE html><html>sign in' }, 'malformed'],
    ['an empty body', { body: '' }, 'malformed'],
    ['a list', { body: [1] }, 'malformed'],
    ['half of a JSON text', { body: '{"value":[1' }, 'malformed'],
    ['bytes that are no text', { body: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d) }, 'malformed'],
    ['a broken gzip', { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }, 'unreachable'],
    ['a connection that ends in the middle', { body: { value: ['0123456789'] }, cut: true }, 'unreachable'],
    ['a redirect', { status: 302, headers: { location: '/v1.0/elsewhere' } }, 'unreachable'],
    ['a gateway’s page', { status: 502, body: '<html>bad gateway</html>' }, 'unreachable'],
    ['403 without a word', { status: 403 }, 'denied'],
    ['403 of Graph', { status: 403, body: error('Authorization_RequestDenied') }, 'denied'],
    [
      '403 of PIM',
      { status: 403, body: error('UnknownError', '{"errorCode":"PermissionScopeNotGranted","message":"missing scope"}') },
      'denied',
    ],
    ['400 without a licence', { status: 400, body: error('AadPremiumLicenseRequired') }, 'not-licensed'],
    [
      '403 of a tenant without a licence',
      { status: 403, body: error('Authentication_RequestFromNonPremiumTenantOrB2CTenant') },
      'not-licensed',
    ],
    ['400 of a missing provider', { status: 400, body: error('MissingProvider') }, 'unsupported'],
    ['404', { status: 404, body: error('Request_ResourceNotFound') }, 'vanished'],
    ['an expired page token', { status: 400, body: error('Directory_ExpiredPageToken') }, 'vanished'],
    ['500', { status: 500, body: error('InternalServerError') }, 'unreachable'],
    ['503 with a wait', { status: 503, headers: { 'retry-after': '7' }, body: error('serviceNotAvailable') }, 'unreachable'],
    ['429', { status: 429, headers: { 'retry-after': '7' }, body: error('TooManyRequests') }, 'throttled'],
  ])('%s is refused', async (_, said, cause) => {
    const r = rig();
    r.cloud.answer = () => said;
    const { part } = await ask(await r.open(), at('things'));
    expect(part.refused).toBe(cause);
    expect(part.next).toBeNull();
    expect(r.cloud.asked).toHaveLength(1);
    if (said.headers?.['retry-after'] !== undefined) expect(part.retryAfterMs).toBe(7000);
  });

  it('keeps the provider’s code and words, and nothing that may be a secret', async () => {
    const r = rig();
    const token = tokenOf({ tid: tenant });
    const secret = 'abc8Q~0123456789abcdefghijklmnopqrstuvwx';
    r.cloud.answer = () => ({
      status: 403,
      body: error('Authorization_RequestDenied', `Bearer ${token} and ${secret} lack Group.Read.All`),
    });
    const { part, words } = await ask(await r.open(), at('things'));
    expect(part.body).toEqual({
      error: { code: 'Authorization_RequestDenied', message: 'Bearer [redacted] and [redacted] lack Group.Read.All' },
    });
    expect(words).not.toContain('request-id');
  });

  it('does not cut a long wait', async () => {
    const r = rig();
    r.cloud.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    expect((await ask(await r.open(), at('things'))).part.retryAfterMs).toBe(3_600_000);
  });

  it('is refused where it is larger than allowed, packed or not', async () => {
    const r = rig();
    const large = JSON.stringify({ value: ['x'.repeat(5000)] });
    const session = await r.open({ mostBytes: 1000 });
    r.cloud.answer = () => ({ body: large });
    expect((await ask(session, at('things'))).part.refused).toBe('malformed');
    r.cloud.answer = () => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(large) });
    expect((await ask(session, at('things'))).part.refused).toBe('malformed');
  });

  it('is refused where no byte comes for too long, and where nobody listens', async () => {
    const r = rig();
    r.cloud.answer = () => ({ silent: true });
    expect((await ask(await r.open({ idleMs: 50 }), at('things'))).words).toContain('ETIMEDOUT');
    const closed = await r.open({
      settings: { endpoints: { graph: 'http://127.0.0.1:1', arm: 'http://127.0.0.1:1', login: r.cloud.url } },
    });
    expect((await ask(closed, at('things'))).part.refused).toBe('unreachable');
  });

  it.each([
    ['an error of another name', error('UnknownError', 'no operation'), { code: 'UnknownError', message: 'no operation' }],
    ['a page', '<html><body>gone</body></html>', { code: '404', message: expect.stringContaining('it is an HTML page') as string }],
  ])('takes a status that is an answer with %s for it', async (_, body, told) => {
    const r = rig();
    r.cloud.answer = () => ({ status: 404, body });
    const some = calls.map((each) => (each.name === 'beta' ? { ...each, answerStatuses: [404] } : each));
    const session = await r.open({ calls: some });
    const { part } = await ask(session, at('beta'));
    expect([part.refused, part.body]).toEqual([undefined, { error: told }]);
    expect((await ask(session, at('things'))).part.refused).toBe('vanished');
  });

  it('is an answer where the call says so', async () => {
    const r = rig();
    r.cloud.answer = () => ({ status: 404, body: error('Request_ResourceNotFound', 'gone') });
    const { part } = await ask(await r.open(), at('members'));
    expect(part).toMatchObject({ next: null, body: { error: { code: 'Request_ResourceNotFound', message: 'gone' } } });
    expect(part.refused).toBeUndefined();
  });

  it('ends at once when the signal aborts', async () => {
    const r = rig();
    const stop = new AbortController();
    r.cloud.answer = () => {
      stop.abort(new Error('stop'));
      return { silent: true };
    };
    await expect(ask(await r.open(), at('things'), stop.signal)).rejects.toThrow();
  });
});

describe('what a session does not send', () => {
  it.each([
    ['a call that is not in the table', at('delete-everything')],
    ['a call of another surface', { task: { boundary: 'entra:x', surface: 'entra:others', args: { call: 'things' } }, cursor: null }],
    ['a task without a call', { task: { boundary: 'entra:x', surface: 'entra:things', args: null }, cursor: null }],
  ])('%s', async (_, question) => {
    const r = rig();
    expect((await ask(await r.open(), question)).part.refused).toBe('unsupported');
    expect(r.cloud.asked).toEqual([]);
    expect(r.cloud.signIns).toEqual([]);
  });

  it('a question about another tenant than its own', async () => {
    const r = rig();
    const session = await r.open();
    const other = '99999999-2222-4333-8444-555555555555';
    const { part, words } = await ask(session, at('things', {}, null, `entra:${other}`));
    expect(part.refused).toBe('denied');
    expect(words).toContain(other);
    expect(words).toContain(tenant);
    expect(r.cloud.asked).toEqual([]);
    expect((await ask(session, at('things', {}, null, 'entra:signed-in'))).part.refused).toBeUndefined();
  });
});

describe('Azure Resource Manager', () => {
  it('is asked with a token of its own, page by page by its links', async () => {
    const r = rig();
    const session = await r.open();
    r.cloud.answer = ({ url }) => ({
      body: {
        value: [url],
        ...(url.includes('skip') ? {} : { nextLink: `${r.cloud.url}/assignments?api-version=2022-04-01&$skipToken=abc` }),
      },
    });
    const path = 'assignments?api-version=2022-04-01';
    const first = await ask(session, at('assignments', { path }, null, 'azure:signed-in'));
    expect(first.part.body).toEqual({ value: [`/${path}`] });
    const second = await ask(session, at('assignments', { path }, first.part.next, 'azure:signed-in'));
    expect(second.part).toMatchObject({ next: null, body: { value: [`/${path}&$skipToken=abc`] } });
    expect(r.cloud.signIns.map((form) => form.get('scope'))).toEqual(['https://management.azure.com/.default']);
    expect(r.cloud.asked[0]?.headers['x-ms-throttle-priority']).toBeUndefined();
  });

  it('ends where its link is empty or null', async () => {
    const r = rig();
    const session = await r.open();
    for (const nextLink of ['', null]) {
      r.cloud.answer = () => ({ body: { value: [], nextLink } });
      expect((await ask(session, at('assignments'))).part).toMatchObject({ next: null, body: { value: [] } });
    }
  });

  it.each([
    ['AuthorizationFailed', 403, 'denied'],
    ['SubscriptionNotFound', 404, 'vanished'],
    ['NoRegisteredProviderFound', 400, 'unsupported'],
    ['InvalidAuthenticationTokenTenant', 403, 'denied'],
    ['SubscriptionRequestsThrottled', 429, 'throttled'],
    ['ServerTimeout', 504, 'unreachable'],
  ])('refuses with %s', async (code, status, cause) => {
    const r = rig();
    r.cloud.answer = () => ({ status, body: error(code) });
    expect((await ask(await r.open(), at('assignments'))).part.refused).toBe(cause);
  });
});

describe('Resource Graph', () => {
  it('goes on by its token, in the body', async () => {
    const r = rig();
    const session = await r.open();
    r.cloud.answer = ({ body }) => ({
      body: { data: [], totalRecords: 2, resultTruncated: 'false', ...(body.includes('skip') ? {} : { $skipToken: 'tok' }) },
    });
    const { part } = await ask(session, at('query', {}, null, 'azure:signed-in'));
    expect(part.next).toBe('tok');
    expect(part.body).toMatchObject({ data: [], totalRecords: 2 });
    expect((await ask(session, at('query', {}, 'tok', 'azure:signed-in'))).part.next).toBeNull();
    expect(r.cloud.asked.map(({ method, body }) => [method, JSON.parse(body)])).toMatchObject([
      ['POST', { options: { $top: 1000 } }],
      ['POST', { options: { $skipToken: 'tok' } }],
    ]);
  });

  it('keeps the rows of an answer that is cut short, with the word that it is', async () => {
    const r = rig();
    const body = { data: [1], totalRecords: 5000, resultTruncated: 'true' };
    r.cloud.answer = () => ({ body });
    const { part } = await ask(await r.open(), at('query'));
    expect(part.body).toEqual(body);
    expect(part.next).toBeNull();
  });

  it('is refused where its token is none', async () => {
    const r = rig();
    r.cloud.answer = () => ({ body: { data: [1], $skipToken: 7 } });
    expect((await ask(await r.open(), at('query'))).part.refused).toBe('malformed');
  });
});

describe('a limit that is near', () => {
  it.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    ['Graph at 0.8', { 'x-ms-throttle-limit-percentage': '0.8' }, 1000],
    ['Graph at 1.3', { 'x-ms-throttle-limit-percentage': '1.3' }, 6000],
    ['Graph at 0.7', { 'x-ms-throttle-limit-percentage': '0.7' }, undefined],
    ['few reads', { 'x-ms-ratelimit-remaining-subscription-reads': '9' }, 1000],
    ['few reads of the tenant', { 'x-ms-ratelimit-remaining-tenant-reads': '0' }, 1000],
    ['reads enough', { 'x-ms-ratelimit-remaining-subscription-reads': '10' }, undefined],
    ['no query left', { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:04' }, 4000],
    ['no query left, for ever', { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '99:00:00' }, 60_000],
    ['a query left', { 'x-ms-user-quota-remaining': '1', 'x-ms-user-quota-resets-after': '00:00:04' }, undefined],
    ['nonsense', { 'x-ms-throttle-limit-percentage': 'NaN', 'x-ms-ratelimit-remaining-subscription-reads': '' }, undefined],
  ])('is told: %s', async (_, headers, wait) => {
    const r = rig();
    r.cloud.answer = () => ({ headers, body: { value: [] } });
    const { answer } = await ask(await r.open(), at('things'));
    expect(answer.slowDownMs).toBe(wait);
    expect(answer.parts[0].refused).toBeUndefined();
  });
});

describe('who we are', () => {
  it('is told by our own token, to a task that asks for it', async () => {
    const r = rig();
    const session = await r.open();
    const told = { tenant, object: 'oid', application: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', roles: ['A', 'B'], scopes: [] };
    expect(await session.caller()).toEqual(told);
    expect((await session.read([at('caller')], never)).parts[0].body).toEqual(told);
    expect(r.cloud.asked).toEqual([]);
  });
});
