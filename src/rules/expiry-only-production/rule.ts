import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, lingerText } from '../../model/ending-words.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { Reach, View } from '../../model/view.ts';
import { ann, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, late, records, withoutHistory } from '../ending-examples.ts';
import { answerEndings, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear, count, gapAbout, undetermined } from '../shared.ts';
import { grantSources } from '../standing-answer.ts';

const source = 'the provider’s documents';

/** How sessions end is told of the access itself: no log is asked. What it leads to is seen only where all was read that could lead on: so each is asked about. */
const asked = { kinds: [], isAsked: () => true };

function isGrave(view: View, { tierZero, capabilities }: Ending): boolean {
  return tierZero || capabilities.some(({ scope }) => view.jewels.all.some((jewel) => view.scopes.contains(jewel.scope, scope)));
}

export const rule = defineRule({
  id: 'expiry-only-production',
  revision: 2,
  family: 'jit-integrity',
  title: 'Sessions of the gravest authority cannot be cut',
  why: 'When somebody has to be stopped, taking a right away is half of it: what they are signed in with goes on until it runs out. Where control of a whole boundary or of a crown jewel is at stake, that time has to be short or the sessions have to be cut at a signal or a command. Here neither is known to be possible. Asked of each access on record, and of each way that gives a session by a decision for each request.',
  remedy:
    'Have the sessions end at a signal (continuous access evaluation, a broker that closes them) or by a command that is rehearsed; until then make the longest session as short as the work allows.',
  verify: 'The next analysis tells that what is made of the access can be ended before its end.',
  controls: controls('NHI7', 'PR.AA-05', 'AC-2(6)', 'AC-3(8)', 'IA-5', 'ZTA-3', 'ZTA-4', 'ZTA-6', 'CC6.1', 'CC6.3', 'A.8.2', 'A.8.5'),
  settings: v.strictObject({
    longestMinutes: count(
      15,
      'continuous access evaluation cuts a session within it, https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation',
      'minutes',
      'Sessions that run out sooner are short enough',
    ),
  }),
  needs: grantSources,
  *questions(view): Iterable<Question> {
    yield* endingQuestions(view, asked);
    for (const { identity, capability, scope } of view.reaches({ tierZero: true, sessions: true })) {
      yield { subject: { type: 'identity', id: identity }, capability, scope };
    }
  },
  answer(view, question, { longestMinutes }) {
    const { subject, capability, scope } = question;
    if (subject.type !== 'identity') return answerEndings(view, question, asked, (ending) => answerOf(view, ending, longestMinutes));
    const reach = capability === undefined || scope === undefined ? undefined : view.reach(subject.id, capability, scope);
    return reach === undefined ? clear : answerOfReach(view, reach);
  },
  examples: {
    fires: [
      records('control of the directory by what only runs out', [
        late({ tierZero: true, midSession: 'expiry-only', lingering: [token({ state: 'unknown', until: null })] }),
      ]),
      {
        name: 'a session for each request, that nothing ends before its time',
        grants: [
          { subject: ann, capability: 'administer', bounds: { lo: 'session', hi: 'session' }, gate: 'approved', endsBy: 'provider' },
        ],
        life: {},
      },
      {
        ...records('a crown jewel', [
          late({ midSession: 'expiry-only', capabilities: [{ capability: 'read-data', scope: `${tenant}/vault` }] }),
        ]),
        crownJewels: [{ name: 'payments', scope: `${tenant}/vault` }],
      },
    ],
    clear: [
      records('cut by a command', [late({ tierZero: true, midSession: 'on-command' })]),
      records('the resource listens to signals', [late({ tierZero: true, midSession: 'on-signal' })]),
      records('gone, and nothing made of it may still work', [gone({ tierZero: true, midSession: 'expiry-only' })]),
    ],
    undetermined: [records('nobody tells how its sessions end', [late({ tierZero: true, midSession: 'unknown' })]), withoutHistory()],
  },
});

function answerOf(view: View, ending: Ending, longestMinutes: number): Observation {
  if (!isGrave(view, ending)) return clear;
  const { midSession, lingering, tierZero, ended } = ending;
  const untold = lingering.filter((each) => each.midSession === 'unknown').map(lingerText);
  if (midSession === 'unknown')
    return openEnding(ending, ...(untold.length > 0 ? untold : ['whether its sessions can be cut is not known']));
  // Of what is gone with all that was made of it nothing is left to be cut.
  if (midSession !== 'expiry-only' || ending.outcome === 'ended') return clear;
  const lasting = lingering.filter(
    ({ midSession: how, longestMs }) => how === 'expiry-only' && (longestMs === null || longestMs > longestMinutes * 60_000),
  );
  if (lasting.length === 0 && lingering.length > 0) return clear;
  const only = lasting.map(lingerText);
  return findingOnEnding(
    view,
    ending,
    tierZero && ended === null ? 'medium' : 'low',
    `${accessText(ending)}: what is made of it ends by running out alone`,
    ...only,
  );
}

function answerOfReach(view: View, { identity, capability, scope, pattern, presence }: Reach): Observation {
  if (pattern !== 'JITA, expiry-only') return clear;
  if (presence !== 'certain') {
    const boundary = view.heldIn(identity, capability, scope) ?? scope;
    return undetermined(gapAbout(view, 'policy', boundary, `whether there is a way to ${capability} on ${scope} is not certain`, identity));
  }
  return {
    says: 'finding',
    severity: 'medium',
    reasons: [`a session with ${capability} on ${scope} needs a decision, and once it is there nothing ends it before it runs out`],
    witness: [{ type: 'path', identity, capability, scope }],
  };
}

function token(over: Pick<Ending['lingering'][number], 'state' | 'until'>): Ending['lingering'][number] {
  return { what: 'access token', longestMs: 3_600_000, source, midSession: 'expiry-only', cutBy: [], cut: null, ...over };
}
