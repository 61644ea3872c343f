import { inOnePiece } from '../base/text/one-piece.ts';
import type { PathStep } from '../model/finding.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import type { Entry, Path, View } from '../model/view.ts';
import { keptLately, latest } from './latest.ts';

/** A path as people read it: entry, identity, then each link with the identity it leads to, memberships, and the grant. */
export function stepsOf(view: View, path: Path): readonly PathStep[] {
  return stepTeller(view)(path);
}

/** How many steps of a sort are kept. */
const KEPT = 1 << 12;

/** Tells paths one after the other: a step that several of them have, because they have one element, is one object. */
export function stepTeller(view: View): (path: Path) => readonly PathStep[] {
  const entries = keptLately<Entry, PathStep>(KEPT);
  const links = keptLately<Link, readonly PathStep[]>(KEPT);
  const grants = keptLately<Grant, readonly PathStep[]>(KEPT);
  const identityAt = latest((id: string) => identityStep(view, id));
  const linkSteps = (link: Link): readonly PathStep[] => [linkStep(view, link), identityStep(view, link.to)];
  const grantSteps = (grant: Grant): readonly PathStep[] => {
    const steps: PathStep[] = [];
    for (const step of membershipSteps(view, grant)) steps.push(step, identityStep(view, step.to));
    steps.push(grantStep(grant));
    return steps;
  };
  return ({ identity, links: ways, grant }) => {
    const steps: PathStep[] = [entries(view.entry(identity), entryStep), identityAt(identity)];
    for (const link of ways) for (const step of links(link, linkSteps)) steps.push(step);
    for (const step of grants(grant, grantSteps)) steps.push(step);
    // A list that grew has room for more than it holds, and of these lists many are kept.
    return steps.slice();
  };
}

type LinkStep = Extract<PathStep, { step: 'link' }>;
type GrantStep = Extract<PathStep, { step: 'grant' }>;

export function linkStep(view: View, link: Link): LinkStep {
  const text = inOnePiece(`${nameOf(view, link.from)} ${link.how} ${nameOf(view, link.to)}${byWay(link)}`);
  return { step: 'link', how: link.how, from: link.from, to: link.to, persistence: link.bounds.lo, text };
}

/** The memberships a grant is held through. Their class is within the grant's own, which is what is told. */
export function membershipSteps(view: View, grant: Grant): readonly LinkStep[] {
  return grant.through.map(({ how, from, to }) => {
    const text = inOnePiece(`${nameOf(view, from)} ${how} ${nameOf(view, to)}`);
    return { step: 'link', how, from, to, persistence: grant.bounds.lo, text };
  });
}

export function grantStep(grant: Grant): GrantStep {
  const { capability, scope } = grant;
  const text = inOnePiece(`${capability} on ${scope}${byWay(grant)}`);
  return { step: 'grant', capability, scope, persistence: grant.bounds.lo, text };
}

function entryStep(entry: Entry): PathStep {
  const { state, persistence } = entry;
  const text = inOnePiece(state === 'live' ? `${entry.ways.join('; ')} (${persistence ?? 'standing'})` : notEntered(entry));
  return { step: 'entry', state, text };
}

/** What is said of an entry that is not live. */
export function notEntered({ state, ways, openers }: Entry): string {
  const text = state === 'none-seen' ? 'no live way in seen' : 'ways in were not read';
  const besides = [
    ...(ways.length === 0 ? [] : [`but ${ways.join('; ')}`]),
    ...(openers.length === 0 ? [] : [`one could be opened: ${openers.join('; ')}`]),
  ];
  return [text, ...besides].join(', ');
}

function identityStep(view: View, id: string): PathStep {
  return { step: 'identity', id, name: nameOf(view, id) };
}

function nameOf(view: View, id: string): string {
  return view.identity(id)?.name ?? id;
}

function byWay(element: Authority): string {
  const { source, because, conditions, presence } = element;
  const notes = [
    ...because,
    ...conditions.map((each) =>
      each.settled === 'by-holder'
        ? `the holder can satisfy: ${each.text}`
        : each.settled === 'outside'
          ? `only if ${each.text}`
          : each.text,
    ),
    ...(presence === 'certain' ? [] : [presence]),
  ];
  return ` through ${source.kind} ${source.name}${notes.length === 0 ? '' : ` (${[...new Set(notes)].join('; ')})`}`;
}
