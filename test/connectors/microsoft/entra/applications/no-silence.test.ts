import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { runs } from '../../../../support/runs.ts';
import * as audit from '../audit/bodies.ts';
import * as governance from '../governance/bodies.ts';
import * as bodies from './bodies.ts';
import { guid, mapped } from './pages.ts';

/** One good page of every call, with what is asked for. */
type Page = readonly [surface: string, call: string, body: Json, args: JsonObject];
const pages: readonly Page[] = [
  ['applications', 'Applications', { value: [bodies.application] }, {}],
  ['federated-credentials', 'FederatedCredentials', { value: [bodies.federated] }, { application: guid(1) }],
  ['service-principals', 'ServicePrincipals', { value: [bodies.servicePrincipal, bodies.managedIdentity] }, {}],
  ['app-owners', 'ApplicationsWithOwners', { value: [{ id: guid(1), owners: [{ id: guid(9) }] }] }, {}],
  ['app-owners', 'ServicePrincipalsWithOwners', { value: [{ id: guid(2), owners: [] }] }, {}],
  ['app-owners', 'ApplicationOwners', { value: [{ id: guid(9) }] }, { application: guid(1) }],
  ['app-owners', 'ServicePrincipalOwners', { value: [{ id: guid(9) }] }, { servicePrincipal: guid(2) }],
  ['app-role-assignments', 'AppRoleAssignedTo', { value: [bodies.roleAssignment] }, { resource: guid(2) }],
  ['delegated-grants', 'DelegatedGrants', { value: [bodies.consent] }, {}],
  ['app-activity', 'AppActivity', { value: [bodies.appUse] }, {}],
  ['credential-activity', 'CredentialActivity', { value: [bodies.keyUse] }, {}],
  ['agent-identities', 'AgentIdentities', { value: [bodies.agent] }, {}],
  ['agent-identities', 'AgentSponsors', { value: [{ id: guid(9) }] }, { agent: guid(4) }],
  ['deleted-items', 'Deleted-application', { value: [bodies.deletedApplication] }, {}],
  ['access-packages', 'PackageAssignments', { value: [governance.packageAssignment] }, {}],
  ['access-package-roles', 'PackageRoles', governance.accessPackage, { package: guid(600) }],
  ['access-reviews', 'AccessReviews', { value: [governance.review] }, {}],
  ['access-review-decisions', 'AccessReviewInstances', { value: [governance.reviewInstance] }, { review: guid(619) }],
  ['access-review-decisions', 'AccessReviewDecisions', { value: [governance.decision] }, { review: guid(619), instance: guid(620) }],
  ['partners', 'Partners', { value: [governance.partner] }, {}],
  ['consent-policies', 'AuthorizationPolicy', governance.authorizationPolicy, {}],
  ['consent-policies', 'PermissionGrantPolicies', { value: [governance.grantPolicy] }, {}],
  ['audit-log', 'DirectoryAudits', { value: [audit.activation, audit.keyChange] }, audit.logArgs],
];

type Path = readonly (string | number)[];

function pathsIn(value: Json, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return [at, ...(value as readonly Json[]).flatMap((each, index) => pathsIn(each, [...at, index]))];
  if (!isJsonObject(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([name, each]) => pathsIn(each ?? null, [...at, name]))];
}

function withAt(value: Json, [head, ...rest]: Path, put: Json): Json {
  if (head === undefined) return put;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each, index) => (index === head ? withAt(each, rest, put) : each));
  return isJsonObject(value) ? { ...value, [head]: withAt(value[head] ?? null, rest, put) } : value;
}

const odd = fc.constantFrom<Json>(null, 17, true, '', 'odd', [], {}, ['x'], { x: 1 }, '9999-99-99T00:00:00Z', guid(404));

describe('a page with one value of another sort', () => {
  it.each(pages.map((page) => ({ page, of: `${page[0]}, ${page[1]}` })))(
    'of $of: is read as whole, or says what is lacking',
    ({ page }) => {
      const [surface, call, body, args] = page;
      const whole = mapped(surface, call, body, args);
      expect(whole.gaps).toEqual([]);
      expect(whole.facts.length).toBeGreaterThan(0);
      const places = pathsIn(body).filter((each) => each.length > 0);
      fc.assert(
        fc.property(fc.constantFrom(...places), odd, (place, put) => {
          const read = mapped(surface, call, withAt(body, place, put), args);
          const emptied = Array.isArray(put) && put.length === 0;
          const isAskedAgain = read.facts.some(({ key }) => key.includes('-unclear|'));
          if (!emptied && !isAskedAgain && read.gaps.length === 0)
            expect(read.facts.length).toBeGreaterThanOrEqual(whole.facts.length - spared(place, put));
          for (const gap of read.gaps) expect(gap.detail).toMatch(/\(at /);
        }),
        { numRuns: runs(60, 2000) },
      );
    },
  );
});

/** An entry of the directory under a name that does not speak of access is none that is looked for: the two events of one entry are spared. */
function spared(place: Path, put: Json): number {
  return place.at(-1) === 'activityDisplayName' && typeof put === 'string' ? 2 : 0;
}
