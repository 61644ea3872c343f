import type { ConditionBlock } from './condition.ts';
import { conditionHolds, valuesOf } from './condition.ts';
import type { Context } from './context.ts';
import type { Truth } from './truth.ts';
import { and, not, or } from './truth.ts';
import { actionFits, resourceFits } from './text.ts';

/*
 * How AWS decides one request, written from its documentation alone and slowly: nothing is compiled, cached or shared with the
 * connector. IAM User Guide: reference_policies_evaluation-logic*.html, access_policies_boundaries.html,
 * reference_policies_elements_{action,notaction,resource,notresource,principal}.html.
 */

export type Decision = 'allowed' | 'denied' | 'depends';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: ConditionBlock;
}
export interface Document {
  readonly Version?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** A user or role: its own, its groups' and its attached policies; `boundary` undefined = it has none. */
export interface Principal {
  readonly arn: string;
  readonly policies: readonly Document[];
  readonly boundary: Document | undefined;
  /** Service control policies of each node from the root to its account; undefined where none binds it. */
  readonly controls?: readonly (readonly Document[])[] | undefined;
}

export interface Request {
  readonly action: string;
  /** A concrete ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  readonly context: Context;
  /** Resource control policies that bind the resource; undefined where none does. */
  readonly protections?: readonly Document[] | undefined;
}

export interface Layer {
  readonly allows: Truth;
  readonly denies: Truth;
}

export function statementsOf(document: Document): readonly Statement[] {
  return Array.isArray(document.Statement) ? (document.Statement as readonly Statement[]) : [document.Statement as Statement];
}

/** An action is always told. */
export function actionMatches(statement: Statement, action: string): boolean {
  const listed = valuesOf(statement.Action ?? statement.NotAction ?? []).some((each) => actionFits(each, action));
  return listed === (statement.Action !== undefined);
}

function resourceMatches(statement: Statement, version: string | undefined, request: Request): Truth {
  const listed = or(
    valuesOf(statement.Resource ?? statement.NotResource ?? []).map((each) =>
      resourceFits(each, version, request.resource, request.context),
    ),
  );
  return statement.Resource === undefined ? not(listed) : listed;
}

/** What the statements of some identity-side documents say together. */
export function layerOf(documents: readonly Document[], request: Request): Layer {
  const matches = (effect: 'Allow' | 'Deny'): Truth =>
    or(
      documents.flatMap((document) =>
        statementsOf(document)
          .filter((statement) => statement.Effect === effect && actionMatches(statement, request.action))
          .map((statement) =>
            and([
              resourceMatches(statement, document.Version, request),
              conditionHolds(statement.Condition, document.Version, request.context),
            ]),
          ),
      ),
    );
  return { allows: matches('Allow'), denies: matches('Deny') };
}

/** No boundary = a layer that allows all. */
export function boundaryOf(principal: Principal, request: Request): Layer {
  return principal.boundary === undefined ? { allows: 'T', denies: 'F' } : layerOf([principal.boundary], request);
}

/** Every node must allow; a deny of any counts (orgs_manage_policies_scps_evaluation.html). A node without any is of a type switched off. */
export function controlsOf(principal: Principal, request: Request): Layer {
  const nodes = (principal.controls ?? []).filter((each) => each.length > 0).map((documents) => layerOf(documents, request));
  return { allows: and(nodes.map((each) => each.allows)), denies: or(nodes.map((each) => each.denies)) };
}

/** Services that resource control policies bind (orgs_manage_policies_rcps.html, supported services). */
const protectable = 's3 sts kms sqs secretsmanager ecr aoss cognito-identity cognito-idp logs dynamodb'.split(' ');

/** What resource control policies deny: whoever calls, as `*` is the only principal they take (orgs_manage_policies_rcps_syntax.html). */
export function protectionOf(request: Request): Truth {
  const service = request.action.split(':')[0] ?? '';
  return protectable.includes(service) ? layerOf(request.protections ?? [], request).denies : 'F';
}

export function decisionOf(allows: Truth, denies: Truth): Decision {
  if (denies === 'T' || allows === 'F') return 'denied';
  return allows === 'T' && denies === 'F' ? 'allowed' : 'depends';
}

/** A request on a resource of the principal's own account that has no policy of its own. */
export function decide(principal: Principal, request: Request): Decision {
  const own = layerOf(principal.policies, request);
  const boundary = boundaryOf(principal, request);
  const controls = controlsOf(principal, request);
  const denies = or([own.denies, boundary.denies, controls.denies, protectionOf(request)]);
  return decisionOf(and([own.allows, boundary.allows, controls.allows]), denies);
}

/** The best of several decisions: what somebody who may choose among the situations can reach. */
export function best(decisions: Iterable<Decision>): Decision {
  let so: Decision = 'denied';
  for (const each of decisions) {
    if (each === 'allowed') return each;
    if (each === 'depends') so = each;
  }
  return so;
}
