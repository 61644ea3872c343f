import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import type { ConclusionBatch, FactBatch } from '../../../src/contract/store.ts';
import type { Sighting, SurfaceRead } from '../../../src/model/history.ts';
import { Chance } from '../../history/world.ts';
import { subjects, type Plan } from './plan.ts';
import { accessOf, ACCOUNT, arnOf, capabilityOf, isThere, MINUTE, ms, objectOf, sourceOf, type Truth } from './truth.ts';

/*
 * How scans saw a world. Readers are as bad as the law of recording allows and no worse: a row may be lost once between the pages of a read, an answer
 * may be as old as the surface declares, a clock may be wrong by as much as is told, a filter hides all or nothing.
 */

const PRINCIPALS = 'aws:principals';
const ATTACHMENTS = 'aws:attachments';

/** One thing that a scan showed. */
export interface Shown {
  readonly who: number;
  readonly what: number;
  readonly uid: string;
  /** When the time began in which it was there then. */
  readonly from: number;
}

export interface Scan {
  readonly batch: FactBatch;
  readonly conclusions: ConclusionBatch;
  readonly shown: readonly Shown[];
  readonly accounts: readonly { readonly who: number; readonly uid: string }[];
  readonly plan: Plan['scans'][number];
  /** When it truly began to ask. */
  readonly began: number;
}

export function scansOf(plan: Plan, truth: Truth): readonly Scan[] {
  const chance = new Chance(plan.seed + 1);
  const lost = new Set<object>();
  return plan.scans.map((scan, number) => scanOf(plan, truth, scan, number, chance, lost)).sort((a, b) => a.began - b.began);
}

function scanOf(plan: Plan, truth: Truth, scan: Plan['scans'][number], number: number, chance: Chance, lost: Set<object>): Scan {
  const began = ms(scan.at);
  const principals = readOf(plan, scan, PRINCIPALS, scan.principals);
  const attachments = readOf(plan, scan, ATTACHMENTS, scan.attachments);
  const length = scan.snapshot ? 0 : scan.length * MINUTE;
  const look = (): number => began + Math.floor(chance.next() * length) - Math.floor(chance.next() * plan.delay * MINUTE);
  const isSeen = (status: SurfaceRead['status'], thing: object): boolean => {
    const isLost = chance.is(0.1);
    const isCut = chance.is(0.4);
    if (status === 'unread' || (status === 'partial' && isCut)) return false;
    if (status === 'complete' && !scan.snapshot && isLost && !lost.has(thing)) {
      lost.add(thing);
      return false;
    }
    return true;
  };
  const sightings: Sighting[] = [];
  const accounts: { who: number; uid: string }[] = [];
  const shown: Shown[] = [];
  for (const who of [0, 1]) {
    const looked = look();
    const account = truth.accounts.find((each) => each.who === who && isThere(each, looked));
    if (account !== undefined && isSeen(principals.status, account)) {
      accounts.push({ who, uid: account.uid });
      sightings.push(sighting('identity', arnOf(who), identityOf(who, account.uid), [], number, looked, scan, account.uid));
    }
    for (const what of [0, 1, 2]) {
      const moment = look();
      const life = truth.lives.find((each) => each.who === who && each.what === what && isThere(each, moment));
      if (life === undefined || scan.filter === 'hidden' || !isSeen(attachments.status, life)) continue;
      shown.push({ who, what, uid: life.uid, from: life.from });
      const value = { who, what, uid: plan.byUid ? life.uid : null };
      sightings.push(sighting('attachment', sourceOf(who, what), value, [arnOf(who)], number, moment, scan));
    }
  }
  const reads = [principals, attachments];
  const run = {
    id: `run ${number}`,
    capture: `capture ${number}`,
    version: '1.0.0',
    connectors: [{ id: 'aws', mapping: 1 }],
    from: instantOf(began + scan.off * MINUTE),
    to: instantOf(began + (scan.length + scan.off) * MINUTE),
    pages: 3,
  };
  const grants = shown.map(({ who, what }): Sighting => grantSighting(who, what, number, scan));
  return {
    batch: { run, reads, gaps: [], sightings, usage: [], journal: [] },
    conclusions: {
      run: run.id,
      conclusions: { asOf: run.to, configuration: 'c', rules: [] },
      sightings: grants,
      isAnswered: () => false,
    },
    shown,
    accounts,
    plan: scan,
    began,
  };
}

function identityOf(who: number, uid: string): Json {
  return {
    id: arnOf(who),
    uid,
    kind: 'user',
    nature: 'human',
    natureReason: 'a user',
    name: subjects[who] ?? '',
    boundary: ACCOUNT,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
  };
}

function readOf(plan: Plan, scan: Plan['scans'][number], surface: string, status: 'complete' | 'partial' | 'unread'): SurfaceRead {
  const isRead = status !== 'unread';
  const from = ms(scan.at + scan.off);
  return {
    boundary: ACCOUNT,
    surface,
    status,
    cause: status === 'complete' ? null : 'denied',
    detail: null,
    pages: isRead ? 2 : 0,
    facts: 0,
    origin: 'live',
    from: isRead ? instantOf(from) : null,
    to: isRead ? instantOf(from + (scan.snapshot ? 0 : scan.length) * MINUTE) : null,
    skewMs: scan.off === 0 ? null : scan.off * MINUTE,
    absenceAfterMs: plan.proves ? plan.delay * MINUTE : null,
    snapshot: scan.snapshot,
    filtered: scan.filter !== 'none',
    settings: '{}',
  };
}

function sighting(
  kind: 'identity' | 'attachment',
  key: string,
  value: Json,
  dependsOn: readonly string[],
  number: number,
  looked: number,
  scan: Plan['scans'][number],
  uid?: string,
): Sighting {
  return {
    kind,
    boundary: ACCOUNT,
    key,
    family: kind === 'identity' ? 'user' : 'attachment',
    value: { surface: null, value },
    tellers: [{ boundary: ACCOUNT, surface: kind === 'identity' ? PRINCIPALS : ATTACHMENTS }],
    dependsOn,
    names: [key, ...dependsOn],
    evidence: [{ page: `page ${number}`, pointer: `/${key}` }],
    at: instantOf(Math.min(Math.max(looked, ms(scan.at)), ms(scan.at + scan.length)) + scan.off * MINUTE),
    ...(uid === undefined ? {} : { uid }),
  };
}

function grantSighting(who: number, what: number, number: number, scan: Plan['scans'][number]): Sighting {
  const source = { id: sourceOf(who, what), kind: 'attached-policy', name: objectOf(what) };
  const value = { subject: arnOf(who), capability: capabilityOf(what), scope: ACCOUNT, through: [], source };
  return {
    kind: 'grant',
    boundary: ACCOUNT,
    key: `grant ${accessOf(who, what, null).id}`,
    family: 'grant',
    value,
    tellers: [{ boundary: ACCOUNT, surface: ATTACHMENTS }],
    dependsOn: [arnOf(who)],
    names: [arnOf(who), source.id],
    evidence: [{ page: `page ${number}`, pointer: '' }],
    at: instantOf(ms(scan.at + scan.off)),
  };
}
