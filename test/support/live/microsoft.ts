import type { Terminal } from '../../../src/cli/streams.ts';
import { Cloud, tokenOf, type Said } from '../../connectors/microsoft/live/support.ts';
import type { WorldInput } from '../../connectors/microsoft/world/description.ts';
import { appIdOf, objectId, tenantId } from '../../connectors/microsoft/world/identifiers.ts';
import { microsoftOf, type Microsoft } from '../../connectors/microsoft/world/respond.ts';

/** The application that a scan signs in as; a tenant that has an app of this name lists it. */
export const scanApp = 'vestige';

/** What a test may change of how the tenant is served. */
export interface Served {
  /** In the token of Graph. Default: one that reads all. */
  readonly roles?: readonly string[];
  /** Answers in the place of the tenant; `undefined` = it answers itself. */
  readonly meddle?: (method: string, url: string) => Said | undefined;
}

export interface MicrosoftServer {
  readonly tenant: Microsoft;
  readonly url: string;
  /** For `vestige.yaml`: both connectors, sent to this server. */
  readonly configuration: string;
  /** Signs in with a secret; waits pass at once. */
  readonly terminal: Pick<Terminal, 'environment' | 'clock' | 'sleep'>;
  stop(): Promise<void>;
}

/** A tenant of a description behind real HTTP, with its sign-in. */
export async function microsoftServer(
  world: WorldInput,
  { roles = ['Directory.Read.All'], meddle }: Served = {},
): Promise<MicrosoftServer> {
  let waited = 0;
  const now = (): number => Date.now() + waited;
  const tenant = microsoftOf(world, { now: now() });
  const cloud = new Cloud(tenantId);
  cloud.signIn = (form) => ({
    body: {
      token_type: 'Bearer',
      expires_in: 86_400,
      expires_on: String(Math.floor(now() / 1000) + 86_400),
      access_token: tokenOf({
        tid: tenantId,
        oid: objectId(scanApp),
        appid: appIdOf(scanApp),
        ...(/graph/.test(form.get('scope') ?? form.get('resource') ?? '') ? { roles: [...roles] } : {}),
      }),
    },
  });
  cloud.answer = ({ method, url, body }) => {
    if (url.startsWith('/msi/token')) return cloud.signIn(new URLSearchParams(url.slice(url.indexOf('?'))), 0);
    const said = meddle?.(method, url);
    if (said !== undefined) return said;
    return tenant.respond({ method, url: `${cloud.url}${url}`, ...(body === '' ? {} : { body: JSON.parse(body) as unknown }) });
  };
  await cloud.start();
  const endpoints = `{ graph: "${cloud.url}", arm: "${cloud.url}", login: "${cloud.url}" }`;
  return {
    tenant,
    url: cloud.url,
    configuration: `connectors:\n  entra:\n    endpoints: ${endpoints}\n  azure:\n    endpoints: ${endpoints}\n`,
    terminal: {
      environment: { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: appIdOf(scanApp), AZURE_CLIENT_SECRET: 'abc8Q~not-a-real-secret-000000' },
      clock: now,
      sleep: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          waited += milliseconds;
          setImmediate(() => (signal.aborted ? reject(signal.reason as Error) : resolve()));
        }),
    },
    stop: () => cloud.stop(),
  };
}
