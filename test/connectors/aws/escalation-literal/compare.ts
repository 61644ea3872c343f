import type { Reach, View } from '../../../../src/model/view.ts';
import { HOME } from '../resolve/say.ts';
import type { Engine } from './engine.ts';
import { engineOf } from './engine.ts';
import { readOf } from './facts.ts';
import { NOW, momentsOf } from './moments.ts';
import { Literal, questionsOf } from './reach.ts';
import type { Spec } from './spec.ts';
import { arnOf } from './spec.ts';
import type { Sure } from './ways.ts';
import { strongest } from './ways.ts';

export interface Difference {
  readonly who: string;
  readonly secret: string;
  readonly at: string;
  readonly engine: Sure;
  readonly literal: Sure;
  /** `too-sure`: the engine says it is certain and it is not. `too-weak`: it is surer than the engine says. */
  readonly wrong: 'too-sure' | 'too-weak';
  readonly how: readonly string[];
}

function covers(scope: string, secret: string): boolean {
  if (scope === secret || scope === `aws:${HOME}`) return true;
  return new RegExp(
    `^${scope
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(secret);
}

/** Who administers the account reads all its secrets: nothing in the estates denies that. */
const gives = ['read-secrets', 'administer'];

/** What is told of the way to a secret, by the reaches of somebody. */
export function toldOf(reaches: readonly Reach[], secret: string): Sure {
  return strongest(
    reaches
      .filter(({ capability, scope }) => gives.includes(capability) && covers(scope, secret))
      .map(({ presence }): Sure => (presence === 'refuted' ? 'none' : presence)),
  );
}

/** At all moments at which the answers could change. */
export function differencesIn(spec: Spec, engine: Engine = engineOf(readOf(spec), NOW)): readonly Difference[] {
  return momentsOf(JSON.stringify(spec)).flatMap((ms) => differencesAt(spec, engine.viewAt(ms), ms));
}

function differencesAt(spec: Spec, view: View, ms: number): readonly Difference[] {
  const { who, secrets } = questionsOf(spec);
  const [least, most] = [new Literal(spec, 'least', ms), new Literal(spec, 'most', ms)];
  return who.flatMap(([kind, name]) => {
    const arn = arnOf(kind, name);
    const reaches = view.reachesOf(arn);
    const atLeast = least.secretsOf(kind, name, secrets);
    const surely = secrets.filter((secret) => toldOf(reaches, secret) === 'certain' && atLeast.get(secret) !== 'certain');
    const atMost = surely.length === 0 ? atLeast : most.secretsOf(kind, name, surely);
    return secrets.flatMap((secret): Difference[] => {
      const all = { who: arn, secret, at: new Date(ms).toISOString() };
      const said = toldOf(reaches, secret);
      const [low, high] = [atLeast.get(secret) ?? 'none', atMost.get(secret) ?? 'none'];
      const tooSure = surely.includes(secret) && high !== 'certain';
      const tooWeak = strongest([said, low]) !== said;
      return [
        ...(tooSure ? [{ ...all, engine: said, literal: high, wrong: 'too-sure' as const, how: tellPath(view, arn, secret) }] : []),
        ...(tooWeak
          ? [
              {
                ...all,
                engine: said,
                literal: low,
                wrong: 'too-weak' as const,
                how: least.tell(kind, name, secret, low === 'certain' ? 'certain' : 'possible'),
              },
            ]
          : []),
      ];
    });
  });
}

function tellPath(view: View, arn: string, secret: string): readonly string[] {
  const reach = view
    .reachesOf(arn)
    .find(({ capability, scope, presence }) => presence === 'certain' && gives.includes(capability) && covers(scope, secret));
  const path = reach === undefined ? undefined : view.path(arn, reach.capability, reach.scope);
  return path === undefined
    ? []
    : [
        ...path.links.map(({ from, to, escalation, how }) => `${from} ${how} ${to} (${escalation ?? 'plain'})`),
        `${path.grant.subject} ${path.grant.capability} ${path.grant.scope} (${path.grant.escalation ?? 'plain'})`,
      ];
}
