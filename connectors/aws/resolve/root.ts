import type { Grant } from '../../../src/model/grant.ts';
import type { PolicyDocuments } from '../rights/documents.ts';
import { facetsOf, lastingOf } from './authority.ts';
import type { Estate, Principal } from './estate.ts';
import { splitArn } from './arn.ts';
import { elementary } from './grants.ts';
import { organizationOf } from './organization-wide.ts';
import type { Templates } from './templates.ts';

const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** The root user of each account read holds everything by what it is, less what service control policies take from a member's. */
export function* rootGrants(estate: Estate, templates: Templates, documents: PolicyDocuments, now: number): Iterable<Grant> {
  const document = documents.compile(everything, 'identity');
  for (const root of estate.roots) {
    const { id, boundary, account, evidence } = root;
    const place = estate.organizations.placeOf(account);
    const { services } = place;
    const source = { id, kind: 'root', name: `root user of account ${account}`, boundary };
    const because = 'the root user of an account may do everything in it';
    // for an organization it holds more than the account
    if (services.denying.length === 0 && services.nodes.length === 0 && organizationOf(place) === null) {
      yield elementary(id, boundary, 'administer', {
        key: `grant|${id}|root|administer|${boundary}`,
        bounds: { lo: 'standing', hi: 'standing' },
        presence: 'certain',
        because: [because, 'nothing ends it'],
        conditions: [],
        caveats: services.caveats,
        source,
        evidence,
        through: [],
      });
      continue;
    }
    for (const { capability, scope, right } of templates.of(document, principalOf(root, estate, now)).grants) {
      const facets = facetsOf(right);
      yield {
        ...elementary(id, boundary, capability, {
          key: `grant|${id}|root|${capability}|${scope ?? boundary}${facets.suffix}`,
          bounds: facets.bounds,
          presence: facets.presence,
          because: [because, lastingOf(right), ...facets.because],
          conditions: facets.conditions,
          caveats: [...facets.caveats, ...services.caveats],
          source,
          evidence,
          through: [],
        }),
        scope: scope ?? boundary,
        windows: facets.windows,
        endsBy: facets.endsBy,
        gate: facets.gate,
      };
    }
  }
}

/** A root user signs in with a key or in a session, as a user does. */
function principalOf({ id, boundary, account }: Estate['roots'][number], { organizations }: Estate, now: number): Principal {
  const place = organizations.placeOf(account);
  return {
    id,
    name: 'root',
    boundary,
    tags: {},
    account,
    partition: splitArn(id)?.partition ?? 'aws',
    caller: {
      kind: 'user',
      account,
      arn: id,
      username: null,
      uid: account,
      tags: new Map(),
      resourceAccount: account,
      membership: place.membership,
      resourceMembership: place.membership,
      now,
    },
    held: [],
    place,
    limit: { state: 'none', name: '' },
  };
}
