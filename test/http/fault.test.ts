import { describe, expect, it } from 'vitest';
import { classifyFault, FaultError } from '../../src/http/fault.ts';

describe('classifyFault', () => {
  it.each([
    [null, {}, null, 'unreachable', 'server'],
    [200, {}, null, 'malformed', 'no'],
    [302, {}, null, 'unreachable', 'no'],
    [400, {}, null, 'unsupported', 'no'],
    [401, {}, null, 'expired-credentials', 'no'],
    [402, {}, null, 'not-licensed', 'no'],
    [403, {}, null, 'denied', 'no'],
    [404, {}, null, 'vanished', 'no'],
    [407, {}, null, 'unreachable', 'no'],
    [408, {}, null, 'unreachable', 'server'],
    [410, {}, null, 'vanished', 'no'],
    [429, {}, null, 'throttled', 'throttle'],
    [451, {}, null, 'denied', 'no'],
    [500, {}, null, 'unreachable', 'server'],
    [501, {}, null, 'unsupported', 'no'],
    [503, {}, null, 'unreachable', 'server'],
  ] as const)('status %s %o %s is %s, retry %s', (status, headers, code, cause, retry) => {
    expect(classifyFault(status, headers, code)).toEqual({ cause, retry, retryAfterMs: null });
  });

  it('believes the provider code before the status', () => {
    expect(classifyFault(400, {}, 'Throttling')).toMatchObject({ cause: 'throttled', retry: 'throttle' });
    expect(classifyFault(403, {}, 'ExpiredToken')).toMatchObject({ cause: 'expired-credentials', retry: 'no' });
    expect(classifyFault(403, {}, 'InvalidClientTokenId')).toMatchObject({ cause: 'expired-credentials' });
    expect(classifyFault(503, {}, 'SlowDown')).toMatchObject({ cause: 'throttled' });
    expect(classifyFault(200, {}, 'ratelimited')).toMatchObject({ cause: 'throttled' });
    expect(classifyFault(403, {}, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')).toMatchObject({ cause: 'not-licensed' });
    expect(classifyFault(400, {}, 'accessdenied')).toMatchObject({ cause: 'denied' });
    expect(classifyFault(403, {}, 'SomethingNew')).toMatchObject({ cause: 'denied' });
  });

  it('takes a spent quota sent as 403 for throttling', () => {
    expect(classifyFault(403, { 'X-RateLimit-Remaining': '0' })).toMatchObject({ cause: 'throttled' });
    expect(classifyFault(403, { 'x-ratelimit-remaining': '12' })).toMatchObject({ cause: 'denied' });
    expect(classifyFault(403, { 'Retry-After': '60' })).toEqual({ cause: 'throttled', retry: 'throttle', retryAfterMs: 60_000 });
    expect(classifyFault(503, { 'retry-after': ['5'] })).toEqual({ cause: 'throttled', retry: 'throttle', retryAfterMs: 5000 });
  });

  it('counts a Retry-After date from the Date of the response, not from our clock', () => {
    const headers = { Date: 'Sun, 06 Nov 1994 08:49:37 GMT', 'Retry-After': 'Sun, 06 Nov 1994 08:50:37 GMT' };
    expect(classifyFault(429, headers, null, Date.UTC(2026, 0, 1)).retryAfterMs).toBe(60_000);
    expect(classifyFault(429, { 'Retry-After': headers['Retry-After'] }, null, Date.UTC(1994, 10, 6, 8, 50, 0)).retryAfterMs).toBe(37_000);
  });

  it('carries the cause as the code of an error', () => {
    expect(new FaultError('cannot reach x', classifyFault(null)).code).toBe('unreachable');
  });
});
