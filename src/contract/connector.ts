import type { GenericSchema } from 'valibot';
import type { Instant } from '../base/instant.ts';
import type { Json, NonEmpty } from '../base/json.ts';
import type { Access, Linger } from '../model/access.ts';
import type { Credential, Identity } from '../model/entity.ts';
import type { Explained } from '../model/explained.ts';
import type { Fact, FactIndex, FactKind, FactOfKind, MappedFact } from '../model/fact.ts';
import type { Gap, GapCause } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, ConnectorId, EntityId, FactKey, SurfaceId } from '../model/ids.ts';
import type { LogSpan } from '../model/life-cycle.ts';
import type { Task } from '../model/page.ts';
import type { ScopeParent } from '../model/scope.ts';
import type { ConnectorHistory } from './history.ts';

export type { ScopeParent } from '../model/scope.ts';

/** One kind of thing a connector reads in a boundary. */
export interface Surface {
  readonly id: SurfaceId;
  readonly yields: NonEmpty<FactKind>;
  /** The least that reads it; printed by `doctor`. */
  readonly permission: string;
  /** What we then cannot say, in the reader's words. */
  readonly ifUnread: string;
  /** `after`: milliseconds the provider needs before a read may be believed about what is gone. */
  readonly provesAbsence: 'yes' | 'no' | { readonly after: number };
  /** `limits`: unread, it only leaves a caveat. `grants`: unread, it permits no clear. */
  readonly role: 'grants' | 'limits' | 'describes';
  /** Which of `limits` its calls count against; left out = the strictest of them. */
  readonly service?: string;
  /**
   * The surfaces of the same boundary that tell what to ask of this one: it is complete only where they are, and complete without a
   * single call where they are and gave nothing to ask. Left out: every surface whose pages asked for it, and all earlier stages.
   */
  readonly follows?: readonly SurfaceId[];
  /** Asked in one boundary of a source and answering for all of them (an organization's policies): expected once, not in each. */
  readonly shared?: true;
  /** All its pages speak for one moment (one transaction of the provider). Left out: only where they are a single page. */
  readonly snapshot?: true;
  /**
   * The provider leaves out, without an error, what the caller may not read: what an answer lacks is believed only where it holds something
   * of the same sort that was known before.
   */
  readonly filtered?: true;
  /**
   * So many of its tasks in one boundary may be given to `Session.read` at once, each at its first page. They count against the rate of the
   * surface as if each were asked alone, and against a budget as one call. Left out: each is asked alone.
   */
  readonly batch?: number;
}

export interface RateLimit {
  readonly service: string;
  /** Requests a second in one boundary. */
  readonly perSecond: number;
  readonly concurrency: number;
  /** The provider counts all boundaries of a source together. Left out: each by itself. */
  readonly together?: true;
}

/** The task, and where in its answer to go on. */
export interface TaskAt {
  readonly task: Task;
  readonly cursor: string | null;
}

/** One page of one task's answer. A refusal is an answer: `refused` says why, the body holds the provider's words. */
export interface Part {
  readonly task: Task;
  readonly cursor: string | null;
  readonly body: Json;
  readonly next: string | null;
  readonly refused?: GapCause;
  readonly validAt?: Instant;
  /** Of a refused part: what the provider asks to be waited before this part is asked for again. Left out: `pollAfterMs` of the answer says it. */
  readonly retryAfterMs?: number;
  /** Where the part has a status of its own, beside that of the exchange that brought several. */
  readonly status?: number;
}

/** What is known of the exchange itself. */
export interface Wire {
  readonly sentAt: Instant;
  readonly receivedAt: Instant;
  readonly providerDate: Instant | null;
  readonly requestId: string | null;
  readonly status: number | null;
  readonly raw: string | null;
}

export interface Answer {
  readonly parts: NonEmpty<Part>;
  readonly wire: Wire;
  /**
   * The job is not done: ask the same again after so many milliseconds. The parts then hold nothing to map; of an answer to several tasks
   * none but the refused parts stands. With a refused part: what the provider asks to be waited.
   */
  readonly pollAfterMs?: number;
  /** The provider is near a limit of its own: nothing more is asked of this boundary and service for so long. The parts stand. */
  readonly slowDownMs?: number;
}

