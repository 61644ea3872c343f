import * as v from 'valibot';

/** https://learn.microsoft.com/graph/deployments and /azure/azure-government: each cloud has its own roots and its own sign-in. */
export const clouds = ['public', 'us-government', 'us-government-dod', 'china'] as const;
export type Cloud = (typeof clouds)[number];

export const guid = v.pipe(v.string(), v.regex(/^[0-9a-fA-F-]{36}$/, 'a GUID was expected'), v.toLowerCase());
const url = v.pipe(v.string(), v.url());

/** Settings that both connectors have: whose credentials, and where. */
export const sharedSettings = {
  tenant: v.optional(
    v.pipe(guid, v.description('The directory (tenant) id. Default: AZURE_TENANT_ID, else the one whose token the credential gets')),
  ),
  cloud: v.optional(v.pipe(v.picklist(clouds), v.description('Which cloud of Microsoft. Default: public')), 'public'),
  credential: v.optional(
    v.pipe(
      v.picklist(['auto', 'client-secret', 'client-certificate', 'workload-identity', 'managed-identity', 'azure-cli']),
      v.description(
        'How to sign in. auto takes the first for which the environment holds what it needs: workload-identity, client-certificate, client-secret, managed-identity; azure-cli only where none of these is set up and nothing runs unattended. Secrets and certificates are taken from the variables of @azure/identity alone, never from this file',
      ),
    ),
    'auto',
  ),
  clientId: v.optional(v.pipe(guid, v.description('The application (client) id. Default: AZURE_CLIENT_ID'))),
  endpoints: v.optional(
    v.pipe(
      v.strictObject({ graph: v.optional(url), arm: v.optional(url), login: v.optional(url) }),
      v.description('Roots to use in the place of the cloud’s own, for emulators and private links'),
    ),
    {},
  ),
} as const;
