import { calls } from '../../../connectors/aws/calls/list.ts';
import { blindWithin, held } from '../../connectors/aws/swapped/table.ts';
import type { Dealt } from './faults.ts';
import { draw } from './faults.ts';
import type { Call, Meddler, Reply } from './proxy.ts';
import { question } from './proxy.ts';

/** Answers as they were given in a run in which nothing went wrong. */
export interface Recording {
  readonly meddler: Meddler;
  readonly said: ReadonlyMap<string, { readonly call: Call; readonly reply: Reply }>;
}

export function recording(): Recording {
  const said = new Map<string, { readonly call: Call; readonly reply: Reply }>();
  return {
    said,
    async meddler(call, forward) {
      const reply = await forward();
      said.set(question(call), { call, reply });
      return reply;
    },
  };
}

/** Of another key of the same user; of groups that the user may be in; and moto tells no paths of what hangs under a node. */
const unsure: ReadonlySet<string> = new Set([
  'GetAccessKeyLastUsed',
  'ListAccountAssignmentsForPrincipal',
  'ListAccountsForParent',
  'ListOrganizationalUnitsForParent',
]);

/** Operations whose answers name what they are about, whoever else's answer stands for them. */
const telling: ReadonlySet<string> = new Set(
  calls
    .filter(({ surface, task, operation }) => (task === null ? surface : `${surface} ${task}`) in held && !blindWithin.has(operation))
    .map(({ operation }) => operation)
    .filter((operation) => !unsure.has(operation)),
);

/** Of a hundred questions, so many are answered with what was answered to another one about the same operation. */
export function swapping(
  { said }: Recording,
  seed: number,
  share: number,
): Pick<Dealt, 'meddler'> & { readonly swapped: ReadonlyMap<string, string> } {
  const swapped = new Map<string, string>();
  return {
    swapped,
    async meddler(call, forward) {
      const name = question(call);
      if (swapped.has(name) || !telling.has(call.operation) || draw(seed, name) % 100 >= share) return forward();
      const others = [...said]
        .filter(([, other]) => isAnother(call, other.call) && isTelling(other.call, other.reply))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const other = others[draw(seed, `other than ${name}`) % Math.max(1, others.length)];
      if (other === undefined) return forward();
      swapped.set(name, other[0]);
      return other[1].reply;
    },
  };
}

/** Another question about the same operation, and no other page of the same; users of one name in two accounts are told alike. */
function isAnother(call: Call, other: Call): boolean {
  if (call.service !== other.service || call.operation !== other.operation) return false;
  const [one, two] = [call, other].map(({ members }) => members.replace(/&?Marker=[^&]*|,?"(?:NextToken|Marker)":"[^"]*"/g, ''));
  return one !== two || (call.account !== other.account && !/UserName=/.test(call.members));
}

/** What has no element is about nothing. */
function isTelling({ protocol }: Call, { status, body }: Reply): boolean {
  const text = body.toString();
  if (status !== 200 || /^\s*<!doctype/i.test(text)) return false;
  if (protocol === 'query') return /<(member|item|LoginProfile|Content)>/.test(text);
  const lists = Object.values(JSON.parse(text) as object).filter((each): each is readonly unknown[] => Array.isArray(each));
  return lists.length === 0 || lists.some((each) => each.length > 0);
}