/** What one page says. An item that does not parse is a `malformed` gap with its place, never a skipped row. */
export interface Mapped {
  readonly facts: readonly MappedFact[];
  readonly gaps: readonly Gap[];
  readonly spawns?: readonly Task[];
}

/** A page that `doctor` was answered, and whether it was a refusal. */
export interface ProbePage {
  readonly task: Task;
  readonly body: Json;
  readonly refused: GapCause | null;
}

/** `warn`: whoever signed in may do what no scan needs and what changes things. */
export interface SelfNote {
  readonly state: 'ok' | 'note' | 'warn';
  readonly text: string;
  readonly hint?: string;
}

/** How to give what was refused. */
export interface Granting {
  /** Of the permissions that are needed, those that whoever signed in is seen to lack; empty where none is. */
  readonly missing: readonly string[];
  readonly hint: string;
  /** Commands ready to be copied. */
  readonly commands: readonly string[];
}

/** What `doctor` can say of whoever signed in, beside what was refused. */
export interface SelfCheck<S> {
  /** Tells who signed in; `doctor` alone asks it. Its answer is not mapped. */
  task(settings: S): Task;
  /** Who signed in, and what it may do that it need not. `pages`: all that the probe was answered, that of `task` among them. */
  tells(pages: readonly ProbePage[], settings: S): readonly SelfNote[];
  granting(
    refused: { readonly surface: SurfaceId; readonly permissions: readonly string[]; readonly boundaries: readonly BoundaryId[] },
    pages: readonly ProbePage[],
    settings: S,
  ): Granting | null;
}

/** What can be removed, for exact commands. */
export type RemedyTarget = Grant | Link | Credential | Identity;

