import type { NonEmpty } from '../../src/base/json.ts';
import type { FactBatch } from '../../src/contract/store.ts';
import type { Sighting, SurfaceRead, Teller } from '../../src/model/history.ts';

const ACCOUNTS = 40;
/** Rights of each identity. */
const RIGHTS = 10;

/** When a scan of an invented estate was made: the scans are a day apart. */
export function dayOf(scan: number): string {
  return new Date(Date.UTC(2026, 0, 1 + scan)).toISOString();
}

/**
 * What a scan of an invented estate tells: about `count` sightings, an identity for every ten rights. From each scan to the next a hundredth of
 * the rights is changed: a third has another value, a third goes, and as many come. Made of texts that were parsed, as what is read from pages is:
 * what is put together from others is so only once it is first read through.
 */
export function sightingsOf(count: number, scan: number): readonly Sighting[] {
  const identities = Math.ceil(count / (RIGHTS + 1));
  const tellers = Array.from({ length: ACCOUNTS }, (_, account): NonEmpty<Teller> => [tellerOf(account)]);
  const at = dayOf(scan);
  const sightings: Sighting[] = [];
  function push(sighting: Sighting): void {
    sightings.push({ ...(JSON.parse(JSON.stringify(sighting)) as Sighting), tellers: sighting.tellers });
  }
  for (let number = 0; number < identities; number++) {
    const account = number % ACCOUNTS;
    const boundary = boundaryOf(account);
    const id = `arn:aws:iam::${boundary.slice(4)}:role/team-${number % 97}/service-${number}`;
    const own = { boundary, tellers: tellers[account] as NonEmpty<Teller>, at };
    push({
      ...own,
      kind: 'identity',
      key: id,
      family: 'role',
      value: { id, kind: 'role', name: `service-${number}`, path: `/team-${number % 97}/`, createdAt: '2024-05-01T10:00:00.000Z' },
      dependsOn: [],
      names: [id, `service-${number}`],
      evidence: [{ page: pageOf(scan, account), pointer: `/RoleDetailList/${number}` }],
      uid: `AROA${number.toString(36).toUpperCase().padStart(16, '0')}`,
    });
    for (let right = 0; right < RIGHTS; right++) {
      const told = toldIn(number * RIGHTS + right, scan);
      const policy = `arn:aws:iam::aws:policy/job-function/Right${told.right}`;
      push({
        ...own,
        kind: 'attachment',
        key: `${id} ${policy}`,
        family: 'managed policy of role',
        value: {
          principal: id,
          policy,
          name: `Right${told.right}`,
          version: `v${told.version}`,
          conditions: [],
          source: { kind: 'policy', id: policy },
        },
        dependsOn: [id],
        names: [id, policy],
        evidence: [{ page: pageOf(scan, account), pointer: `/RoleDetailList/${number}/AttachedManagedPolicies/${right}` }],
      });
    }
  }
  return sightings;
}

/** Of a hundred rights one is another in each later scan. */
function toldIn(right: number, scan: number): { readonly right: number; readonly version: number } {
  let [name, version] = [right % 1009, 1];
  for (let each = 1; each <= scan; each++) {
    if (right % 100 !== each % 100) continue;
    if (right % 3 === 0) version++;
    else name += 10_000;
  }
  return { right: name, version };
}

export function batchOf(sightings: readonly Sighting[], scan: number): FactBatch {
  const at = dayOf(scan);
  return {
    run: {
      id: `scan ${scan}`,
      capture: `capture ${scan}`,
      version: '1.0.0',
      connectors: [{ id: 'aws', mapping: 1 }],
      from: at,
      to: at,
      pages: ACCOUNTS,
    },
    reads: Array.from({ length: ACCOUNTS }, (_, account) => readOf(account, at)),
    gaps: [],
    sightings,
    usage: [],
    journal: [],
  };
}

function readOf(account: number, at: string): SurfaceRead {
  return {
    ...tellerOf(account),
    status: 'complete',
    cause: null,
    detail: null,
    pages: 20,
    facts: 0,
    origin: 'live',
    from: at,
    to: at,
    skewMs: null,
    absenceAfterMs: 0,
    snapshot: false,
    filtered: false,
    settings: '{}',
  };
}

function boundaryOf(account: number): string {
  return `aws:${String(100_000_000_000 + account)}`;
}

function tellerOf(account: number): Teller {
  return { boundary: boundaryOf(account), surface: 'aws:authorization-details' };
}

function pageOf(scan: number, account: number): string {
  return `${scan}-${account}`.padEnd(64, '0');
}
