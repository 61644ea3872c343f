import type { AccessFlag } from '../flags.ts';
import { matches } from '../glob.ts';
import { takesVariables, templateOf } from '../match/variables.ts';
import { isPrincipal } from '../principals.ts';
import type { Statement } from '../statement.ts';
import type { PrincipalSets } from './principals.ts';
import { principalSets } from './principals.ts';
import type { ResourcePattern } from './resources.ts';
import { mayRunOn, resourcePattern } from './resources.ts';

export interface CompiledStatement {
  readonly source: Statement;
  /** Place in the list of compiled statements: a statement of unreadable effect has two. */
  readonly number: number;
  readonly allows: boolean;
  readonly resources: readonly ResourcePattern[];
  readonly exceptResources: boolean;
  readonly principals: PrincipalSets | null;
  /** Said whenever the statement speaks of the action asked about. */
  readonly flags: readonly AccessFlag[];
  /** Whether a request may bring a flag about that is not in `flags`. */
  readonly mayFlag: boolean;
}

export function compileStatement(read: Statement, number: number, use: string): CompiledStatement {
  const source = withOddPrincipals(read);
  const { resources, conditions, variables } = source;
  const patterns = resources.list.map((each) => resourcePattern(each, variables));
  const flags: AccessFlag[] = [];
  const templated = conditions.filter(
    ({ family, values }) => variables && takesVariables(family) && values.some((each) => templateOf(each) !== null),
  );
  if (templated.some(({ family }) => family === 'bool')) flags.push('bool-variable');
  if (source.effect === 'Deny' && conditions.some((each) => each.family === 'null' && each.key === 'aws:multifactorauthpresent')) {
    flags.push('mfa-null');
  }
  if (use === 'scp' && source.effect === 'Allow' && !isPlainScp(source)) flags.push('scp-language');
  return {
    source,
    number,
    allows: source.effect === 'Allow',
    resources: patterns,
    exceptResources: resources.except,
    principals: source.principals === null ? null : principalSets(source.principals),
    flags,
    mayFlag:
      templated.length > 0 ||
      conditions.some(({ key }) => key === 'aws:principalaccount' || key === 'aws:userid') ||
      patterns.some((each) => each.is === 'template' || mayRunOn(each.text)),
  };
}

/** A principal in no form that names someone may be anyone: the statement is not understood. */
function withOddPrincipals(statement: Statement): Statement {
  const odd = statement.principals?.list.find((each) => !isPrincipal(each));
  if (odd === undefined) return statement;
  const why = `its principal ${JSON.stringify(odd.value)} is written in no form that names one`;
  return { ...statement, unknown: statement.unknown === null ? why : `${statement.unknown}; ${why}` };
}

/** The language of Allow statements before September 2025. */
function isPlainScp({ conditions, actions, resources }: Statement): boolean {
  return conditions.length === 0 && !actions.except && !resources.except && resources.list.every((each) => each === '*');
}

/** Whether the statement speaks of the action, given in lower case. */
export function speaksOf({ actions }: Statement, action: string): boolean {
  return actions.list.some((pattern) => matches(pattern, action)) !== actions.except;
}
