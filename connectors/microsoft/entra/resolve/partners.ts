import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { PartnerFact } from '../facts.ts';
import type { Directory } from './directory.ts';
import type { Ground } from './elements.ts';
import { grantOn } from './elements.ts';
import { powersHeld } from './emit.ts';
import type { Lasting } from './lasting.ts';
import { assignedFor, standing } from './lasting.ts';
import type { Pools } from './pools.ts';
import { roleOf } from './roles.ts';

/**
 * Relationships of a status in which the partner has its roles.
 * https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship
 */
const inForce: ReadonlySet<string> = new Set(['active', 'activating', 'expiring', 'terminating', 'terminationrequested']);

/** Whether the partner has its roles by a relationship of this status. */
export function isPartnerInForce(status: string): boolean {
  return inForce.has(status.toLowerCase());
}

/** The tenant that is the partner; where it is not named, the relationship stands for it. */
export function partnerOf({ partner }: PartnerFact): EntityId {
  return partner.startsWith('entra/') ? partner : `entra/${partner.toLowerCase()}`;
}

/** What partners may do by granular delegated admin privileges: a tenant outside with roles of this one. */
export function* partnerElements(directory: Directory, pools: Pools, now: number): Iterable<Grant | Link> {
  const { boundary, tenant } = directory;
  for (const { key, value, pages } of directory.partners) {
    if (!isPartnerInForce(value.status)) continue;
    const partner = partnerOf(value);
    for (const role of value.roles) {
      const known = roleOf(directory, role);
      const ground: Ground = {
        boundary,
        source: {
          id: `${key}|${role}`,
          kind: 'partner',
          name: `${known?.name ?? role} for partner ${value.name ?? value.partner}`,
          boundary,
        },
        lasting: lastingOf(value.extends, value.until, now),
        evidence: pages,
        because: ['whom the partner lets use it is not told'],
      };
      if (known !== undefined) yield* powersHeld(pools, tenant, partner, known.powers, boundary, ground);
      else {
        const words = `role definition ${role} was not listed`;
        yield grantOn({ ...ground, provided: [words], because: [words] }, partner, 'administer', boundary, 'unlisted');
      }
    }
  }
}

function lastingOf(extended: boolean, until: string | null, now: number): Lasting {
  if (extended) return standing([`the relationship is extended by itself${until === null ? '' : ` whenever it ends, next ${until}`}`]);
  if (until === null) return standing(['the relationship has no end']);
  return assignedFor('assigned', { from: null, until }, now);
}
