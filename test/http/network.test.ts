import { createServer, Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeProxy, NetworkError, networkSettings, requireProxySupport } from '../../src/http/network.ts';

describe('networkSettings', () => {
  it('reads nothing from an empty environment', () => {
    expect(networkSettings({})).toEqual({ proxyEnv: null, extraCaFile: null });
    expect(networkSettings({ HTTPS_PROXY: '', NO_PROXY: 'a', NODE_EXTRA_CA_CERTS: '' })).toEqual({ proxyEnv: null, extraCaFile: null });
  });

  it('lets lower case win and keeps the exceptions', () => {
    const settings = networkSettings({
      HTTPS_PROXY: 'http://upper:1',
      https_proxy: 'http://lower:2',
      no_proxy: '.corp',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    });
    expect(settings).toEqual({ proxyEnv: { HTTPS_PROXY: 'http://lower:2', NO_PROXY: '.corp' }, extraCaFile: '/ca.pem' });
  });

  it.each(['proxy:3128', 'socks5://proxy:1080', 'proxy'])('refuses the proxy %s, naming the variable', (value) => {
    try {
      networkSettings({ HTTPS_PROXY: value });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(NetworkError);
      expect((error as NetworkError).code).toBe('bad-proxy');
      expect((error as NetworkError).message).toContain('HTTPS_PROXY');
    }
  });

  it('shows a proxy without its password', () => {
    const settings = networkSettings({
      HTTPS_PROXY: 'http://ann:s3cret@proxy.corp:3128',
      HTTP_PROXY: 'http://proxy.corp:3128',
      NO_PROXY: 'localhost',
    });
    expect(describeProxy(settings)).toBe('https through http://proxy.corp:3128, http through http://proxy.corp:3128, except localhost');
    expect(describeProxy(networkSettings({}))).toBe('none');
  });

  it.each([
    ['22.18.0', 'proxy-unsupported'],
    ['22.21.0', 'supported'],
    ['24.4.1', 'proxy-unsupported'],
    ['24.21.0', 'supported'],
    ['25.0.0', 'supported'],
    ['23.11.0', 'proxy-unsupported'],
  ])('knows whether Node %s goes through a proxy: %s', (version, expected) => {
    function seen(): string {
      try {
        requireProxySupport(networkSettings({ HTTPS_PROXY: 'http://p:1' }), version);
        return 'supported';
      } catch (error) {
        return error instanceof NetworkError ? error.code : String(error);
      }
    }
    expect(seen()).toBe(expected);
    expect(() => requireProxySupport(networkSettings({}), version)).not.toThrow();
  });

  it('is all that an agent of this Node needs to go through a proxy', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('through the proxy');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const direct = createServer((_, response) => response.end('direct'));
    await new Promise<void>((resolve) => direct.listen(0, '127.0.0.1', resolve));
    const portOf = (server: typeof proxy): number => (server.address() as AddressInfo).port;
    const { proxyEnv } = networkSettings({ HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`, NO_PROXY: '127.0.0.1' });
    const agent = new Agent({ proxyEnv: proxyEnv ?? undefined });
    function body(url: string): Promise<string> {
      return new Promise((resolve) => {
        get(url, { agent }, (response) => response.setEncoding('utf8').on('data', resolve)).on('error', (error) =>
          resolve((error as NodeJS.ErrnoException).code ?? ''),
        );
      });
    }
    try {
      expect(await body('http://provider.invalid/users')).toBe('through the proxy');
      expect(await body(`http://127.0.0.1:${portOf(direct)}/users`)).toBe('direct');
      expect(asked).toEqual(['http://provider.invalid/users']);
    } finally {
      agent.destroy();
      proxy.close();
      direct.close();
    }
  });
});
