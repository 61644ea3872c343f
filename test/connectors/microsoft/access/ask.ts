import { isNonEmpty } from '../../../../src/base/json.ts';
import type { Part, ProbeAnswer, ProbeNear, ProbePage, ProbePlan } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { Task } from '../../../../src/model/page.ts';
import { asOf, cores, peopled, sessionOf } from '../matrix/scan.ts';
import type { WorldInput } from '../world/description.ts';
import { microsoftOf, type Request, type Response } from '../world/respond.ts';
import { coreOf, type Read } from './read.ts';

export type Meddle = (request: Request, answer: Response) => Response;

/** What was known at the last scan. */
export function nearOf({ accesses, facts }: Read): ProbeNear {
  return {
    accesses: accesses.map(({ access }) => access),
    identities: facts.flatMap((fact) => (fact.kind === 'identity' ? [fact.value] : [])),
  };
}

export function planFor(access: Access, near: ProbeNear): ProbePlan | null {
  const core = coreOf(access.boundary);
  return core.probe?.(access, near, settingsOf(core.id)) ?? null;
}

function settingsOf(id: string): unknown {
  const core = cores.find((each) => each.id === id);
  const read = core?.settings['~standard'].validate({});
  return read !== undefined && 'value' in read ? read.value : {};
}

/** Asks the tenant as it is now by the real session, page by page, and reads the answers. */
export async function asked(
  plan: ProbePlan,
  world: WorldInput,
  connector: string,
  meddle: Meddle = (_, answer) => answer,
): Promise<ProbeAnswer> {
  const tenant = microsoftOf(peopled(world), { now: asOf, pageSize: 3 });
  const session = sessionOf(connector, (request) => meddle(request, tenant.respond(request)));
  const pages: ProbePage[] = [];
  for (const task of [...plan.target, ...plan.control]) for (const part of await pagesOf(task)) pages.push(part);
  expectUnderstood(tenant.notUnderstood);
  return plan.says(pages);

  async function pagesOf(task: Task): Promise<readonly ProbePage[]> {
    const found: ProbePage[] = [];
    for (let cursor: string | null = null; ;) {
      const { parts } = await session.read([{ task, cursor }], new AbortController().signal);
      const part: Part = parts[0];
      found.push({ task, body: part.body, refused: part.refused ?? null });
      cursor = part.next;
      if (cursor === null) return found;
    }
  }
}

function expectUnderstood(notUnderstood: readonly string[]): void {
  if (isNonEmpty(notUnderstood)) throw new Error(`not understood: ${notUnderstood.join('; ')}`);
}

/** Answers of one address as a refusal. */
export function refusing(address: RegExp, status: number, code: string): Meddle {
  return ({ url }, answer) => (address.test(url) ? { ...answer, status, body: { error: { code, message: 'planted' } } } : answer);
}
