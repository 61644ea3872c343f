import * as v from 'valibot';
import { capabilities } from '../../../../model/capability.ts';
import { outcomes } from '../../../../model/ending.ts';
import { exceptionKinds } from '../../../../model/exception.ts';
import { gapCauses } from '../../../../model/gap.ts';
import { eventSourceKinds } from '../../../../model/life-cycle.ts';
import { metricGroups } from '../../../../model/metrics.ts';
import { amount, answer3, eventRef, hex64, instant, text, texts, whole } from './words.ts';

/* What a pack takes over from the report it is made of: run, coverage, totals, tests, metrics, sources, exceptions. */

export const gap = v.strictObject({
  boundary: text,
  surface: text,
  subject: v.exactOptional(text),
  cause: v.picklist(gapCauses),
  detail: text,
  others: v.exactOptional(v.strictObject({ boundaries: whole, first: texts })),
});

export const run = v.strictObject({
  version: text,
  from: v.picklist(['capture', 'history']),
  asOf: instant,
  asOfFrom: v.picklist(['given', 'capture', 'clock']),
  capture: text,
  pages: whole,
  inputs: v.array(v.strictObject({ kind: text, sha256: hex64 })),
  connectors: v.array(v.strictObject({ id: text, mapping: whole })),
  rules: v.array(v.strictObject({ id: text, revision: whole })),
  configuration: hex64,
});

export const coverage = v.strictObject({
  boundary: text,
  surface: text,
  status: v.picklist(['complete', 'partial', 'unread', 'excluded']),
  cause: v.nullable(v.picklist(gapCauses)),
  detail: v.nullable(text),
  permission: text,
  ifUnread: text,
  pages: whole,
  facts: whole,
});

export const severityCounts = v.strictObject({ critical: whole, high: whole, medium: whole, low: whole });

export const totals = v.strictObject({
  boundaries: texts,
  identities: v.strictObject({ total: whole, human: whole, nonHuman: whole, unknown: whole }),
  credentials: whole,
  grants: whole,
  links: whole,
  surfaces: v.strictObject({ complete: whole, partial: whole, unread: whole, excluded: whole }),
  findings: severityCounts,
  tierZero: v.strictObject({ session: whole, eligible: whole, activated: whole, 'time-bound': whole, standing: whole }),
  rules: v.array(v.strictObject({ rule: text, questions: whole, findings: whole, clear: whole, undetermined: whole, excepted: whole })),
});

const answers = v.strictObject({ yes: whole, no: whole, undetermined: whole });
export const tests = v.strictObject({ ephemeral: answers, revokedAtOnce: answers, nothingLeft: answers });
export const answersOfOne = v.strictObject({ ephemeral: answer3, revokedAtOnce: answer3, nothingLeft: answer3 });

const bounded = v.strictObject({ lower: amount, upper: amount });
const percentiles = v.strictObject({
  p50: v.nullable(bounded),
  p95: v.nullable(bounded),
  max: v.nullable(bounded),
  ended: whole,
  open: whole,
});
const share = v.strictObject({ count: whole, of: whole });

export const metrics = v.strictObject({
  lookBackDays: amount,
  rows: v.array(
    v.strictObject({
      by: v.picklist(metricGroups),
      of: text,
      endings: v.strictObject({ ended: whole, open: whole, undetermined: whole, notDue: whole }),
      debt: bounded,
      debtExcepted: bounded,
      lag: percentiles,
      lateness: percentiles,
      atOnce: share,
      automatic: share,
      levels: v.strictTuple([whole, whole, whole, whole]),
      neverAuthorised: whole,
    }),
  ),
  standing: v.strictObject({ held: bounded, used: v.nullable(bounded) }),
  deFacto: v.strictObject({
    count: whole,
    longest: v.array(
      v.strictObject({
        identity: text,
        capability: v.picklist(capabilities),
        usable: bounded,
        renewals: whole,
        renewalsUnapproved: whole,
      }),
    ),
  }),
  lifeCycle: v.strictObject({
    identities: whole,
    owner: whole,
    origin: whole,
    expiry: whole,
    rotation: whole,
    lastUse: whole,
    offboarding: whole,
  }),
  interval: v.strictObject({ longestMs: v.nullable(amount), cannotTestMs: v.nullable(amount) }),
});

export const source = v.strictObject({
  source: text,
  sourceKind: v.picklist(eventSourceKinds),
  region: v.nullable(text),
  boundary: v.nullable(text),
  spans: v.array(v.strictObject({ from: instant, to: instant, tells: v.picklist(['changes', 'use']) })),
  events: whole,
});

export const lifeCycleImport = v.strictObject({
  id: text,
  system: text,
  sourceKind: v.picklist(eventSourceKinds),
  query: v.nullable(text),
  parameters: v.record(text, text),
  extractedBy: v.nullable(text),
  extractedAt: v.nullable(instant),
  covers: v.nullable(v.strictObject({ from: instant, to: instant })),
  name: text,
  sha256: hex64,
  mapping: v.strictObject({ name: text, sha256: hex64 }),
  rows: whole,
  controlTotal: v.nullable(whole),
  events: whole,
  duplicates: whole,
  replays: whole,
  disordered: whole,
  ahead: whole,
  unzoned: whole,
  ignored: whole,
  bad: v.array(v.strictObject({ at: text, why: text })),
  badRows: whole,
});

export const unmatched = v.strictObject({
  source: text,
  event: eventRef,
  why: v.picklist(['unknown', 'ambiguous', 'no-key']),
  keys: v.array(v.strictObject({ kind: text, value: text })),
  candidates: texts,
});

export const exceptionStanding = v.strictObject({
  exception: v.strictObject({
    id: text,
    kind: v.picklist(exceptionKinds),
    matcher: v.strictObject({
      rule: v.nullable(text),
      subject: v.nullable(text),
      boundary: v.nullable(text),
      capability: v.nullable(text),
      scope: v.nullable(text),
      fingerprint: v.nullable(text),
    }),
    maxMatches: whole,
    owner: text,
    approver: text,
    reference: text,
    reason: text,
    compensating: texts,
    approvedAt: instant,
    reviewedAt: v.nullable(instant),
    testedAt: v.nullable(instant),
    start: instant,
    end: instant,
    frozen: texts,
    revokedAt: v.nullable(instant),
  }),
  state: v.picklist(['in-force', 'not-begun', 'expired', 'revoked', 'invalid']),
  faults: texts,
  covers: texts,
  fresh: texts,
  gone: texts,
});

export const outcome = v.picklist(outcomes);
