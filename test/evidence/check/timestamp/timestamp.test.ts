import { describe, expect, it } from 'vitest';
import type { TimestampQuestion } from '../../../../src/evidence/check/timestamp/check.ts';
import { checkTimestamp } from '../../../../src/evidence/check/timestamp/check.ts';
import { der, derOid } from '../../../../src/evidence/envelope/der.ts';
import type { TokenWish } from '../../support/authority.ts';
import { answerOf, extension, issue, pemOfCert, refusal, timeStamping, tokenOf } from '../../support/authority.ts';
import { p256 } from '../../support/keys.ts';
import { runs } from '../../../support/runs.ts';

const message = Buffer.from('example.com/log\n5\nAAAA\n');
const nonce = Buffer.from('8000000000000001', 'hex');
const root = issue({ name: 'Root', authority: true, serial: 1 });
const middle = issue({ name: 'Middle', issuer: root, authority: true, serial: 2, pathLength: 0 });
const signer = issue({ name: 'Stamps', issuer: middle, purposes: [timeStamping], serial: 3 });
const authorities = pemOfCert(root);

function asked(wish: Partial<TokenWish> = {}, question: Partial<TimestampQuestion> = {}) {
  return checkTimestamp({ token: tokenOf({ signer, others: [middle], message, ...wish }), message, authorities, ...question });
}
function codes(result: { readonly holds: boolean; readonly faults?: readonly { readonly code: string }[] }): readonly string[] {
  return result.faults?.map(({ code }) => code) ?? [];
}

describe('a time stamp', () => {
  it('says when, by whom and how exactly', () => {
    expect(asked({ nonce, accuracy: [1, 2, 3] }, { nonce, policies: ['1.3.6.1.4.1.99999.1'] })).toMatchObject({
      holds: true,
      value: {
        at: '2026-01-01T12:00:00.000Z',
        accuracyMs: 1003,
        by: 'Stamps',
        policy: '1.3.6.1.4.1.99999.1',
        serial: '2a',
        authority: 'named',
      },
    });
  });
  it.each([
    [[null, 5, null], 5],
    [[null, null, 1], 1],
    [[2, null, null], 2000],
  ] as const)('tells accuracy by any of its parts: %j', (accuracy, accuracyMs) => {
    expect(asked({ accuracy })).toMatchObject({ holds: true, value: { accuracyMs } });
  });
  it('without accuracy says so', () => {
    expect(asked()).toMatchObject({ holds: true, value: { accuracyMs: null } });
  });
  it('is taken within an answer and without', () => {
    expect(checkTimestamp({ token: answerOf(tokenOf({ signer, others: [middle], message })), message, authorities }).holds).toBe(true);
  });
  it('keeps the fraction of a second', () => {
    expect(asked({ at: '20260101120000.25Z' })).toMatchObject({ holds: true, value: { at: '2026-01-01T12:00:00.250Z' } });
  });
  it('holds in itself where nobody named an authority, and says that', () => {
    expect(checkTimestamp({ token: tokenOf({ signer, message }), message })).toMatchObject({
      holds: true,
      value: { authority: 'not-named' },
    });
  });
  it('is of other bytes', () => {
    expect(codes(asked({}, { message: Buffer.from('other') }))).toEqual(['imprint']);
  });
  it('answers another question', () => {
    expect(codes(asked({ nonce }, { nonce: Buffer.from('01', 'hex') }))).toEqual(['nonce']);
    expect(codes(asked({}, { nonce }))).toEqual(['nonce']);
  });
  it('was made under another policy', () => {
    expect(codes(asked({}, { policies: ['1.2.3'] }))).toEqual(['policy']);
  });
  it('tells all that is wrong at once', () => {
    expect(codes(asked({ signedBy: p256() }, { message: Buffer.from('other'), nonce, policies: [] }))).toEqual([
      'imprint',
      'nonce',
      'policy',
      'signature',
    ]);
  });
  it('was refused', () => {
    expect(codes(checkTimestamp({ token: refusal(2), message }))).toEqual(['not-granted']);
  });
  it('is signed by a key that is not that of its certificate', () => {
    expect(codes(asked({ signedBy: p256() }))).toEqual(['signature']);
  });
  it('is over something that is no time stamp', () => {
    expect(codes(asked({ contentType: '1.2.840.113549.1.7.1' }))).toEqual(['signature']);
  });
  it('names no certificate, or another one', () => {
    expect(codes(asked({ named: null }))).toEqual(['certificate']);
    expect(codes(asked({ named: middle }))).toEqual(['certificate']);
    expect(codes(asked({ withoutCertificates: true }))).toEqual(['certificate']);
    expect(asked({ oldNaming: true }).holds).toBe(true);
    expect(codes(asked({ oldNaming: true, named: middle }))).toEqual(['certificate']);
  });
  it('holds something critical that nobody knows', () => {
    expect(codes(asked({ more: der(0xa1, extension('1.2.3.4', true, der(0x05))) }))).toEqual(['malformed']);
    expect(asked({ more: der(0xa1, extension('1.2.3.4', false, der(0x05))) }).holds).toBe(true);
  });
});

