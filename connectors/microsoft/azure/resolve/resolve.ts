import { impossible } from '../../../../src/base/errors.ts';
import type { Instant } from '../../../../src/base/instant.ts';
import { parseInstant } from '../../../../src/base/instant.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../../../../src/model/ids.ts';
import type { AzureSettings } from '../settings.ts';
import { classicGrants } from './classic.ts';
import { enteringClusters, clusterElements } from './clusters.ts';
import { Denies } from './denies.ts';
import { caveatsOf, grantOf, sourceOf } from './elements.ts';
import type { Estate } from './estate.ts';
import { readEstate } from './estate.ts';
import { identityTrusts } from './federated.ts';
import type { Held } from './holdings.ts';
import { holdings } from './holdings.ts';
import { delegable, delegated } from './lighthouse.ts';
import { RoleViews } from './role-view.ts';
import { Templates } from './template.ts';
import { unreadCarriers, unreadClusters, unreadLinks } from './unread.ts';
import { vaultGrants, vaultWriters } from './vaults.ts';
import { wayLinks } from './ways/ways.ts';

/**
 * Effective grants and links of all subscriptions read and of what holds them: what roles give, less what they and deny assignments take
 * away, as lasting as PIM says it is; what vaults, classic administrators and Azure Lighthouse give beside roles; and who may run as which
 * managed identity. A role that a group has is the group's: members are linked to it by the directory. Somebody whose role gives nothing
 * privileged has an `ordinary` grant. The order of what comes out is not defined.
 */
export function* resolveAzure(
  facts: FactIndex,
  asOf: Instant,
  _settings?: AzureSettings,
  without: ReadonlySet<FactKey> = new Set(),
  unread?: ReadonlySet<BoundaryId>,
  isRead: (surface: SurfaceId, boundary: BoundaryId) => boolean = () => false,
): Iterable<Grant | Link> {
  const now = parseInstant(asOf) ?? impossible(`resolve was asked for a time that is none: ${JSON.stringify(asOf)}`);
  const estate = readEstate(facts, without, isRead);
  const roles = new RoleViews(estate);
  const denies = new Denies(estate);
  const held = [...holdings(estate, now), ...delegated(estate)].map((each) => withDefinition(each, roles));
  yield* roleGrants(estate, held, roles, denies);
  yield* vaultGrants(estate);
  yield* classicGrants(facts, estate);
  yield* identityTrusts(estate);
  yield* clusterElements(estate);
  yield* wayLinks(estate, held, roles, denies);
  yield* unreadLinks(facts, estate, unread);
  yield* unreadCarriers(facts, estate, held, unread);
  yield* unreadClusters(facts, estate, enteringClusters(held, roles, denies), unread);
}

/** What somebody has rests on what the role gives as much as on who was given it: where either is not read, nothing is known to have ended. */
function withDefinition(held: Held, roles: RoleViews): Held {
  const { evidence } = roles.of(held.role, held.boundary);
  return evidence.length === 0 ? held : { ...held, evidence: [...held.evidence, ...evidence] };
}

function* roleGrants(estate: Estate, held: readonly Held[], roles: RoleViews, denies: Denies): Iterable<Grant> {
  const templates = new Templates(estate, roles);
  const writer = vaultWriters(estate, roles, denies);
  for (const each of held) {
    const view = denies.viewOf(each);
    const source = sourceOf(each, roles.of(each.role, each.boundary));
    const caveats = caveatsOf(estate, each, view.caveats);
    const listed = templates.of(each, view);
    const given = each.source.kind === 'lighthouse' ? listed.map(delegable) : listed;
    for (const template of given) yield grantOf(each, template, source, caveats);
    const isTold = given.some(
      ({ capability, presence }) => presence === 'certain' && (capability === 'read-secrets' || capability === 'administer'),
    );
    const more = isTold ? undefined : writer(each);
    // of two that say the same the certain one stays
    if (more !== undefined && (more.presence === 'certain' || !given.some(({ capability }) => capability === 'read-secrets')))
      yield { ...more, key: `${more.key}|vault-access-policy` };
  }
}
