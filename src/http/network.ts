import { VestigeError } from '../base/errors.ts';

type EnvironmentRecord = Readonly<Record<string, string | undefined>>;

export class NetworkError extends VestigeError {
  readonly code: 'bad-proxy' | 'proxy-unsupported';

  constructor(code: NetworkError['code'], message: string, hint: string) {
    super(message, { hint });
    this.code = code;
  }
}

/** Where requests go out and whom they trust, as a plain value. */
export interface NetworkSettings {
  /**
   * For the `proxyEnv` option of `http.Agent` and `https.Agent`, which is all that is needed: Node itself picks the proxy, tunnels
   * TLS through CONNECT and honours the exceptions (https://nodejs.org/api/http.html#built-in-proxy-support, from 22.21 and 24.5).
   * Agents and `fetch` ignore the environment unless told, so every agent must be given it. `null` = no proxy.
   */
  readonly proxyEnv: { readonly HTTP_PROXY?: string; readonly HTTPS_PROXY?: string; readonly NO_PROXY?: string } | null;
  /**
   * The file of `NODE_EXTRA_CA_CERTS`. Node adds it to the default certificates of every TLS connection when the process starts
   * (https://nodejs.org/api/cli.html#node_extra_ca_certsfile), so it needs nothing from us; it is here to be shown. An agent must
   * not be given a `ca` of its own, which would replace it. `null` = not set.
   */
  readonly extraCaFile: string | null;
}

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` (lower case wins, as in Node) and `NODE_EXTRA_CA_CERTS`. Empty = not set. A proxy
 * that is no http or https URL throws {@link NetworkError} `bad-proxy`; the message holds no user name or password.
 */
export function networkSettings(environment: EnvironmentRecord): NetworkSettings {
  const http = proxyUrl(environment, 'HTTP_PROXY');
  const https = proxyUrl(environment, 'HTTPS_PROXY');
  const except = valueOf(environment, 'NO_PROXY');
  const extraCaFile = environment['NODE_EXTRA_CA_CERTS'] ?? '';
  return {
    proxyEnv:
      http === null && https === null
        ? null
        : {
            ...(http === null ? {} : { HTTP_PROXY: http }),
            ...(https === null ? {} : { HTTPS_PROXY: https }),
            ...(except === null ? {} : { NO_PROXY: except }),
          },
    extraCaFile: extraCaFile === '' ? null : extraCaFile,
  };
}

/**
 * Throws {@link NetworkError} `proxy-unsupported` when a proxy is set and this Node would silently go around it.
 * `nodeVersion`: as `process.versions.node` has it.
 */
export function requireProxySupport(settings: NetworkSettings, nodeVersion: string): void {
  if (settings.proxyEnv === null) return;
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)) return;
  const message = `cannot send requests through the proxy of the environment: Node ${nodeVersion} has no support for it`;
  throw new NetworkError('proxy-unsupported', message, 'use Node 22.21, 24.5 or later, or unset HTTPS_PROXY and HTTP_PROXY');
}

/** The proxies for people: scheme, host and port, without user name and password. */
export function describeProxy(settings: NetworkSettings): string {
  if (settings.proxyEnv === null) return 'none';
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = settings.proxyEnv;
  const parts: string[] = [];
  if (HTTPS_PROXY !== undefined) parts.push(`https through ${new URL(HTTPS_PROXY).origin}`);
  if (HTTP_PROXY !== undefined) parts.push(`http through ${new URL(HTTP_PROXY).origin}`);
  if (NO_PROXY !== undefined) parts.push(`except ${NO_PROXY}`);
  return parts.join(', ');
}

function proxyUrl(environment: EnvironmentRecord, name: string): string | null {
  const value = valueOf(environment, name);
  if (value === null) return null;
  const url = URL.parse(value);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return value;
  const seen = url === null ? 'it is not a URL' : `its scheme is '${url.protocol}'`;
  throw new NetworkError('bad-proxy', `cannot use the proxy of ${name}: ${seen}`, `set ${name} to http://HOST:PORT, or unset it`);
}

function valueOf(environment: EnvironmentRecord, name: string): string | null {
  const lower = environment[name.toLowerCase()] ?? '';
  const value = lower === '' ? (environment[name] ?? '') : lower;
  return value === '' ? null : value;
}
