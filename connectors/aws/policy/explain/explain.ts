import type { AccessRequest, ExplainedLayer, Explanation, LayerName } from '../access.ts';
import { compiledFor } from '../compile/policy.ts';
import type { Layer } from '../decide/layers.ts';
import { layersOf } from '../decide/layers.ts';
import type { Worked } from '../decide/work.ts';
import { decide } from '../decide/work.ts';
import type { Truth } from '../match/truth.ts';
import { or } from '../match/truth.ts';
import { settleExactly } from '../exact/settle.ts';
import { Situation } from '../request/situation.ts';
import type { Reasoned } from './reasons.ts';
import { reasonsOf } from './reasons.ts';

/** Which statements of which layers brought a decision about. */
export function explain(request: AccessRequest): Explanation {
  const situation = new Situation(request);
  const worked = decide(situation, settleExactly);
  const asked = worked.rule === 'always' ? [] : layersOf(situation);
  const layers = [...asked.map((each) => explainLayer(each, situation)), ...absent(asked)];
  layers.sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || (a.node ?? 0) - (b.node ?? 0));
  const [allowing, denying] = [worked.outcomes?.allowing() ?? null, worked.outcomes?.denying() ?? null];
  return {
    decision: worked.decision,
    layers,
    essential: worked.on,
    ...(allowing === null ? {} : { allowingExample: allowing }),
    ...(denying === null ? {} : { denyingExample: denying }),
    text: textOf(worked, layers, situation),
  };
}

const order: readonly LayerName[] = ['identity', 'boundary', 'session', 'resource', 'scp', 'rcp'];
const names: Readonly<Record<LayerName, string>> = {
  identity: "the principal's policies",
  boundary: 'the permissions boundary',
  session: 'the session policies',
  resource: "the resource's policy",
  scp: 'the service control policies',
  rcp: 'the resource control policies',
};

function explainLayer(layer: Layer, situation: Situation): ExplainedLayer {
  const reasoned = layer.policies.flatMap((each, policy): readonly Reasoned[] => {
    const { allows, denies } = compiledFor(each, layer.use).speaking(situation.action);
    const place = { layer: layer.name, node: layer.node, policy };
    return [...allows, ...denies].sort((a, b) => a.number - b.number).map((statement) => reasonsOf(statement, place, situation));
  });
  return {
    layer: layer.name,
    ...(layer.name === 'scp' || layer.name === 'rcp' ? { node: layer.node } : {}),
    outcome: outcomeOf(anyOf(reasoned, 'Allow'), anyOf(reasoned, 'Deny')),
    statements: reasoned.map((each) => each.statement),
  };
}

function anyOf(reasoned: readonly Reasoned[], effect: 'Allow' | 'Deny'): Truth {
  return reasoned.reduce<Truth>((any, each) => (each.statement.effect === effect ? or(any, each.truth) : any), 0);
}

function outcomeOf(allow: Truth, deny: Truth): ExplainedLayer['outcome'] {
  if (deny === 1) return 'denies';
  if (deny === 2 || allow === 2) return 'depends';
  return allow === 1 ? 'allows' : 'does-not-allow';
}

function absent(layers: readonly Layer[]): readonly ExplainedLayer[] {
  return order
    .filter((name) => !layers.some((each) => each.name === name))
    .map((layer) => ({ layer, outcome: 'not-applicable', statements: [] }));
}

function textOf(worked: Worked, layers: readonly ExplainedLayer[], { target, request }: Situation): readonly string[] {
  const who = typeof request.principal === 'string' ? request.principal : named(request.principal);
  const lines = [`${who} ${said[worked.decision]} ${request.action}${target.text === '*' ? '' : ` on ${target.text}`}`];
  if (worked.on.length > 0) lines.push(`it depends on ${worked.on.join(', ')}`);
  if (worked.rule === 'always') lines.push('everyone may do so: no policy is asked');
  if (worked.rule === 'assume-root') lines.push('the account of the caller must administer the root users of the organization');
  if (worked.rule === 'never') lines.push('no policy of an account lets anyone change what belongs to AWS');
  for (const { layer, node, outcome, statements } of layers) {
    if (outcome === 'not-applicable') continue;
    const where = `${names[layer]}${node === undefined ? '' : ` of node ${node}`}`;
    const matching = statements
      .filter((each) => each.matches !== 'no')
      .map((each) => `${each.sid ?? `statement ${each.statement}`} of policy ${each.policy}`);
    lines.push(`${where}: ${outcome.replaceAll('-', ' ')}${matching.length === 0 ? '' : ` (${matching.join(', ')})`}`);
  }
  return lines;
}

function named(principal: Exclude<AccessRequest['principal'], string>): string {
  if (principal.type === 'service') return principal.name;
  if (principal.type === 'federated') return principal.provider;
  return principal.type === 'anonymous' ? 'anonymous' : principal.arn;
}

const said: Readonly<Record<Worked['decision'], string>> = {
  allowed: 'is allowed',
  'explicitly-denied': 'is explicitly denied',
  'implicitly-denied': 'is not allowed',
  depends: 'may be allowed',
};
