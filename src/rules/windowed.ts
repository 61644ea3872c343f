import { capabilities } from '../model/capability.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { Question, Witness } from '../model/question.ts';
import type { View } from '../model/view.ts';
import type { Windows } from '../model/window.ts';

/**
 * Asks of elements that do not always work only. One question for each thing a person wrote with an end: a policy with `iam:*` until July is one mistake, not ten. Grants of one
 * subject from one source with the same windows are asked as their gravest; each link is asked by itself.
 */
export function* windowedQuestions(view: View, asked: (element: Grant | Link) => boolean): Iterable<Question> {
  const gravest = new Map<string, Grant>();
  const { grants, links } = windowedOf(view);
  for (const grant of grants) {
    if (!asked(grant)) continue;
    const key = bundleKey(grant);
    const known = gravest.get(key);
    if (known === undefined || isGraver(grant, known)) gravest.set(key, grant);
  }
  for (const { key, capability, scope } of gravest.values()) yield { subject: { type: 'grant', id: key }, capability, scope };
  for (const link of links) if (asked(link)) yield { subject: { type: 'link', id: link.key } };
}

interface Windowed {
  readonly grants: readonly Grant[];
  readonly links: readonly Link[];
}

// Few elements have a window. They are found once for a view, and not by every rule that asks about them.
const found = new WeakMap<View, Windowed>();

/**
 * The elements that do not always work, in the order of the view. What several permissions open together is no thing that somebody wrote:
 * its permissions are asked about. What stands for many holds nothing by itself.
 */
function windowedOf(view: View): Windowed {
  let known = found.get(view);
  if (known === undefined) {
    const [grants, links]: [Grant[], Link[]] = [[], []];
    for (const grant of view.grants({ windowed: true })) if (view.identity(grant.subject)?.kind !== 'pool') grants.push(grant);
    for (const link of view.links({ windowed: true })) if (link.escalation === undefined) links.push(link);
    found.set(view, (known = { grants, links }));
  }
  return known;
}

/** The grants a question stands for, the asked one first; just the link where it is one. */
export function bundleOf(view: View, element: Grant | Link): readonly [Grant | Link, ...Grant[]] {
  if (element.type === 'link') return [element];
  const key = bundleKey(element);
  const others = view.grantsOf(element.subject).filter((grant) => grant.key !== element.key && bundleKey(grant) === key);
  return [element, ...others.sort((a, b) => (isGraver(a, b) ? -1 : 1))];
}

/** The asked element and up to nine of its kind: enough for evidence, and a report stays readable. */
export function bundleWitness(bundle: readonly [Grant | Link, ...Grant[]]): readonly [Witness, ...Witness[]] {
  const [first, ...others] = bundle;
  return [{ type: first.type, id: first.key }, ...others.slice(0, 9).map(({ key }) => ({ type: 'grant' as const, id: key }))];
}

function bundleKey({ subject, source, windows }: Grant): string {
  return JSON.stringify([subject, source.id, plain(windows)]);
}

function plain(windows: Windows): readonly (readonly (number | null)[])[] {
  return windows.map(({ from, until }) => [from, until]);
}

function isGraver(a: Grant, b: Grant): boolean {
  const order = capabilities.indexOf(a.capability) - capabilities.indexOf(b.capability);
  return order < 0 || (order === 0 && a.key < b.key);
}
