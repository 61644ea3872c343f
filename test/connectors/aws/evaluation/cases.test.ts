import { describe, expect, it } from 'vitest';
import { compile, evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import type { AccessDecision, AccessRequest, CompiledPolicy, PolicyInput } from '../../../../connectors/aws/policy/index.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Json } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import { DECISIONS, DOCUMENTATION, readCases, requestsOf, together } from './cases.ts';
import type { Case, CaseRequest } from './cases.ts';

const files = readCases();
const all = files.flatMap((each) => each.cases);

for (const { file, cases } of files) {
  describe(file, () => {
    for (const each of cases) {
      it(each.name, () => {
        const answers = requestsOf(each).map(({ request, decision }) => {
          const answer = evaluateAccess(asked(request));
          if (decision !== null) expect(answer.decision, JSON.stringify(request)).toBe(decision);
          return answer;
        });
        expect(together(answers.map((answer) => answer.decision))).toBe(each.decision);
        expect(sorted(answers.flatMap((answer) => answer.on))).toEqual(sorted(each.on ?? []));
        expectFlags(each, sorted(answers.flatMap((answer) => answer.flags)));
      });
    }
  });
}

it('reads the whole table: enough cases in enough files, and every kind of answer', () => {
  expect(all.length).toBeGreaterThanOrEqual(420);
  expect(files.length).toBeGreaterThanOrEqual(12);
  expect(DECISIONS.filter((decision) => !all.some((each) => each.decision === decision))).toEqual([]);
});

it('has a page of the documentation for every case', () => {
  expect(all.filter((each) => !DOCUMENTATION.test(each.source)).map((each) => each.name)).toEqual([]);
});

it('answers alike for documents as they are and for compiled ones', () => {
  for (const { name, request } of allRequests()) {
    expect(said(evaluateAccess(compiled(request))), name).toEqual(said(evaluateAccess(asked(request))));
  }
});

it('answers alike in whatever order statements, documents and levels are given', () => {
  for (const { name, request } of allRequests()) {
    expect(said(evaluateAccess(turned(request))), name).toEqual(said(evaluateAccess(asked(request))));
  }
});

it('explains the answer it gave', () => {
  for (const { name, request } of allRequests()) {
    const answer = evaluateAccess(asked(request));
    const explanation = answer.because();
    expect({ decision: explanation.decision, on: [...explanation.essential] }, name).toEqual({
      decision: answer.decision,
      on: [...answer.on],
    });
    expect(explanation.text.length, name).toBeGreaterThan(0);
  }
});

it('hands out keys and flags in order, each once', () => {
  for (const { name, request } of allRequests()) {
    const answer = evaluateAccess(asked(request));
    expect(answer.on, name).toEqual(sorted(answer.on));
    expect(answer.flags, name).toEqual(sorted(answer.flags));
  }
});

function allRequests(): readonly { readonly name: string; readonly request: CaseRequest }[] {
  return all.flatMap((each) => requestsOf(each).map(({ request }) => ({ name: each.name, request })));
}

function expectFlags(each: Case, flags: readonly string[]): void {
  if (each.flags === undefined) return;
  if (each.exactFlags) expect(flags).toEqual(sorted(each.flags));
  else expect(flags).toEqual(expect.arrayContaining(each.flags));
}

function asked(request: CaseRequest): AccessRequest {
  return request;
}

function said(answer: AccessDecision): unknown {
  return { decision: answer.decision, on: [...answer.on], flags: [...answer.flags] };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(byCodeUnit);
}

/** The same request with each document compiled for the place it stands in. */
function compiled(request: CaseRequest): AccessRequest {
  function identity(document: Json): CompiledPolicy {
    return compile(document, 'identity');
  }
  function resource(document: Json): CompiledPolicy {
    return compile(document, 'resource');
  }
  const isTrust = /^sts:/i.test(request.action) && /^arn:[^:]*:iam::\d+:role\//.test(request.resource);
  return withDocuments(request, {
    one: identity,
    many: (documents) => documents.map(identity),
    ofResource: (document) => compile(document, isTrust ? 'trust' : 'resource'),
    nodes: (nodes) => nodes.map((node) => node.map(identity)),
    resourceNodes: (nodes) => nodes.map((node) => node.map(resource)),
  });
}

/** The same request with every list of statements, documents and levels turned round. */
function turned(request: CaseRequest): AccessRequest {
  function one(document: Json): Json {
    if (!isJsonObject(document)) return document;
    const statements = document['Statement'];
    return Array.isArray(statements) ? { ...document, Statement: statements.toReversed() } : document;
  }
  function many(documents: readonly Json[]): readonly Json[] {
    return documents.map(one).toReversed();
  }
  function nodes(levels: readonly (readonly Json[])[]): Levels {
    return levels.map(many).toReversed();
  }
  return withDocuments(request, { one, many, ofResource: one, nodes, resourceNodes: nodes });
}

type Levels = readonly (readonly PolicyInput[])[];
interface Change {
  readonly one: (document: Json) => PolicyInput;
  readonly many: (documents: readonly Json[]) => readonly PolicyInput[];
  readonly ofResource: (document: Json) => PolicyInput;
  readonly nodes: (levels: readonly (readonly Json[])[]) => Levels;
  readonly resourceNodes: (levels: readonly (readonly Json[])[]) => Levels;
}

/** A layer that is not there stays absent: that is no empty layer. */
function withDocuments(request: CaseRequest, change: Change): AccessRequest {
  const { permissionsBoundary, sessionPolicies, resourcePolicy, serviceControlPolicies, resourceControlPolicies } = request;
  return {
    ...request,
    identityPolicies: change.many(request.identityPolicies),
    ...(permissionsBoundary !== undefined && { permissionsBoundary: change.one(permissionsBoundary) }),
    ...(sessionPolicies !== undefined && { sessionPolicies: change.many(sessionPolicies) }),
    ...(resourcePolicy !== undefined && { resourcePolicy: change.ofResource(resourcePolicy) }),
    ...(serviceControlPolicies !== undefined && { serviceControlPolicies: change.nodes(serviceControlPolicies) }),
    ...(resourceControlPolicies !== undefined && { resourceControlPolicies: change.resourceNodes(resourceControlPolicies) }),
  };
}
