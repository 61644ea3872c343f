import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';

/** Any JSON at all: some cases are about documents that are no policy, so nothing is asked of their shape here. */
const document = v.custom<Json>((value) => value !== undefined);
const text = v.pipe(v.string(), v.minLength(1));
const account = v.pipe(v.string(), v.regex(/^\d{12}$/));
const uid = v.exactOptional(text);

const principal = v.union([
  text,
  v.variant('type', [
    v.strictObject({ type: v.literal('user'), arn: text, uid, credential: v.exactOptional(v.picklist(['long-term', 'session'])) }),
    v.strictObject({ type: v.literal('role'), arn: text, sessionName: v.exactOptional(text), uid }),
    v.strictObject({ type: v.literal('federated-user'), arn: text, issuer: text }),
    v.strictObject({ type: v.literal('root'), arn: text }),
    v.strictObject({ type: v.literal('service'), name: text }),
    v.strictObject({ type: v.literal('federated'), provider: text }),
    v.strictObject({ type: v.literal('anonymous') }),
  ]),
]);

const unknownKey = v.union([text, v.strictObject({ key: text, present: v.literal(true) })]);
const request = {
  principal,
  principalTags: v.exactOptional(v.record(v.string(), v.string())),
  action: text,
  resource: text,
  resourceAccount: v.exactOptional(account),
  context: v.exactOptional(v.record(v.string(), v.union([v.string(), v.array(v.string())]))),
  unknownKeys: v.exactOptional(v.array(unknownKey)),
  identityPolicies: v.array(document),
  permissionsBoundary: v.exactOptional(document),
  sessionPolicies: v.exactOptional(v.array(document)),
  resourcePolicy: v.exactOptional(document),
  serviceControlPolicies: v.exactOptional(v.array(v.array(document))),
  resourceControlPolicies: v.exactOptional(v.array(v.array(document))),
};

export const DECISIONS = ['allowed', 'explicitly-denied', 'implicitly-denied', 'depends'] as const;
const decision = v.picklist(DECISIONS);
const flag = v.picklist([
  'anonymous-keys',
  'bool-variable',
  'boundary-bypass',
  'mfa-null',
  'not-exact',
  'possibly-explicit',
  'rcp-services',
  'resource-name-case',
  'scp-language',
  'trailing-wildcard',
  'trust-boundary',
  'unresolved-variable',
]);

/** "Documentation" is AWS's own: a page of docs.aws.amazon.com, or a post of AWS where the pages are silent. */
export const DOCUMENTATION = /^https:\/\/(?:docs\.aws\.amazon\.com|aws\.amazon\.com)\/\S+$/;

const file = v.array(
  v.pipe(
    v.strictObject({
      name: v.pipe(v.string(), v.minLength(12)),
      source: v.pipe(v.string(), v.regex(DOCUMENTATION)),
      request: v.strictObject(request),
      decision,
      on: v.exactOptional(v.pipe(v.array(text), v.minLength(1))),
      flags: v.exactOptional(v.array(flag)),
      exactFlags: v.exactOptional(v.literal(true)),
      and: v.exactOptional(v.array(v.strictObject({ ...v.partial(v.strictObject(request)).entries, decision }))),
    }),
    v.check((each) => (each.decision === 'depends') === (each.on !== undefined), '"on" is for the cases that depend, and needed there'),
    v.check((each) => each.exactFlags === undefined || each.flags !== undefined, '"exactFlags" needs "flags"'),
  ),
);

export type Case = v.InferOutput<typeof file>[number];
export type CaseRequest = Case['request'];
export type Decision = Case['decision'];
export interface CaseFile {
  /** folder/file.json */
  readonly file: string;
  readonly cases: readonly Case[];
}

const folder = new URL('./cases/', import.meta.url);

/** Every file of every folder under cases/. A key nobody knows, a name that is there twice and a file outside a folder are refused. */
export function readCases(): readonly CaseFile[] {
  const names = new Map<string, string>();
  return paths().map((path) => {
    const read = v.safeParse(file, JSON.parse(readFileSync(new URL(path, folder), 'utf8')));
    if (!read.success) throw new Error(`${path} is no file of cases: ${JSON.stringify(v.flatten(read.issues))}`);
    for (const { name } of read.output) {
      const other = names.get(name);
      if (other !== undefined) throw new Error(`two cases are named "${name}", one in ${other}, one in ${path}`);
      names.set(name, path);
    }
    return { file: path, cases: read.output };
  });
}

function paths(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      if (!entry.isDirectory()) throw new Error(`cases are kept in folders, "${entry.name}" is not in one`);
      return readdirSync(new URL(`${entry.name}/`, folder)).map((name) => `${entry.name}/${name}`);
    })
    .map((path) => {
      if (!path.endsWith('.json')) throw new Error(`cases are JSON files, "${path}" is none`);
      return path;
    })
    .sort();
}

/** The requests of the case's operation: the one written out, then those that differ from it. */
export function requestsOf(each: Case): readonly { readonly request: CaseRequest; readonly decision: Decision | null }[] {
  const further = (each.and ?? []).map(({ decision: own, ...differing }) => ({
    request: { ...each.request, ...differing } as CaseRequest,
    decision: own,
  }));
  return [{ request: each.request, decision: further.length === 0 ? each.decision : null }, ...further];
}

/** An operation made of several requests is allowed only if all are; the most certain refusal is its answer. */
export function together(decisions: readonly Decision[]): Decision {
  if (decisions.includes('explicitly-denied')) return 'explicitly-denied';
  if (decisions.includes('implicitly-denied')) return 'implicitly-denied';
  return decisions.includes('depends') ? 'depends' : 'allowed';
}