/** Pure, loads no SDK: all that replay and an auditor need. */
export interface ConnectorCore<S> {
  readonly id: ConnectorId;
  /** Raised when one API answer would now give different facts. */
  readonly mapping: number;
  readonly surfaces: NonEmpty<Surface>;
  readonly settings: GenericSchema<unknown, S>;
  readonly limits: readonly RateLimit[];
  /** The first tasks, before any boundary is known. */
  roots(settings: S): readonly Task[];
  /** What a boundary of this connector is expected to have answered; a surface nobody asked becomes a line of the ledger. */
  expects(boundary: BoundaryId, settings: S): readonly SurfaceId[];
  map(task: Task, body: Json): Mapped;
  /**
   * What the settings ask of a boundary, whether or not a task turned out to be needed. Left out: whatever was asked. A surface that
   * is neither here nor asked was left out on purpose.
   */
  asked?(boundary: BoundaryId, settings: S): readonly SurfaceId[];
  /** Called when a stage has drained (stage 0 = the roots and all they spawned). Tasks given before are not run again; none new = done. */
  plan?(seen: FactIndex, stage: number, settings: S): readonly Task[];
  /**
   * Sources that are read to their end before this one's plan begins, where they are part of the same scan, and the kinds of their facts that
   * `plan` then sees beside its own; theirs must be among what their own plan sees. No two may wait for each other.
   */
  readonly planAfter?: readonly { readonly connector: ConnectorId; readonly kinds: readonly FactKind[] }[];
  /** The kinds of facts `plan` looks at; the others are not kept for it. Left out: all. */
  readonly planSees?: readonly FactKind[];
  /**
   * Sees all facts; yields effective grants and links. `without`: leaves out what these name, by key of a fact or id of a source, as if it had
   * been taken away, which is not the same as not having been listed. `unread`: the boundaries whose trusts the ledger does not hold to be complete; where
   * someone read may reach into one, a link says so, to what the graph takes for its unread part (`pool:<boundary>:unread`). Left out: not
   * told, and the facts alone say what was read. `isRead`: whether the ledger holds a surface of a boundary to be complete; left out, none
   * is.
   */
  resolve(
    facts: FactIndex,
    asOf: Instant,
    settings: S,
    without?: ReadonlySet<FactKey>,
    unread?: ReadonlySet<BoundaryId>,
    isRead?: (surface: SurfaceId, boundary: BoundaryId) => boolean,
  ): Iterable<Grant | Link>;
  /** The names of the native ids a fact is about: what {@link explain} of an element of that name wants to see. `''`: of every element. */
  mentions?(fact: Fact): Iterable<string>;
  /**
   * Why an element is there, statement by statement. `facts` hold at least all those that mention an identity of the element, or what its
   * source names, and may hold any more.
   */
  explain?(facts: FactIndex, element: Grant | Link, asOf: Instant, settings: S): Explained;
  /**
   * The names of what {@link explain} of an element wants to see, as far as is told by `facts`, which hold all that mentions a name of
   * `asked`. Asked again with those names until it gives no new one, all has been seen. Left out: the identities of the element and the id
   * of its source.
   */
  explainWants?(element: Grant | Link, facts: FactIndex, asked: ReadonlySet<string>): Iterable<string>;
  /** What holds what: accounts, units and organizations, each with what it lies in. A boundary may be a container itself. Left out: nothing. */
  scopes?(facts: FactIndex): Iterable<ScopeParent>;
  /** What a person could take away, each as one act, and what `resolve` is to leave out for it. Left out: nothing can be named but elements. */
  removables?(facts: FactIndex): Iterable<Removable>;
  /** Joins what several surfaces tell of one credential. Left out: the facts of kinds `credential` and `service-credential` as they are. */
  credentials?(facts: FactIndex): Iterable<ToldCredential>;
  /** Joins what reports tell of use by names of their own with whom others list by them. Told beside the facts of kind `usage`. Left out: nothing. */
  usages?(facts: FactIndex): Iterable<FactOfKind<'usage'>>;
  /** Names that one boundary's answers tell of others (an organization of its accounts). A boundary's own facts go before them. */
  boundaryNames?(facts: FactIndex): Iterable<BoundaryName>;
  /** Least privilege for what the settings ask, as documents ready to be used. */
  permissions?(settings: S): readonly PermissionDocument[];
  /**
   * What is seen to be there and is not asked for as the settings are (accounts that are not entered), and what would have it asked: one
   * sentence each, for the person who runs the scan. Sees what `plan` sees, once nothing more is asked.
   */
  leftOut?(seen: FactIndex, settings: S): readonly string[];
  /** Left out: `doctor` says what was refused and the part of {@link permissions} that gives it, and nothing of who signed in. */
  readonly self?: SelfCheck<S>;
  /** The provider's name of the permission that a task needs, for `doctor`; empty = none is needed. */
  permissionOf?(task: Task): readonly string[];
  /** What a task asks, in the provider's words. Left out: told by its args, and all tasks of a surface count as one operation. */
  asks?(task: Task): TaskWords;
  /** Exact commands that take a thing away, in the provider's own tool. */
  remedy?(target: RemedyTarget): readonly string[];
  readonly dumps?: readonly DumpFormat[];
  /**
   * The accesses that one fact stands for, from its value alone: a fact of an earlier run gives the same. A trust of three principals is three;
   * what gives nobody anything is none. `null`: the value could not be read, and says nothing of what it gives. Left out: nothing of this connector is
   * known to end.
   */
  accesses?(fact: AccessFact): Iterable<Access> | null;
  /**
   * What may go on working after an access is taken away, with sources. Empty: nothing does. Left out: not known. `limitOf`: the longest that a session of
   * an identity may last, in milliseconds, by every limit that was in force at some moment of so many milliseconds before the end; `null`: not known for all
   * of that time.
   */
  lingers?(access: Access, limitOf?: (identity: EntityId, withinMs: number) => number | null): readonly Linger[];
  /** How long sessions of an identity may last by a fact of kind `session-limit`; `null`: it tells of no identity, or could not be read. */
  sessionLimit?(fact: AccessFact): { readonly identity: EntityId; readonly ms: number } | null;
  /**
   * How to ask by id whether an access is there, beside something of its sort that is known to be. `null`: it can't be asked so. The control's
   * task may be that of the target, where one answer tells both.
   */
  probe?(access: Access, near: ProbeNear, settings: S): ProbePlan | null;
  /**
   * Where logs were told of whole before, what is asked of them anew up to `now`; tasks of logs alone, in the place of those that {@link plan} gives
   * for the same surface and boundary. Left out: logs are read by the settings alone.
   */
  logTasks?(since: readonly BoundarySpan[], settings: S, now: Instant): readonly Task[];
  /**
   * What history has to know of its facts. Left out: facts are kept as they are but for the last use of credentials, depend on the
   * identity they name where they are credentials, and reads are comparable where their settings are the same.
   */
  readonly history?: ConnectorHistory<S>;
}

