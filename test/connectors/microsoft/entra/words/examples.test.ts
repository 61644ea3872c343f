import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { logArgs } from '../audit/bodies.ts';
import { guid, mapped } from '../applications/pages.ts';

/** Answers of Microsoft's own reference, which nobody here wrote; they lie beside the repository, and are no part of it. */
const file =
  process.env['VESTIGE_GRAPH_EXAMPLES'] ?? fileURLToPath(new URL('../../../../../../shared/data/graph-examples.json', import.meta.url));

interface Example {
  readonly url: string;
  readonly body: Json;
}

/** What of the examples is an answer to one of our calls, by the path and which call. */
const calls: readonly (readonly [path: RegExp, surface: string, call: string, args?: JsonObject])[] = [
  [/\/applications(\?|\/delta|$)/, 'applications', 'Applications'],
  [/\/servicePrincipals(\?|\/delta|$)/, 'service-principals', 'ServicePrincipals'],
  [/\/federatedIdentityCredentials\/?$/, 'federated-credentials', 'FederatedCredentials', { application: guid(1) }],
  [/\/appRoleAssignedTo$/, 'app-role-assignments', 'AppRoleAssignedTo', { resource: '8e881353-1735-45af-af21-ee1344582a4d' }],
  [/\/oauth2PermissionGrants(\/delta)?$/, 'delegated-grants', 'DelegatedGrants'],
  [/\/directory\/deletedItems\/microsoft\.graph\.group/, 'deleted-items', 'Deleted-group'],
  [/\/entitlementManagement\/assignments$/, 'access-packages', 'PackageAssignments'],
  [
    /\/accessPackages\/\{id\}\?\$expand=resourceRoleScopes/,
    'access-package-roles',
    'PackageRoles',
    { package: '933a4822-aed1-445b-9623-62116cd07a39' },
  ],
  [/\/accessReviews\/definitions\/[^/]+\/instances(\?|$)/, 'access-review-decisions', 'AccessReviewInstances', { review: guid(1) }],
  [/\/accessReviews\/definitions(\?|$)/, 'access-reviews', 'AccessReviews'],
  [/\/tenantRelationships\/delegatedAdminRelationships/, 'partners', 'Partners'],
  [/\/policies\/authorizationPolicy/, 'consent-policies', 'AuthorizationPolicy'],
  [/\/policies\/permissionGrantPolicies$/, 'consent-policies', 'PermissionGrantPolicies'],
  [/\/auditLogs\/directoryAudits/, 'audit-log', 'DirectoryAudits', logArgs],
];

const isThere = existsSync(file);
if (!isThere) console.warn(`${file} is absent: Microsoft's examples are not replayed`);

function examples(): readonly Example[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly examples: readonly Example[] }).examples;
}

describe.runIf(isThere)('examples of Microsoft’s reference', () => {
  it('are read, or told as gaps, item by item; none breaks the reading', () => {
    let read = 0;
    let odd = 0;
    for (const { url, body } of examples()) {
      for (const [path, surface, call, args] of calls) {
        if (!path.test(url)) continue;
        const page = mapped(surface, call, body, args);
        const items = isJsonObject(body) && Array.isArray(body['value']) ? body['value'].length : 1;
        // an entry of the log may be about nobody's access, and is then told by nothing
        if (items > 0 && surface !== 'audit-log') expect(page.facts.length + page.gaps.length).toBeGreaterThan(0);
        read += page.facts.length;
        odd += page.gaps.length;
      }
    }
    expect(read).toBeGreaterThan(5);
    expect(odd).toBeGreaterThan(5);
  });

  it('have consents and federated credentials that are read whole', () => {
    const whole = examples().filter(({ url }) => /\/v1\.0\/oauth2PermissionGrants$/.test(url));
    const page = mapped('delegated-grants', 'DelegatedGrants', whole[0]?.body ?? null);
    expect(page.gaps).toEqual([]);
    expect(page.facts).toHaveLength(2);
    const federated = examples().filter(({ url }) => /\/federatedIdentityCredentials\/$/.test(url));
    expect(mapped('federated-credentials', 'FederatedCredentials', federated[0]?.body ?? null, { application: guid(1) }).gaps).toEqual([]);
  });
});
