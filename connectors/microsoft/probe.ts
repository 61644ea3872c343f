import { canonicalJson } from '../../src/base/bytes/canonical.ts';
import type { Json, NonEmpty } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import type { AccessFact, Mapped, ProbeAnswer, ProbePage, ProbePlan } from '../../src/contract/connector.ts';
import type { Access } from '../../src/model/access.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { GapCause } from '../../src/model/gap.ts';
import type { Task } from '../../src/model/page.ts';
import { errorCode } from './error-code.ts';

/** How a connector reads the answers: as a scan does. */
export interface Reader {
  map(task: Task, body: Json): Mapped;
  accesses(fact: AccessFact): readonly Access[];
  /** An answer about one object, as the list of such objects would have told it; any other as it is. */
  asListed(task: Task, body: Json): { readonly task: Task; readonly body: Json };
  /** What is called, in the provider's words. */
  words(task: Task): string;
}

/** Something that is known to be there, asked for beside the target. It may be of the same task. */
export interface Control {
  readonly task: Task;
  /** `ann` */
  readonly text: string;
  readonly shows: (told: { readonly body: Json; readonly facts: readonly Pick<Fact, 'kind' | 'key' | 'value'>[] }) => boolean;
}

export interface Question {
  readonly access: Access;
  /** All of them lack what is gone. */
  readonly targets: NonEmpty<Task>;
  /** Any one is enough. */
  readonly controls: readonly Control[];
  /** Whether another access that the targets' own answer shows is a control too. */
  readonly isBeside: (other: Access) => boolean;
  readonly spacedByMs: number;
}

/** The code of the directory for an object that is not there. */
const GONE = 'Request_ResourceNotFound';

/** A plan whose answers are read with the same eyes as those of a scan. */
export function planOf(reader: Reader, question: Question): ProbePlan {
  const { access, targets, controls, spacedByMs } = question;
  const known = new Set(targets.map(keyOf));
  const apart = new Map(controls.map(({ task }) => [keyOf(task), task]));
  const controlText = ['something else of its sort in the same answer', ...controls.map(({ text }) => text)].join(', or ');
  return {
    target: targets,
    control: [...apart].filter(([key]) => !known.has(key)).map(([, task]) => task),
    controlText: `${controlText}, known to be there`,
    says: (pages) => decided(reader, question, pages, access.name),
    spacedByMs,
  };
}

function decided(
  reader: Reader,
  { access, targets, controls, isBeside }: Question,
  pages: readonly ProbePage[],
  name: string,
): ProbeAnswer {
  const told = targets.map((task) => seen(reader, task, pages));
  const words = targets.map((task) => reader.words(task)).join(' and ');
  const all = told.flatMap((each) => each.facts).flatMap((fact) => reader.accesses(fact));
  if (all.some(({ id }) => id === access.id)) return { says: 'present', cause: null, because: `${words} told of ${name}` };
  const unclear = told.find((each) => each.unclear !== null)?.unclear;
  if (unclear !== undefined && unclear !== null) return undetermined(unclear.cause, unclear.words);
  const beside = all.find((other) => isBeside(other));
  if (beside !== undefined) return absent(`${words} answered without ${name}, and told of ${beside.name} of ${beside.subject}`);
  const shown = controls.map((control) => ({ control, answer: seen(reader, control.task, pages) }));
  const found = shown.find(({ control, answer }) => answer.unclear === null && answer.pages.some(control.shows));
  if (found !== undefined)
    return absent(`${words} answered without ${name}, and ${reader.words(found.control.task)} told of ${found.control.text}`);
  const refused = shown.find(({ answer }) => answer.unclear !== null)?.answer.unclear ?? null;
  const why = refused === null ? 'nothing that is known to be there was shown beside it' : refused.words;
  return undetermined(refused?.cause ?? null, `${words} answered without ${name}, which proves nothing: ${why}`);
}

interface Told {
  readonly pages: readonly { readonly body: Json; readonly facts: readonly Fact[] }[];
  readonly facts: readonly Fact[];
  /** Why its silence says nothing; `null`: all of it was answered and understood. */
  readonly unclear: { readonly cause: GapCause; readonly words: string } | null;
}

function seen(reader: Reader, task: Task, pages: readonly ProbePage[]): Told {
  const key = keyOf(task);
  const own = pages.filter((page) => keyOf(page.task) === key);
  const words = reader.words(task);
  let unclear: Told['unclear'] = own.length === 0 ? { cause: 'interrupted', words: `${words} was not answered` } : null;
  const read: { body: Json; facts: readonly Fact[] }[] = [];
  for (const { body, refused } of own) {
    if (errorCode(body) === GONE && (refused === null || refused === 'vanished')) continue;
    if (refused !== null) {
      unclear ??= { cause: refused, words: `${words} was refused: ${messageOf(body)}` };
      continue;
    }
    const listed = reader.asListed(task, body);
    const { facts, gaps } = reader.map(listed.task, listed.body);
    const [gap] = gaps;
    if (gap !== undefined) unclear ??= { cause: gap.cause, words: `${words}: ${gap.detail}` };
    read.push({ body, facts: facts as unknown as readonly Fact[] });
  }
  return { pages: read, facts: read.flatMap((each) => each.facts), unclear };
}

function messageOf(body: Json): string {
  const error = isJsonObject(body) ? (body['error'] ?? body['unanswered']) : undefined;
  const message = isJsonObject(error) ? error['message'] : undefined;
  return errorCode(body) ?? (typeof message === 'string' ? message : 'no reason was told');
}

function absent(because: string): ProbeAnswer {
  return { says: 'absent', cause: null, because };
}

function undetermined(cause: GapCause | null, because: string): ProbeAnswer {
  return { says: 'undetermined', cause, because };
}

function keyOf({ boundary, surface, args }: Task): string {
  return canonicalJson({ boundary, surface, args });
}
