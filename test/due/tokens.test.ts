import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepare, type Prepared } from '../../src/due/import.ts';
import { tokenTrust, type TokenTrust } from '../../src/due/tokens/keys.ts';
import { subjectKeys } from '../../src/due/tokens/subject.ts';
import { tokenReader } from '../../src/due/tokens/token-rows.ts';
import type { Json } from '../../src/base/json.ts';
import { briefly, eventsOf, fileOf, nothingSaid, now } from './support.ts';

const issuer = 'https://idp.acme.example';
const audience = 'https://vestige.acme.example';
const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const risc = 'https://schemas.openid.net/secevent/risc/event-type/';
const ada = { format: 'email', email: 'ada@acme.example' };
const seconds = now / 1000 - 3600;

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let key: Key;
let other: Key;
let jwks: string;
let trust: TokenTrust;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  other = (await generateKeyPair('ES256')).privateKey;
  jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] });
  trust = tokenTrust('jwks.json', jwks, [issuer], [audience]);
});

interface Made {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: { readonly alg?: string; readonly typ?: string; readonly kid?: string };
  readonly by?: Key | Uint8Array;
}

function token(events: Readonly<Record<string, object>>, { claims = {}, header = {}, by = key }: Made = {}): Promise<string> {
  const payload = { iss: issuer, aud: audience, iat: seconds, jti: 'j-1', sub_id: ada, events, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', typ: 'secevent+jwt', kid: 'k1', ...header })
    .sign(by);
}

async function read(...tokens: readonly string[]): Promise<Prepared> {
  const file = fileOf(`${tokens.join('\n')}\n`, 'events.jwt', 100);
  return prepare(file, await tokenReader(file, 'signals', trust, now), nothingSaid, now);
}

async function whyNot(text: string): Promise<string> {
  const made = await read(text);
  expect(eventsOf(made)).toEqual([]);
  expect(made.manifest.badRows).toBe(1);
  return made.manifest.bad[0]?.why ?? '';
}

describe('a security event token', () => {
  it('that is signed and meant for us becomes an event', async () => {
    const made = await read(
      await token(
        {
          [`${caep}session-revoked`]: {
            event_timestamp: seconds - 60,
            initiating_entity: 'admin',
            reason_admin: { de: 'Austritt', en: 'left' },
          },
        },
        { claims: { txn: 't-1' } },
      ),
    );
    expect(made.manifest).toMatchObject({
      system: 'signals',
      sourceKind: 'signal',
      rows: 1,
      events: 1,
      badRows: 0,
      mapping: { name: 'security-event-tokens' },
    });
    expect(eventsOf(made)).toEqual([
      expect.objectContaining({
        id: `${issuer}|j-1|session-revoked`,
        type: 'session-revoked',
        at: '2026-11-22T04:59:00.000Z',
        arrivedAt: '2026-11-22T05:00:00.000Z',
        about: [{ kind: 'mail', value: 'ada@acme.example' }],
        by: 'person',
        what: 'session',
        justification: 'left',
        correlation: 't-1',
        sourceKind: 'signal',
      }),
    ]);
  });

  it('that was told before is one event', async () => {
    const one = await token({ [`${risc}account-disabled`]: {} });
    expect((await read(one, one)).manifest).toMatchObject({ rows: 2, events: 1, duplicates: 1, badRows: 0 });
  });

  it('that has the id of another is not believed, nor is the other', async () => {
    const [a, b] = await Promise.all([
      token({ [`${risc}account-disabled`]: {} }),
      token({ [`${risc}account-disabled`]: {} }, { claims: { sub_id: { ...ada, email: 'eve@acme.example' } } }),
    ]);
    expect((await read(a, b)).manifest).toMatchObject({ rows: 2, events: 0, badRows: 2 });
  });

  const refused: readonly (readonly [string, Made, string])[] = [
    ['of another type', { header: { typ: 'JWT' } }, 'typ'],
    ['of an issuer that nobody named', { claims: { iss: 'https://evil.example' } }, 'iss'],
    ['for somebody else', { claims: { aud: 'https://other.example' } }, 'meant for'],
    ['without an id', { claims: { jti: undefined } }, 'jti'],
    ['without its time', { claims: { iat: undefined } }, 'iat'],
    ['of the future', { claims: { iat: seconds + 86_400 } }, 'future'],
    ['that is over', { claims: { exp: seconds - 1 } }, 'exp'],
    ['without events', { claims: { events: {} } }, 'events'],
    ['about nobody in a format that is known', { claims: { sub_id: { format: 'tattoo', ink: 'x' } } }, 'tattoo'],
  ];
  it.each(refused)('%s is refused', async (_, made, why) => {
    expect(await whyNot(await token({ [`${risc}account-disabled`]: {} }, made))).toContain(why);
  });

  it('that tells of something unknown is refused', async () => {
    for (const type of ['https://example.com/event/new-thing', 'constructor'])
      expect(await whyNot(await token({ [type]: {} }))).toContain('not known');
  });

  it('signed by another key, with a shared one, or not at all is refused', async () => {
    const events = { [`${risc}account-disabled`]: {} };
    expect(await whyNot(await token(events, { by: other }))).toContain('cannot be believed');
    expect(await whyNot(await token(events, { header: { alg: 'HS256' }, by: new TextEncoder().encode(jwks) }))).toContain('alg');
    const [, payload] = (await token(events)).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'secevent+jwt' })).toString('base64url');
    expect(await whyNot(`${none}.${String(payload)}.`)).toContain('cannot be believed');
    const whole = await token(events);
    const forged = Buffer.from(JSON.stringify({ iss: issuer, aud: audience, iat: seconds, jti: 'j-2', sub_id: ada, events })).toString(
      'base64url',
    );
    expect(await whyNot([whole.split('.')[0], forged, whole.split('.')[2]].join('.'))).toContain('cannot be believed');
    expect(await whyNot('not a token at all')).toContain('cannot be believed');
  });

  it('that is bad does not spoil those beside it', async () => {
    const made = await read('x.y.z', await token({ [`${risc}account-purged`]: {} }));
    expect(made.manifest).toMatchObject({ rows: 2, events: 1, badRows: 1, bad: [{ at: 'events.jwt:1' }] });
  });

  const meanings: readonly (readonly [string, object, string | null])[] = [
    [`${caep}credential-change`, { change_type: 'revoke', credential_type: 'fido2-roaming' }, 'credential-revoked'],
    [`${caep}credential-change`, { change_type: 'create', credential_type: 'password' }, 'credential-issued'],
    [`${caep}credential-change`, { change_type: 'update', credential_type: 'password' }, 'signal'],
    [`${caep}device-compliance-change`, { previous_status: 'compliant', current_status: 'not-compliant' }, 'signal'],
    [`${caep}device-compliance-change`, { previous_status: 'not-compliant', current_status: 'compliant' }, null],
    [`${caep}assurance-level-change`, { change_direction: 'decrease' }, 'signal'],
    [`${caep}assurance-level-change`, { change_direction: 'increase' }, null],
    [`${caep}session-presented`, {}, 'used'],
    [`${risc}account-enabled`, {}, 'account-enabled'],
    [`${risc}credential-compromise`, { credential_type: 'password' }, 'signal'],
    [`${risc}opt-in`, {}, null],
    ['urn:ietf:params:SCIM:event:prov:deactivate', {}, 'account-disabled'],
    ['urn:ietf:params:scim:event:prov:delete', {}, 'account-deleted'],
    ['urn:ietf:params:scim:event:prov:patch:notice', {}, null],
  ];
  it.each(meanings)('of %s %j means %s', async (type, event, meaning) => {
    const made = await read(await token({ [type]: event }));
    expect(made.manifest.badRows).toBe(0);
    expect(eventsOf(made).map((each) => each.type)).toEqual(meaning === null ? [] : [meaning]);
    expect(made.manifest.ignored).toBe(meaning === null ? 1 : 0);
  });

  it('of SCIM about a group says nothing of an account', async () => {
    const sub_id = { format: 'scim', uri: '/Groups/7' };
    expect((await read(await token({ 'urn:ietf:params:scim:event:prov:delete': {} }, { claims: { sub_id } }))).manifest).toMatchObject({
      events: 0,
      ignored: 1,
    });
  });

  it('of an older transmitter names its subject in the event', async () => {
    const subject = { subject_type: 'iss-sub', iss: issuer, sub: 'u-1' };
    const made = await read(await token({ [`${risc}account-disabled`]: { subject } }, { claims: { sub_id: undefined } }));
    expect(briefly(eventsOf(made))[0]).toContain(`token-subject=${issuer}|u-1`);
  });
});

