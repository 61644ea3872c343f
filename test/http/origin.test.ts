import { describe, expect, it } from 'vitest';
import { OriginError, samePage } from '../../src/http/origin.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof OriginError) return error.code;
    throw error;
  }
  return 'followed';
}

describe('samePage', () => {
  it('follows a link to the origin it stands on, absolute or relative', () => {
    expect(samePage('https://api.example.com/users', 'https://api.example.com/users?page=2')).toBe('https://api.example.com/users?page=2');
    expect(samePage('https://api.example.com/v1/users', '?page=2')).toBe('https://api.example.com/v1/users?page=2');
    expect(samePage('https://api.example.com/v1/users', 'https://API.example.com:443/x')).toBe('https://api.example.com/x');
    expect(samePage('http://localhost:5000/a', '/b')).toBe('http://localhost:5000/b');
  });

  it.each([
    'https://evil.example.com/users?page=2',
    'http://api.example.com/users',
    'https://api.example.com:8443/users',
    'https://api.example.com.evil.com/users',
    'https://api.example.com@evil.com/users',
    'https://user:pass@api.example.com/users',
    '//evil.com/users',
    '\\\\evil.com\\users',
    'javascript:alert(1)',
    'data:text/plain,x',
    'file:///etc/passwd',
  ])('refuses %s', (next) => {
    expect(codeOf(() => samePage('https://api.example.com/users', next))).toBe('foreign-origin');
  });

  it('says of a link that is none that it is none', () => {
    expect(codeOf(() => samePage('https://api.example.com/users', 'https://'))).toBe('bad-link');
    expect(codeOf(() => samePage('not a url', '/x'))).toBe('bad-link');
  });

  it('shows no token of a foreign link', () => {
    expect(() => samePage('https://a.example/', 'https://b.example/?token=s3cret')).toThrow(/^(?!.*s3cret)/);
  });
});
