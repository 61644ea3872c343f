import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { restEndpoint } from '../../../../connectors/aws/live/endpoint.ts';
import type { Asked, Said } from '../support/server.ts';
import { assumed, json } from '../support/server.ts';
import { ask, other, rigs } from './support.ts';

const rig = rigs();
const anchors = { surface: 'roles-anywhere', args: { call: 'ListTrustAnchors', region: 'eu-west-1' } };
const entitlements = {
  surface: 'account-access',
  args: { call: 'ListEntitlements', application: 'arn:aws:account-access:::a/b c', region: 'eu-west-1' },
};
const refused = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Said => ({
  status,
  xml: body,
  type: 'application/json',
  headers,
});

describe('a service without an SDK package', () => {
  it('is asked with a signature that AWS can check, in the region of the task', async () => {
    const it = rig();
    await it.start(({ request }) =>
      json(request.method === 'GET' ? { trustAnchors: [{ name: 'a' }], nextToken: 'n 1/&' } : { entitlements: [] }),
    );
    const session = await it.open();
    const first = await ask(session, anchors);
    expect(first.part).toMatchObject({ next: 'n 1/&', body: { trustAnchors: [{ name: 'a' }] } });
    await ask(session, { ...anchors, cursor: first.part.next });
    await ask(session, entitlements);
    await ask(session, { surface: 'mwaa-environments', args: { call: 'GetEnvironment', environment: 'etl', region: 'eu-west-1' } });
    const [, one, two, three, four] = it.stub.asked;
    expect([one?.action, two?.query.get('nextToken'), one?.query.get('pageSize')]).toEqual(['GET /trustanchors', 'n 1/&', '100']);
    expect(three).toMatchObject({
      action: 'POST /entitlements-list',
      service: 'account-access',
      input: { applicationArn: 'arn:aws:account-access:::a/b c', filter: {} },
    });
    // signed for another name than that of its endpoints' overrides
    expect(four).toMatchObject({ action: 'GET /environments/etl', service: 'airflow' });
    for (const asked of [one, two, three, four]) {
      expect(asked).toMatchObject({ region: 'eu-west-1', key: 'AKIDHUB' });
      if (asked !== undefined)
        expect(signatureOf(asked, 'example')).toBe(/Signature=([0-9a-f]+)/.exec(asked.request.headers.authorization ?? '')?.[1]);
    }
  });

  it('is asked with a session of the role in another account', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAONE') : json({ trustAnchors: [] })));
    await ask(await it.open({ role: 'vestige' }), { ...anchors, of: other });
    const asked = it.stub.asked.at(-1);
    expect(asked).toMatchObject({ key: 'ASIAONE', request: { headers: { 'x-amz-security-token': 'token' } } });
    if (asked !== undefined)
      expect(signatureOf(asked, 'secret')).toBe(/Signature=([0-9a-f]+)/.exec(asked.request.headers.authorization ?? '')?.[1]);
  });

  it.each([
    [refused(403, '{"message":"no"}', { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/' }), 'denied'],
    [refused(403, '{"__type":"com.amazon#AccessDeniedException"}'), 'denied'],
    [refused(429, '{"code":"ThrottlingException"}'), 'throttled'],
    [refused(403, '{"__type":"ExpiredTokenException"}'), 'expired-credentials'],
    [refused(500, '{"__type":"InternalServerException"}'), 'unreachable'],
    [refused(403, '{"message":"Missing Authentication Token"}'), 'unsupported'],
    [refused(404, '<html></html>'), 'unsupported'],
    [refused(200, '<html></html>'), 'unsupported'],
    [refused(200, '{"trustAnchors":[{}'), 'unreachable'],
    [refused(200, '{"trustAnchors":[}'), 'unreachable'],
    [refused(200, '[]'), 'unsupported'],
    [refused(0, ''), 'unreachable'],
  ] as const)('that answers %j is refused as %s', async (said, cause) => {
    const it = rig();
    await it.start(() => said);
    const { part, answer } = await ask(await it.open(), anchors);
    expect(part.refused).toBe(cause);
    expect(answer.wire.status).toBe(said.status === 0 ? null : said.status);
  });

  it('is found in each partition, or where the environment says', () => {
    const at = (...args: Parameters<typeof restEndpoint>): string => restEndpoint(...args).href;
    expect(at('rolesanywhere', 'eu-west-1', 'aws', {})).toBe('https://rolesanywhere.eu-west-1.amazonaws.com/');
    expect(at('mwaa', 'eu-west-1', 'aws', {})).toBe('https://api.airflow.eu-west-1.amazonaws.com/');
    expect(at('mwaa', 'cn-north-1', 'aws-cn', {})).toBe('https://api.airflow.cn-north-1.amazonaws.com.cn/');
    expect(at('mwaa', 'eu-west-1', 'aws', { AWS_ENDPOINT_URL_MWAA: 'https://inside.example' })).toBe('https://inside.example/');
    expect(at('rolesanywhere', 'us-gov-west-1', 'aws-us-gov', {})).toBe('https://rolesanywhere.us-gov-west-1.amazonaws.com/');
    expect(at('rolesanywhere', 'cn-north-1', 'aws-cn', {})).toBe('https://rolesanywhere.cn-north-1.amazonaws.com.cn/');
    expect(at('account-access', 'eu-west-1', 'aws', {})).toBe('https://account-access.eu-west-1.api.aws/');
    const both = { AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_ACCOUNT_ACCESS: 'http://own:2/x' };
    expect(at('account-access', 'eu-west-1', 'aws', both)).toBe('http://own:2/x');
    expect(at('rolesanywhere', 'eu-west-1', 'aws', both)).toBe('http://all:1/');
    expect(at('rolesanywhere', 'eu-west-1', 'aws', { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toContain('amazonaws');
    expect(() => restEndpoint('rolesanywhere', 'eu-west-1', 'aws', { AWS_ENDPOINT_URL: 'file:///x' })).toThrow();
  });
});

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature Version 4 as the IAM user guide derives it ("Create a signed AWS API request"). */
function signatureOf({ request, query, region, service }: Asked, secret: string): string {
  const { authorization = '' } = request.headers;
  const signed = (/SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '').split(';');
  const headers = signed.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const sorted = [...query].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort();
  const path = new URL(request.url, 'http://stub').pathname.split('/').map(escaped).join('/');
  const canonical = [request.method, path, sorted.join('&'), headers, signed.join(';'), hash(request.text)].join('\n');
  const time = String(request.headers['x-amz-date']);
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, time.slice(0, 8)), region), service), 'aws4_request');
  return hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`).toString('hex');
}
