import type { Context, KeyState } from './context.ts';
import { keyOf } from './context.ts';
import { absent, present, unknown } from './context.ts';
import type { Decision } from './literal.ts';
import { best } from './literal.ts';

/*
 * What a holder may choose about its own request, spelled out one situation at a time, and what the estate tells about it.
 * IAM User Guide: reference_policies_condition-keys.html (when each key is in a request).
 */

export interface Caller {
  readonly arn: string;
  readonly kind: 'user' | 'role';
  readonly tags: Readonly<Record<string, string>>;
  /** Its role's trust policy lets a session bring tags of its own. */
  readonly sessionTags: boolean;
  /** Nobody who could give a second factor starts its sessions: one with it is possible only. */
  readonly withoutFactor?: boolean;
  /** Of its account: an id, `null` for none; undefined where it was not read. */
  readonly organization?: string | null | undefined;
}

/** Values worth trying of the keys a holder chooses: what the policies in play mention, and one thing they do not. */
export interface Choices {
  readonly addresses: readonly string[];
  readonly externalIds: readonly (string | null)[];
  readonly sessionNames: readonly string[];
}

export const noChoices: Choices = { addresses: ['203.0.113.9'], externalIds: [null], sessionNames: ['session'] };

const AGED = 7_200;

/** Long-term key (users only), a session without MFA, a fresh session with MFA, and one with MFA of two hours ago: it lasts longer. */
function sessions(caller: Caller, at: number): readonly (readonly [string, KeyState])[][] {
  const key = 'aws:multifactorauthpresent';
  const age = 'aws:multifactorauthage';
  const issued = 'aws:tokenissuetime';
  const since = (seconds: number): KeyState => present(new Date(at - seconds * 1_000).toISOString().replace(/\.\d+Z$/, 'Z'));
  const fresh = since(0);
  const temporary = [
    [
      [key, present('false')],
      [age, absent],
      [issued, fresh],
    ],
    [
      [key, present('true')],
      [age, present('60')],
      [issued, fresh],
    ],
    [
      [key, present('true')],
      [age, present(String(AGED))],
      [issued, since(AGED)],
    ],
  ] as (readonly [string, KeyState])[][];
  return caller.kind === 'role'
    ? temporary
    : [
        [
          [key, absent],
          [age, absent],
          [issued, absent],
        ],
        ...temporary,
      ];
}

const FACTOR = 'aws:multifactorauthpresent';
const UNSURE: readonly [string, KeyState] = ['unsure', present('true')];

function isTrue(state: KeyState): boolean {
  return state.is === 'present' && state.values.includes('true');
}

/** The best that any situation gives; what only one gives that may not come about depends. */
export function bestOf(situations: readonly Context[], decide: (situation: Context) => Decision): Decision {
  return best(
    situations.map((situation) => {
      const decision = decide(situation);
      return situation.has(UNSURE[0]) && decision === 'allowed' ? 'depends' : decision;
    }),
  );
}

const directly: readonly (readonly [string, KeyState])[] = [
  ['aws:viaawsservice', present('false')],
  ['aws:sourcevpce', absent],
];

export function ofOrganization(key: string, id: string | null): readonly [string, KeyState] {
  return [key, id === null ? absent : present(id)];
}

/** Every situation the caller can bring about at a moment. `target` is the account that owns the resource. */
export function situationsOf(
  caller: Caller,
  at: number,
  choices: Choices = noChoices,
  tagKeys: readonly string[] = ['team'],
): readonly Context[] {
  const account = caller.arn.split(':')[4] ?? '';
  const told = (direct: boolean): (readonly [string, KeyState])[] => [
    ['aws:currenttime', present(new Date(at).toISOString())],
    ['aws:epochtime', present(String(at / 1000))],
    ['aws:principalarn', present(caller.arn)],
    ['aws:principalaccount', present(account)],
    ['aws:principaltype', present(caller.kind === 'user' ? 'User' : 'AssumedRole')],
    ['aws:username', caller.kind === 'user' ? present(caller.arn.slice(caller.arn.lastIndexOf('/') + 1)) : absent],
    ['aws:principalisawsservice', present('false')],
    ['aws:sourcearn', absent],
    ['aws:sourceaccount', absent],
    // no policy drawn is met by going anywhere else
    ['aws:requestedregion', present('eu-west-1')],
    ...(caller.organization === undefined ? [] : [ofOrganization('aws:principalorgid', caller.organization)]),
    // it calls directly, or some other way that is not told
    ...(direct ? directly : []),
    ...tagKeys.map((key): readonly [string, KeyState] => {
      const value = caller.tags[key];
      return [`aws:principaltag/${key}`, caller.sessionTags ? unknown : value === undefined ? absent : present(value)];
    }),
  ];
  return sessions(caller, at).flatMap((session) =>
    [true, false].flatMap((direct) =>
      choices.addresses.flatMap((address) =>
        choices.externalIds.flatMap((externalId) =>
          choices.sessionNames.map(
            (name) =>
              new Map<string, KeyState>([
                ...told(direct),
                ...session,
                ...(caller.withoutFactor === true && session.some(([key, state]) => key === FACTOR && isTrue(state)) ? [UNSURE] : []),
                ['aws:sourceip', present(address)],
                ['sts:externalid', externalId === null ? absent : present(externalId)],
                ['sts:rolesessionname', present(name)],
              ]),
          ),
        ),
      ),
    ),
  );
}

/** Values worth trying of keys that nobody tells: what the policies mention, and what they do not. */
const values: Readonly<Record<string, readonly KeyState[]>> = {
  'aws:principalorgid': [absent, present('o-abcdefghij'), present('o-other')],
  'aws:resourceorgid': [absent, present('o-abcdefghij'), present('o-other')],
  'aws:resourcetag/env': [absent, present('dev'), present('prod')],
  'aws:resourcetag/team': [absent, ...['team', 'Team', 'BLUE', 'blue', 'red', 'other'].map((each) => present(each))],
  'aws:principaltag/team': [absent, ...['team', 'Team', 'BLUE', 'blue', 'red', 'other'].map((each) => present(each))],
  'aws:sourceaccount': [absent, present('111111111111'), present('999999999999')],
  'aws:sourcearn': [absent, present('arn:aws:lambda:eu-west-1:111111111111:function:f'), present('arn:aws:s3:::x')],
  'aws:viaawsservice': [present('false'), present('true')],
  'aws:sourcevpce': [absent, present('vpce-1'), present('vpce-2')],
};

/** A decision that depends, decided for each value of what is not known and what the documents speak of. */
export function decidedExactly(situation: Context, documents: string, decide: (context: Context) => Decision): Decision {
  const first = decide(situation);
  if (first !== 'depends') return first;
  const text = documents.toLowerCase();
  let contexts: Context[] = [situation];
  for (const [key, states] of Object.entries(values)) {
    if (keyOf(situation, key).is !== 'unknown' || !text.includes(key)) continue;
    contexts = contexts.flatMap((context) => states.map((state) => new Map([...context, [key, state]])));
  }
  const decisions = new Set(contexts.map(decide));
  return decisions.size === 1 ? ([...decisions][0] ?? 'depends') : 'depends';
}
