import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import { denyNames } from '../resolve/principals.ts';
import type { Trust } from '../resolve/trusts.ts';
import { isServiceLinked } from '../resolve/organization.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { allowing, givenBy } from './allowing.ts';
import type { Ask } from './asks.ts';
import { denying } from './denying.ts';
import { joinExplained, nothing } from './holder.ts';
import { linked, protectedBy } from './organization.ts';
import type { Paper } from './papers.ts';
import type { Reading } from './reading.ts';
import { Visitor } from './received.ts';

/** A role's trust policy, or the policy of a resource, beside one who comes to it. */
export interface Door {
  readonly paper: Paper;
  readonly visitor: Visitor;
  /** What the visitor wants of it. */
  readonly asks: (statement: CompiledStatement) => readonly Ask[];
  readonly over: string;
}

/** The statements of a trust or resource policy that let the visitor in. */
export function lettingIn({ paper, visitor, asks, over }: Door): readonly ExplainedStatement[] {
  const { document } = paper;
  return (document?.statements ?? []).flatMap((statement) => {
    if (statement.effect !== 'Allow' || visitor.partyIn(statement) === undefined) return [];
    const who = visitor.saysWho(statement);
    const left = { ...statement, conditions: statement.conditions.filter((atom) => !who.includes(atom)) };
    const alone = { ...paper, document: document === null ? null : { ...document, statements: [left] } };
    return allowing(alone, givenBy(alone, asks(statement), visitor.caller), over, visitor.caller).map((each) => ({
      ...each,
      conditions: [
        ...who.map(({ text }) => ({ text: `${text}: it says whom it lets in`, settled: 'decided' as const })),
        ...each.conditions,
      ],
    }));
  });
}

/** The denies of the same policy. */
export function turningAway({ paper, visitor, asks }: Door): readonly ExplainedStatement[] {
  return (paper.document?.statements ?? []).flatMap((deny) =>
    deny.effect === 'Deny' && paper.document !== null
      ? denying({ ...paper, document: { ...paper.document, statements: [deny] } }, asks(deny), visitor.caller, false, (each) =>
          denyNames(each, visitor.requester),
        )
      : [],
  );
}

/** What a role's trust policy, and the policies that protect its account, say of one who would become it. */
export function atTrust(
  reading: Reading,
  trust: Trust,
  from: string,
): { readonly lets: readonly ExplainedStatement[]; readonly looks: Explained } {
  const fact = reading.facts.find('trust', trust.boundary, trust.role);
  const paper: Paper = {
    name: `trust policy of role ${trust.roleName}`,
    attached: '',
    document: trust.document,
    raw: (fact?.value as { readonly document?: Paper['raw'] } | undefined)?.document ?? null,
    evidence: trust.evidence,
  };
  const visitor = new Visitor(reading, from, trust, trust.partition);
  const call = callsOf(trust, visitor);
  const door: Door = {
    paper,
    visitor,
    asks: (statement) => [{ action: statement.effect === 'Allow' ? visitor.callIn(statement) : call, on: trust.role }],
    over: `role ${trust.roleName}`,
  };
  const asks = [{ action: call, on: trust.role }];
  const place = reading.estate.organizations.placeOf(trust.account);
  const controls = isServiceLinked(trust.role)
    ? { statements: [linked('resource control policies')], unread: [] }
    : protectedBy(reading.chain(trust.account, 'resource-control-policy'), place, trust.account, asks, visitor.caller);
  const looks = joinExplained([{ statements: turningAway(door), unread: [] }, isServiceLinked(from) ? nothing : controls]);
  return { lets: lettingIn(door), looks };
}

/** The call that the statements which let it in are about. */
function callsOf({ document }: Trust, visitor: Visitor): string {
  const statement = document.statements.find((each) => each.effect === 'Allow' && visitor.partyIn(each) !== undefined);
  return statement === undefined ? 'sts:AssumeRole' : visitor.callIn(statement);
}