/** What a log told of whole, and whose log it is. */
export interface BoundarySpan extends LogSpan {
  readonly boundary: BoundaryId;
}

/** What {@link ConnectorCore.accesses} sees of a fact. */
export type AccessFact = Pick<Fact, 'kind' | 'boundary' | 'key' | 'value'>;

/** What is known to be there now, for a control: accesses and identities of the boundary, by the last scan. */
export interface ProbeNear {
  readonly accesses: readonly Access[];
  readonly identities: readonly Identity[];
}

/** Tasks of surfaces of the connector, as a scan has them, so that their pages are captured and mapped alike. */
export interface ProbePlan {
  readonly target: NonEmpty<Task>;
  /** Asked in the same breath, where the target's own answer does not hold one. */
  readonly control: readonly Task[];
  /** The control in the provider's words: `user ann, known to be there`. */
  readonly controlText: string;
  /** Reads the answers: every page of the tasks, in order of tasks and pages. */
  says(pages: readonly ProbePage[]): ProbeAnswer;
  /** Milliseconds that the provider may still show what is gone. */
  readonly spacedByMs: number;
}

export interface ProbeAnswer {
  readonly says: 'present' | 'absent' | 'undetermined';
  readonly cause: GapCause | null;
  /** In words: `GetUserPolicy answered NoSuchEntity, GetUser found ann`. */
  readonly because: string;
}

export interface TaskWords {
  /** The provider's name of what is called: `ListAccessKeys`. */
  readonly operation: string;
  /** What it is asked about, as it goes on after the operation: `of user ann`; empty where the operation says all. */
  readonly about: string;
}

/** Something a person could take away: a policy, an attachment, a membership, a trust, what limits. */
export interface Removable {
  /** For `without` of `resolve`: keys of facts, or ids of sources. */
  readonly without: NonEmpty<FactKey>;
  /** In one word: `attachment`, `trust-policy`; sources have the same kinds where they are the same thing. */
  readonly kind: string;
  /** In a reader's words: `inline policy ops of role deploy`. */
  readonly text: string;
  /** What it may be called by; the first is unique. */
  readonly names: NonEmpty<string>;
  /** Whose it is: gone with any of them. */
  readonly of: readonly EntityId[];
  /** It takes away: without it somebody may reach more. */
  readonly limits: boolean;
}

export interface BoundaryName {
  readonly boundary: BoundaryId;
  readonly name: string;
}

/** A credential with the facts it was joined from. */
export interface ToldCredential {
  readonly value: Credential;
  readonly facts: NonEmpty<FactOfKind<'credential' | 'service-credential'>>;
}

/** A policy or trust that a person has to create before a scan can read. */
export interface PermissionDocument {
  /** `spoke-policy`; unique. */
  readonly name: string;
  /** Where it goes and what it is for, in one or two sentences. */
  readonly purpose: string;
  readonly document: Json;
}

/** A vendor tool's output file, cut into pages. */
export interface DumpFormat {
  /** `aws-authorization-details`: the command line's option is made of it. */
  readonly id: string;
  readonly describes: string;
  /** How to make such a file. */
  readonly command: string;
  /** `chunks` are the file's bytes after decompression, in any cutting. Errors name `name` and the place. */
  cut(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<DumpPage>;
}

/** A page cut from a dump, or a gap found while cutting: what the file could not tell. */
export type DumpPage =
  | { readonly task: Task; readonly body: Json; readonly validAt: Instant | null }
  | { readonly gap: Gap }
  /** Said once per boundary and file: whether the file ended that task's answer (`IsTruncated` was not set). */
  | { readonly task: Task; readonly ended: boolean };

export interface ConnectorIo {
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The only I/O. One session may read many boundaries. `batch` has more than one element only where its surface allows it ({@link Surface.batch});
 * the answer holds exactly one part for each, in any order. SDKs run with one attempt.
 */
export interface Session {
  read(batch: NonEmpty<TaskAt>, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

export interface Connector<S> {
  readonly core: ConnectorCore<S>;
  open(settings: S, io: ConnectorIo): Promise<Session>;
}
