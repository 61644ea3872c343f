import * as v from 'valibot';
import { batchKinds } from '../../../../model/ledger.ts';
import { eventSourceKinds } from '../../../../model/life-cycle.ts';
import { anchor } from './pack.ts';
import { severityCounts } from './report.ts';
import { hex64, instant, text, texts, whole } from './words.ts';

const by = v.strictObject({ name: text, from: v.picklist(['given', 'configuration', 'system']) });
const command = v.picklist(['scan', 'capture', 'analyze', 'verify']);
const period = v.strictObject({ from: instant, to: instant });

/** What each kind of leaf commits to. */
export const leafBodySchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('begun'), origin: text, vkey: text, by, program: text }),
  v.strictObject({
    kind: v.literal('run-intent'),
    command,
    nonce: hex64,
    by,
    program: text,
    configuration: text,
    scope: v.array(v.strictObject({ connector: text, settings: text, surfaces: v.nullable(texts) })),
    anchor: v.nullable(anchor),
  }),
  v.strictObject({
    kind: v.literal('run-end'),
    command,
    nonce: hex64,
    capture: v.nullable(text),
    pages: whole,
    run: v.nullable(text),
    asOf: v.nullable(instant),
    boundaries: texts,
    report: v.nullable(hex64),
    coverage: v.strictObject({ complete: whole, partial: whole, unread: whole, excluded: whole }),
    findings: v.nullable(severityCounts),
    rules: v.array(v.strictObject({ id: text, revision: whole })),
    batches: v.array(whole),
  }),
  v.strictObject({ kind: v.literal('run-abort'), nonce: hex64, code: text, why: text }),
  v.strictObject({ kind: v.literal('batch'), what: v.picklist(batchKinds), count: whole, root: hex64, statement: hex64 }),
  v.strictObject({
    kind: v.literal('import'),
    import: v.strictObject({
      id: text,
      system: text,
      sourceKind: v.picklist(eventSourceKinds),
      sha256: hex64,
      name: text,
      rows: whole,
      events: whole,
      badRows: whole,
      controlTotal: v.nullable(whole),
      covers: v.nullable(period),
      extractedBy: v.nullable(text),
      extractedAt: v.nullable(instant),
    }),
    by,
  }),
  v.strictObject({
    kind: v.literal('exception'),
    exception: text,
    change: v.strictObject({
      what: v.picklist(['approved', 'reviewed', 'tested', 'revoked']),
      by: text,
      at: instant,
      note: v.nullable(text),
    }),
    version: hex64,
    by,
  }),
  v.strictObject({ kind: v.literal('population'), period, asOf: instant, size: whole, root: hex64, by }),
  v.strictObject({
    kind: v.literal('export'),
    pack: hex64,
    framework: text,
    period,
    content: hex64,
    nonce: v.nullable(text),
    sample: v.nullable(whole),
    by,
  }),
  v.strictObject({
    kind: v.literal('prune'),
    what: v.picklist(['history', 'captures', 'bodies']),
    until: v.nullable(instant),
    removed: whole,
    ids: hex64,
    by,
    reason: v.exactOptional(text),
  }),
  v.strictObject({
    kind: v.literal('key-change'),
    from: text,
    to: text,
    why: v.picklist(['rotation', 'compromise']),
    since: v.nullable(instant),
    by,
  }),
  v.strictObject({ kind: v.literal('anchor'), anchor }),
]);