describe('who signed a time stamp', () => {
  const by = (wish: Parameters<typeof issue>[0], others = [middle]) => codes(asked({ signer: issue({ issuer: middle, ...wish }), others }));
  it('must be made out for that alone, and critically', () => {
    expect(by({ name: 'S', purposes: [timeStamping] })).toEqual([]);
    expect(by({ name: 'S' })).toEqual(['purpose']);
    expect(by({ name: 'S', purposes: [timeStamping], loosePurposes: true })).toEqual(['purpose']);
    expect(by({ name: 'S', purposes: [timeStamping, '1.3.6.1.5.5.7.3.3'] })).toEqual(['purpose']);
    expect(by({ name: 'S', purposes: ['1.3.6.1.5.5.7.3.3'] })).toEqual(['purpose']);
    expect(by({ name: 'S', purposes: [timeStamping], usage: 0xa0 })).toEqual(['purpose']);
  });
  it('must be known through authorities alone', () => {
    const stranger = issue({ name: 'Root', authority: true });
    expect(codes(asked({}, { authorities: pemOfCert(stranger) }))).toEqual(['chain']);
    expect(codes(asked({ others: [] }))).toEqual(['chain']);
    const forged = issue({ name: 'Middle', issuer: { ...root, key: p256() }, authority: true, key: middle.key });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: forged }, [forged])).toEqual(['chain']);
  });
  it('may not have been made by whoever may make no certificates', () => {
    const leaf = issue({ name: 'Leaf', issuer: root });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: leaf }, [leaf])).toEqual(['chain']);
    const unfit = issue({ name: 'Unfit', issuer: root, authority: true, usage: 0x80 });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: unfit }, [unfit])).toEqual(['chain']);
    const web = issue({ name: 'Web', issuer: root, authority: true, purposes: ['1.3.6.1.5.5.7.3.1'] });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: web }, [web])).toEqual(['chain']);
    const below = issue({ name: 'Below', issuer: middle, authority: true });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: below }, [middle, below])).toEqual(['chain']);
    const odd = issue({ name: 'Odd', issuer: root, authority: true, extra: extension('2.5.29.30', true, der(0x30)) });
    expect(by({ name: 'S', purposes: [timeStamping], issuer: odd }, [odd])).toEqual(['chain']);
  });
  it('must have been valid then, and need not be now', () => {
    const old = issue({ name: 'Old', issuer: middle, purposes: [timeStamping], to: '20260101120001Z' });
    expect(asked({ signer: old }).holds).toBe(true);
    expect(codes(asked({ signer: old, at: '20260101120002Z' }))).toEqual(['chain']);
    const young = issue({ name: 'Young', issuer: middle, purposes: [timeStamping], from: '20260101120001Z' });
    expect(codes(asked({ signer: young }))).toEqual(['chain']);
    const late = issue({ name: 'Late', authority: true, to: '20251231000000Z' });
    const under = issue({ name: 'S', issuer: late, purposes: [timeStamping] });
    expect(codes(asked({ signer: under, others: [] }, { authorities: pemOfCert(late) }))).toEqual(['chain']);
  });
  it('may be trusted by itself', () => {
    expect(asked({ others: [] }, { authorities: pemOfCert(signer) }).holds).toBe(true);
  });
  it('is asked of authorities that are certificates', () => {
    for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])
      expect(codes(asked({}, { authorities: text }))).toEqual(['authorities']);
  });
  it('does not make the search for a path long', () => {
    const ring = Array.from({ length: 30 }, (_, serial) => issue({ name: 'Ring', serial, authority: true, key: middle.key }));
    const start = performance.now();
    expect(by({ name: 'S', purposes: [timeStamping], issuer: ring[0]! }, ring)).toEqual(['chain']);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('a changed token', () => {
  const token = tokenOf({ signer, others: [middle], message, nonce, accuracy: [1, null, null] });
  const question = { message, nonce, authorities };
  it('is refused, or says the same by the same', () => {
    const said = JSON.stringify(checkTimestamp({ ...question, token }));
    let refused = 0;
    let tried = 0;
    // in the deep tier every byte
    const stride = runs(1, 100) > 1 ? 1 : 7;
    for (let at = 0; at < token.length; at += stride) {
      tried++;
      const changed = Uint8Array.from(token);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const answer = checkTimestamp({ ...question, token: changed });
      if (answer.holds) expect(JSON.stringify(answer), `byte ${at}`).toBe(said);
      else refused++;
    }
    // what is not signed: the list of digests and names beside it
    expect(refused / tried).toBeGreaterThan(0.97);
  });
  it('of any length breaks nothing', () => {
    for (let length = 0; length < token.length; length += 7)
      expect(checkTimestamp({ ...question, token: token.subarray(0, length) }).holds).toBe(false);
    expect(codes(checkTimestamp({ ...question, token: Buffer.concat([token, Buffer.of(0)]) }))).toEqual(['malformed']);
    const deep = Buffer.from('3080'.repeat(20_000), 'hex');
    expect(codes(checkTimestamp({ ...question, token: deep }))).toEqual(['malformed']);
    expect(codes(checkTimestamp({ ...question, token: der(0x30, derOid('1.2.840.113549.1.7.2')) }))).toEqual(['malformed']);
    expect(codes(checkTimestamp({ ...question, token: new Uint8Array(2_000_000) }))).toEqual(['malformed']);
  });
});
