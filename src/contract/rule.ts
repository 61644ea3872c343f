import type { GenericSchema } from 'valibot';
import type { NonEmpty } from '../base/json.ts';
import type { Access } from '../model/access.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Authorisation, EventSource, RequestCase, Trigger, Unmatched } from '../model/authorisation.ts';
import type { Ending } from '../model/ending.ts';
import type { ExceptionStanding, PrivilegeException } from '../model/exception.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { Capability } from '../model/capability.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from '../model/entity.ts';
import type { FactKind } from '../model/fact.ts';
import type { ControlRef, Family } from '../model/finding.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Grant, Link, LinkKind } from '../model/grant.ts';
import type { RuleId, ScopeId } from '../model/ids.ts';
import type { CrownJewel } from '../model/jewel.ts';
import type { Observation, Question } from '../model/question.ts';
import type { ScopeParent } from '../model/scope.ts';
import type { View } from '../model/view.ts';

export interface Need {
  readonly kind: FactKind;
  /** `own`: in the subject's boundary. `reached`: in every boundary the search reached or could have reached. `all`: everywhere. */
  readonly where: 'own' | 'reached' | 'all';
}

export interface Rule<S> {
  readonly id: RuleId;
  /** Raised when its answer on some input changes. */
  readonly revision: number;
  readonly family: Family;
  readonly title: string;
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
  /** How Vestige will verify that it was done. */
  readonly verify: string;
  readonly controls: readonly ControlRef[];
  /** An object schema; every threshold has a default and a `v.description` with its unit and its source. */
  readonly settings: GenericSchema<unknown, S>;
  readonly needs: NonEmpty<Need>;
  /** Asked when exceptions have moved findings aside: `view.assured.exceptions` then tells what they cover. Left out: before, when it does not. */
  readonly after?: 'exceptions';
  /** The denominator. */
  questions(view: View, settings: S): Iterable<Question>;
  /** Pure and total. */
  answer(view: View, question: Question, settings: S): Observation;
  readonly examples: {
    readonly fires: NonEmpty<SmallGraph>;
    readonly clear: NonEmpty<SmallGraph>;
    readonly undetermined: NonEmpty<SmallGraph>;
  };
}

/** For third parties and our own alike: checks the shape at compile time. */
export function defineRule<S>(rule: Rule<S>): Rule<S> {
  return rule;
}

/**
 * A small estate for an example. Boundaries default to one, `aws:111122223333`, with every fact kind fully read. Everything not
 * said takes the plainest value: certain, always, standing, no gate, no conditions.
 */
export interface SmallGraph {
  /** What it shows, in words; unique within the rule. */
  readonly name: string;
  /** RFC 3339; default 2026-01-01T00:00:00.000Z. */
  readonly asOf?: string;
  /** Settings of the rule it is an example of; left out: the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly boundaries?: readonly (Partial<Boundary> & { readonly id: string })[];
  /** What holds what beside what names tell. */
  readonly scopes?: readonly (Partial<ScopeParent> & { readonly scope: ScopeId; readonly parent: ScopeId })[];
  /** Of the configuration. */
  readonly crownJewels?: readonly (Partial<CrownJewel> & { readonly name: string; readonly scope: ScopeId })[];
  /** Lines of the ledger that are not `complete`, by kind of fact. */
  readonly unread?: readonly {
    readonly kind: FactKind;
    readonly boundary?: string;
    readonly status?: SurfaceCoverage['status'];
    readonly cause?: Gap['cause'];
  }[];
  readonly identities?: readonly (Partial<Identity> & { readonly id: string })[];
  readonly credentials?: readonly (Partial<Credential> & { readonly id: string; readonly identity: string })[];
  readonly usage?: readonly (Partial<Usage> & { readonly identity: string })[];
  readonly serviceUsage?: readonly (Partial<ServiceUsage> & { readonly identity: string; readonly service: string })[];
  readonly activationPolicies?: readonly (Partial<ActivationPolicy> & { readonly id: string })[];
  readonly lifeCycleEvents?: readonly (Partial<LifeCycleEvent> & { readonly id: string; readonly type: LifeCycleEvent['type'] })[];
  /** What records of life cycles come to. Left out: no store was at hand, and nothing is said of what ended. */
  readonly life?: SmallLife;
  readonly grants?: readonly (Partial<Grant> & { readonly subject: string; readonly capability: Capability; readonly scope?: ScopeId })[];
  readonly links?: readonly (Partial<Link> & { readonly from: string; readonly to: string; readonly how?: LinkKind })[];
}

type Partly<T, K extends keyof T> = Partial<T> & Pick<T, K>;

/** Everything not said takes the plainest value: see `src/judge/small-assured.ts`. An ending of the id of an access is of that one. */
export interface SmallLife {
  readonly accesses?: readonly Partly<Access, 'id' | 'subject'>[];
  readonly endings?: readonly Partly<Ending, 'id' | 'subject'>[];
  readonly authorisations?: readonly Partly<Authorisation, 'id' | 'subjects'>[];
  readonly triggers?: readonly Partly<Trigger, 'kind' | 'subjects'>[];
  readonly requests?: readonly Partly<RequestCase, 'id' | 'subjects'>[];
  readonly unmatched?: readonly Partly<Unmatched, 'source'>[];
  readonly sources?: readonly Partly<EventSource, 'source'>[];
  readonly exceptions?: readonly (Partial<Omit<ExceptionStanding, 'exception'>> & {
    readonly exception: Partly<PrivilegeException, 'id'>;
  })[];
  readonly lingerAllowedMs?: number;
}