describe('a subject identifier', () => {
  it.each<[Json, readonly string[]]>([
    [{ format: 'account', uri: 'acct:ada@acme.example' }, ['account ada@acme.example']],
    [{ format: 'opaque', id: '1122' }, ['opaque 1122']],
    [{ format: 'phone_number', phone_number: '+12065550100' }, ['phone-number +12065550100']],
    [{ format: 'iss_sub', iss: 'https://a', sub: 's' }, ['token-subject https://a|s']],
    [{ format: 'scim', uri: '/Users/4', externalId: 'e4' }, ['scim-uri /Users/4', 'external-id e4']],
    [{ format: 'aliases', identifiers: [ada, { format: 'opaque', id: '1' }] }, ['mail ada@acme.example', 'opaque 1']],
    [{ format: 'complex', user: ada, device: { format: 'opaque', id: 'laptop' } }, ['mail ada@acme.example']],
    [{ user: ada, session: { format: 'opaque', id: 'dMTlD' } }, ['mail ada@acme.example']],
    [{ format: 'complex', device: { format: 'opaque', id: 'laptop' } }, []],
  ])('%j gives %j', (subject, keys) => {
    expect(subjectKeys(subject).map(({ kind, value }) => `${kind} ${value}`)).toEqual(keys);
  });

  it.each<[string, Json]>([
    ['that is a text', 'ada@acme.example'],
    ['without a format', { email: 'ada@acme.example' }],
    ['without what its format needs', { format: 'email' }],
    ['of aliases inside aliases', { format: 'aliases', identifiers: [{ format: 'aliases', identifiers: [] }] }],
    ['with what cannot be seen', { format: 'email', email: 'ada\u202e@acme.example' }],
    ['of an inherited format', { format: 'constructor' }],
  ])('%s gives nobody', (_, subject) => {
    expect(() => subjectKeys(subject)).toThrow(expect.objectContaining({ code: 'bad-row' }));
  });
});

describe('the keys of an issuer', () => {
  it.each([
    ['no JSON', 'x', [issuer]],
    ['no keys', '{"keys":[]}', [issuer]],
    ['a private key', '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d"}]}', [issuer]],
    ['a shared key', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', [issuer]],
    ['no issuer', '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y"}]}', []],
  ])('with %s are refused', (_, text, issuers) => {
    expect(() => tokenTrust('jwks.json', text, issuers, [])).toThrow(expect.objectContaining({ code: 'bad-keys' }));
  });
});
