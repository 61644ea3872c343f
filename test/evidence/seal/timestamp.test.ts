import { describe, expect, it } from 'vitest';
import type { Post } from '../../../src/evidence/seal/post.ts';
import { requestTimestamp, timestampRequest } from '../../../src/evidence/seal/timestamp.ts';
import { answerOf, issue, pemOfCert, refusal, timeStamping, tokenOf } from '../support/authority.ts';

const root = issue({ name: 'Root', authority: true });
const signer = issue({ name: 'Stamps', issuer: root, purposes: [timeStamping] });
const message = Buffer.from('hello');
const nonce = Buffer.from('00ff00112233', 'hex');
const url = 'https://tsa.example/';

function answering(body: Uint8Array, status = 200, contentType: string | null = 'application/timestamp-reply'): Post {
  return () => Promise.resolve({ status, contentType, body });
}

describe('a request for a time stamp', () => {
  it('is the vector', () => {
    expect(Buffer.from(timestampRequest(message, null)).toString('hex')).toBe(
      '30390201013031300d0609608648016503040201050004202cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b98240101ff',
    );
  });
  it('has its nonce as a number above zero', () => {
    expect(Buffer.from(timestampRequest(message, Buffer.from('80', 'hex'))).toString('hex')).toContain('98240202008001');
    expect(Buffer.from(timestampRequest(message, Buffer.from('0007', 'hex'))).toString('hex')).toContain('98240201070101ff');
  });
});

describe('asking an authority', () => {
  it('hands out what it answered, checked', async () => {
    const seen: unknown[] = [];
    const answer = answerOf(tokenOf({ signer, message, nonce }));
    const post: Post = (to, contentType, body) => {
      seen.push(to, contentType, Buffer.from(body).equals(timestampRequest(message, nonce)));
      return answering(answer)(to, contentType, body);
    };
    const stamped = await requestTimestamp(post, url, message, nonce, pemOfCert(root));
    expect(stamped).toMatchObject({ token: answer, stamped: { by: 'Stamps', authority: 'named' } });
    expect(seen).toEqual([url, 'application/timestamp-query', true]);
  });
  it.each([
    ['an error', answering(Buffer.from('no'), 500), 'refused'],
    ['a page', answering(Buffer.from('<html>'), 200, 'text/html'), 'malformed'],
    ['no type', answering(Buffer.from('x'), 200, null), 'malformed'],
    ['rubbish', answering(Buffer.from('x')), 'malformed'],
    ['a refusal', answering(refusal(2)), 'refused'],
    ['an old answer', answering(answerOf(tokenOf({ signer, message, nonce: Buffer.of(1) }))), 'mismatch'],
    ['an answer without the nonce', answering(answerOf(tokenOf({ signer, message }))), 'mismatch'],
    ['a stamp of other bytes', answering(answerOf(tokenOf({ signer, message: Buffer.from('x'), nonce }))), 'mismatch'],
    ['nothing', () => Promise.reject(new Error('connection refused')), 'unreachable'],
  ] as const)('that answers %s fails by its own code', async (_, post, code) => {
    await expect(requestTimestamp(post, url, message, nonce)).rejects.toMatchObject({ code });
  });
  it('of a stranger fails where one is named', async () => {
    const post = answering(answerOf(tokenOf({ signer, message, nonce })));
    const stranger = pemOfCert(issue({ name: 'Root', authority: true }));
    await expect(requestTimestamp(post, url, message, nonce, stranger)).rejects.toMatchObject({ code: 'malformed' });
    expect((await requestTimestamp(post, url, message, nonce)).stamped.authority).toBe('not-named');
  });
});
