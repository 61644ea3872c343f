import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { AccessDecision } from '../../../../connectors/aws/policy/index.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import { runs } from '../../../support/runs.ts';
import { policiesOf } from './decide.ts';
import { isOddAction } from './document.ts';
import { simpleDomains } from './generate/keys.ts';
import { requests } from './generate/requests.ts';
import type { Fields } from './generate/statements.ts';
import { statementOf } from './generate/statements.ts';
import { clocks, isMultivalued, keyState } from './keys.ts';
import type { LiteralRequest } from './request.ts';
import { isOfKind, kindOf } from './typed.ts';
import { keysIn } from './unknown.ts';

/* Laws that hold whatever the documentation says of a single case. */

const COUNT = { numRuns: runs(150, 20_000) };

type Change = (document: Json) => Json;

function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function statementsOf(document: Fields): readonly Json[] {
  const written = document['Statement'] ?? [];
  return Array.isArray(written) ? (written as readonly Json[]) : [written];
}
/** Documents nobody can read stay as they are. */
function withStatements(document: Json, change: (statements: readonly Json[]) => readonly Json[]): Json {
  if (!isFields(document) || document['Statement'] === undefined) return document;
  return { ...document, Statement: change(statementsOf(document)) as Json };
}
function inEveryDocument(request: LiteralRequest, change: Change): LiteralRequest {
  const { permissionsBoundary, sessionPolicies, resourcePolicy, serviceControlPolicies, resourceControlPolicies } = request;
  return {
    ...request,
    identityPolicies: request.identityPolicies.map(change),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: change(permissionsBoundary) }),
    ...(sessionPolicies === undefined ? {} : { sessionPolicies: sessionPolicies.map(change) }),
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: change(resourcePolicy) }),
    ...(serviceControlPolicies === undefined ? {} : { serviceControlPolicies: serviceControlPolicies.map((node) => node.map(change)) }),
    ...(resourceControlPolicies === undefined ? {} : { resourceControlPolicies: resourceControlPolicies.map((node) => node.map(change)) }),
  };
}

function isUnderstood(request: LiteralRequest): boolean {
  const { identity, boundary = [], session = [], resource, scp = [], rcp = [] } = policiesOf(request);
  const documents = [...identity, ...boundary, ...session, ...resource, ...scp.flat(), ...rcp.flat()];
  return documents.every((document) => document.statements.every((statement) => statement.readable));
}
function said(answer: AccessDecision): string {
  return JSON.stringify([answer.decision, answer.on.map((key) => key.toLowerCase()), answer.flags]);
}
/** How far it is allowed: not, perhaps, surely. */
function rank({ decision }: AccessDecision): number {
  return decision === 'allowed' ? 2 : decision === 'depends' ? 1 : 0;
}
function isExact(...answers: readonly AccessDecision[]): boolean {
  return answers.every((each) => !each.flags.includes('not-exact'));
}

const drawn = requests.chain((request) =>
  fc.record({
    request: fc.constant(request),
    statement: statementOf(request, ['aws:RequestTag/k', 's3:prefix'], { allows: 1, readable: true }),
  }),
);
/** A statement of that effect that fits the layer it is put into. */
function withEffect(statement: Json, Effect: 'Allow' | 'Deny', layer: Json): Json {
  const { effect: _, ...fields } = isFields(statement) ? statement : {};
  const first = isFields(layer) ? statementsOf(layer)[0] : undefined;
  const named = isFields(first ?? null) && Object.keys(first as Fields).some((name) => name.toLowerCase().endsWith('principal'));
  const ofTrust = named && !Object.keys(first as Fields).some((name) => name.toLowerCase().endsWith('resource'));
  const { Resource: __, NotResource: ___, resource: ____, notresource: _____, ...without } = fields as Fields;
  return { ...(ofTrust ? without : fields), Effect, ...(named ? { Principal: '*' } : {}) };
}

