import { VestigeError } from '../../../src/base/errors.ts';
import type { MicrosoftService } from '../call.ts';
import type { Cloud } from '../settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where requests go and for whom tokens are asked. No root ends in a slash. */
export interface Endpoints {
  readonly graph: string;
  readonly arm: string;
  readonly login: string;
  /** What tokens are asked for: of the cloud, whatever the roots are. */
  readonly scopes: { readonly graph: string; readonly arm: string };
  /** The sign-in is not one that Microsoft's own directory of clouds knows. */
  readonly ownLogin: boolean;
}

export class EndpointError extends VestigeError {
  readonly code = 'bad-endpoint';
}

/**
 * Graph roots and sign-in: https://learn.microsoft.com/graph/deployments. Resource Manager: `az cloud list`, and
 * https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure (one for both parts of the US government's),
 * https://learn.microsoft.com/azure/china/resources-developer-guide.
 */
const clouds: Readonly<Record<Cloud, { readonly graph: string; readonly arm: string; readonly login: string }>> = {
  public: {
    graph: 'https://graph.microsoft.com',
    arm: 'https://management.azure.com',
    login: 'https://login.microsoftonline.com',
  },
  'us-government': {
    graph: 'https://graph.microsoft.us',
    arm: 'https://management.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
  },
  'us-government-dod': {
    graph: 'https://dod-graph.microsoft.us',
    arm: 'https://management.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    arm: 'https://management.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
  },
};

export interface EndpointSettings {
  readonly cloud: Cloud;
  readonly endpoints: { readonly graph?: string | undefined; readonly arm?: string | undefined; readonly login?: string | undefined };
}

/**
 * The settings' own endpoints go before `AZURE_AUTHORITY_HOST`, and that before the cloud's. Throws {@link EndpointError} for one that
 * is not https: tokens and secrets would go in the clear. Only to this machine itself http is taken.
 */
export function endpointsOf({ cloud, endpoints }: EndpointSettings, environment: Environment): Endpoints {
  const own = clouds[cloud];
  const host = environment['AZURE_AUTHORITY_HOST'] ?? '';
  const login = endpoints.login ?? (host === '' ? own.login : host.includes('://') ? host : `https://${host}`);
  return {
    graph: rootOf('endpoints.graph', endpoints.graph ?? own.graph),
    arm: rootOf('endpoints.arm', endpoints.arm ?? own.arm),
    login: rootOf(endpoints.login === undefined ? 'AZURE_AUTHORITY_HOST' : 'endpoints.login', login),
    scopes: { graph: `${own.graph}/.default`, arm: `${own.arm}/.default` },
    ownLogin: !Object.values(clouds).some((each) => each.login === rootOf('login', login)),
  };
}

/** The root that the paths of a service's calls go below. */
export function serviceRoot(endpoints: Endpoints, service: MicrosoftService): string {
  switch (service) {
    case 'graph':
      return `${endpoints.graph}/v1.0`;
    case 'graph-beta':
      return `${endpoints.graph}/beta`;
    case 'arm':
    case 'resource-graph':
      return endpoints.arm;
  }
}

export function scopeOf(endpoints: Endpoints, service: MicrosoftService): string {
  return service === 'graph' || service === 'graph-beta' ? endpoints.scopes.graph : endpoints.scopes.arm;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

function rootOf(name: string, text: string): string {
  const url = URL.parse(text);
  const fit = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
  if (fit && url.username === '' && url.search === '' && url.hash === '') return url.href.replace(/\/+$/, '');
  throw new EndpointError(`cannot use ${name} as the root of requests: it is no plain https address`, {
    hint: `set ${name} to https://HOST, or leave it out for that of the cloud; http is taken for this machine alone`,
  });
}