describe('laws of the evaluator', () => {
  it.each(['identityPolicies', 'everywhere'] as const)('a Deny more allows nothing more: %s', (where) => {
    fc.assert(
      fc.property(drawn, ({ request, statement }) => {
        const add: Change = (document) => withStatements(document, (all) => [...all, withEffect(statement, 'Deny', document)]);
        const one: Json = { Version: '2012-10-17', Statement: withEffect(statement, 'Deny', null) };
        const more =
          where === 'everywhere' ? inEveryDocument(request, add) : { ...request, identityPolicies: [...request.identityPolicies, one] };
        const [before, after] = [evaluateAccess(request), evaluateAccess(more)];
        if (isExact(before, after)) expect(rank(after)).toBeLessThanOrEqual(rank(before));
      }),
      COUNT,
    );
  });

  it('an Allow more denies nothing more', () => {
    fc.assert(
      fc.property(drawn, ({ request, statement }) => {
        const add: Change = (document) => withStatements(document, (all) => [...all, withEffect(statement, 'Allow', document)]);
        const [before, after] = [evaluateAccess(request), evaluateAccess(inEveryDocument(request, add))];
        if (isExact(before, after)) expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
      }),
      COUNT,
    );
  });

  it('the order of statements and policies is nothing', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const turned = inEveryDocument(request, (document) => withStatements(document, (all) => all.toReversed()));
        const order = { ...turned, identityPolicies: turned.identityPolicies.toReversed() };
        expect(said(evaluateAccess(order))).toBe(said(evaluateAccess(request)));
      }),
      COUNT,
    );
  });

  it('a list of actions or resources is as many statements', () => {
    const split = (name: string, statement: Json): readonly Json[] => {
      if (!isFields(statement)) return [statement];
      const list = statement[name];
      return Array.isArray(list) && list.length > 0 ? list.map((each: Json) => ({ ...statement, [name]: each })) : [statement];
    };
    fc.assert(
      fc.property(requests, (request) => {
        const apart = inEveryDocument(request, (document) =>
          withStatements(document, (all) => all.flatMap((each) => split('Action', each)).flatMap((each) => split('Resource', each))),
        );
        // each part of a statement nobody understands is an open question of its own
        fc.pre(isUnderstood(request));
        expect(said(evaluateAccess(apart))).toBe(said(evaluateAccess(request)));
      }),
      COUNT,
    );
  });

  it('a bare value is a list of one', () => {
    const wrap = (value: Json | undefined): Json => (Array.isArray(value) || value === undefined ? (value ?? []) : [value]);
    const listed = (statement: Json): Json => {
      if (!isFields(statement)) return statement;
      return Object.fromEntries(
        Object.entries(statement).map(([name, value]) => [name, /^(?:Not)?(?:Action|Resource)$/.test(name) ? wrap(value) : value]),
      );
    };
    fc.assert(
      fc.property(requests, (request) => {
        const lists = inEveryDocument(request, (document) => withStatements(document, (all) => all.map(listed)));
        expect(said(evaluateAccess(lists))).toBe(said(evaluateAccess(request)));
      }),
      COUNT,
    );
  });

  it('the case of actions, operators and keys is nothing', () => {
    const swap = (text: string): string =>
      Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join('');
    const each = (value: Json): Json =>
      Array.isArray(value) ? value.map((one: Json) => each(one)) : typeof value === 'string' ? swap(value) : value;
    const names = (value: Json, depth: number): Json =>
      depth === 0 || !isFields(value)
        ? value
        : Object.fromEntries(Object.entries(value).map(([name, inner]) => [swap(name), names(inner, depth - 1)]));
    const recased = (statement: Json): Json =>
      !isFields(statement)
        ? statement
        : Object.fromEntries(
            Object.entries(statement).map(([name, value]) => {
              if (/^(?:not)?action$/i.test(name)) return [name, each(value)];
              return [name, /^condition$/i.test(name) ? names(value, 2) : value];
            }),
          );
    fc.assert(
      fc.property(requests, (request) => {
        const other = inEveryDocument(request, (document) => withStatements(document, (all) => all.map(recased)));
        const context =
          request.context === undefined
            ? {}
            : { context: Object.fromEntries(Object.entries(request.context).map(([key, value]) => [swap(key), value])) };
        expect(said(evaluateAccess({ ...other, ...context, action: swap(request.action) }))).toBe(said(evaluateAccess(request)));
      }),
      COUNT,
    );
  });

  it('an action or anything but it is everything', () => {
    fc.assert(
      fc.property(drawn, ({ request, statement }) => {
        const { Action, NotAction, action: _, notaction: __, ...rest } = isFields(statement) ? statement : {};
        const listed = Action ?? NotAction ?? request.action;
        fc.pre(![listed].flat().some((pattern) => typeof pattern === 'string' && isOddAction(pattern)));
        const whole = (...statements: readonly Fields[]): LiteralRequest => ({
          ...request,
          identityPolicies: [
            ...request.identityPolicies,
            { Version: '2012-10-17', Statement: statements.map((each) => ({ ...rest, ...each, Effect: 'Allow' })) },
          ],
        });
        const [two, one] = [evaluateAccess(whole({ Action: listed }, { NotAction: listed })), evaluateAccess(whole({ Action: '*' }))];
        expect([two.decision, two.on]).toEqual([one.decision, one.on]);
      }),
      COUNT,
    );
  });

  it('a key that is told refines what depended on it, and changes nothing else', () => {
    fc.assert(
      fc.property(requests, fc.nat(), (request, pick) => {
        const key = keysIn(request).find(
          (each) => !clocks.includes(each) && ['unknown', 'present-unknown'].includes(keyState(request, each).is),
        );
        fc.pre(
          key !== undefined &&
            request.context !== undefined &&
            !(request.unknownKeys ?? []).some((each) => JSON.stringify(each).includes('*')),
        );
        if (key === undefined) return;
        const kind = kindOf(key, request, policiesOf(request));
        const values = (simpleDomains.get(key) ?? []).filter((each) => isOfKind(kind, each));
        const value = values[pick % values.length] ?? '';
        const told: LiteralRequest = {
          ...request,
          context: { ...request.context, [key]: isMultivalued(key) ? values.slice(0, 1 + (pick % values.length)) : value },
          unknownKeys: (request.unknownKeys ?? []).filter((each) => (typeof each === 'string' ? each : each.key).toLowerCase() !== key),
        };
        const [before, after] = [evaluateAccess(request), evaluateAccess(told)];
        if (!isExact(before, after)) return;
        if (before.decision === 'depends') {
          if (after.decision === 'depends') expect(before.on).toEqual(expect.arrayContaining([...after.on]));
        } else if (before.flags.includes('possibly-explicit')) expect(rank(after)).toBe(0);
        else expect(after.decision).toBe(before.decision);
      }),
      COUNT,
    );
  });
});
