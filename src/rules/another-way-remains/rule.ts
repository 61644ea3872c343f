import { isNonEmpty } from '../../base/json.ts';
import { counted } from '../../base/text/count.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending, OtherWay } from '../../model/ending.ts';
import { accessText, endedText, wayText } from '../../model/ending-words.ts';
import type { View } from '../../model/view.ts';
import { ann, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { gone, records, trigger, withoutHistory } from '../ending-examples.ts';
import { answerEndings, endingNeeds, endingQuestions, findingOnEnding, openEnding } from '../endings.ts';
import { clear, noSettings } from '../shared.ts';

const SHOWN = 5;

/** Reads alone tell what ended, and what else is there. */
const asked = { kinds: [], isAsked: (_: View, { ended }: Ending): boolean => ended !== null };

export const rule = defineRule({
  id: 'another-way-remains',
  revision: 1,
  family: 'residual',
  title: 'Access ended, and another way to it remains',
  why: 'What was taken away was one of several ways to the same: another role, a group, an account of the same person, an identity one can act as, a secret one knows. The removal is done and proved, and changed nothing. Asked of each access that ended; ways that something on record allows are listed and do not count.',
  remedy: 'Take the other ways away too, or have those that are needed approved, so that they are on record with an end.',
  verify: 'The next analysis finds no other way with all sources of rights read whole.',
  controls: controls('NHI1', 'NHI5', 'PR.AA-05', 'AC-3', 'AC-3(8)', 'AC-6', 'CC6.2', 'CC6.3', 'A.5.15', 'A.5.18', 'PCI-8.2.5'),
  settings: noSettings,
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question) =>
    answerEndings(view, question, asked, (ending) => {
      const { state, ways, because } = ending.otherWays;
      if (state === 'none') return clear;
      // That the same was given again is told by what is there now.
      const open = ways.filter(({ authorised, source }) => !authorised && source !== ending.access.source);
      if (state === 'some' && open.length === 0 && because.length === 0) return clear;
      if (state === 'undetermined' || open.length === 0) {
        if (isNonEmpty(because)) return { says: 'undetermined', because };
        return openEnding(ending, ...open.map((each) => `whether another way remains is not certain: ${wayText(each)}`));
      }
      const isDue = ending.trigger !== null;
      const more = open.length > SHOWN ? [`and ${open.length - SHOWN} more`] : [];
      return findingOnEnding(
        view,
        ending,
        isDue ? (ending.tierZero ? 'high' : 'medium') : 'low',
        `${accessText(ending)}: ${endedText(ending)}; ${counted(open.length, 'other way')} to the same that nothing on record allows`,
        ...open.slice(0, SHOWN).map(wayText),
        ...more,
        ...(isDue ? [] : ['nothing on record says why it ended: the other way may be what took its place']),
      );
    }),
  examples: {
    fires: [
      records('the role is gone, and a group gives the same', [gone({ otherWays: { state: 'some', ways: [way()], because: [] } })]),
      records('a leaver is administrator by another account', [
        gone({
          tierZero: true,
          trigger: trigger.left,
          otherWays: { state: 'some', ways: [way({ text: 'by the account ann-admin' })], because: [] },
        }),
      ]),
    ],
    clear: [
      records('no other way', [gone()]),
      records('the other way is approved', [gone({ otherWays: { state: 'none', ways: [way({ authorised: true })], because: [] } })]),
    ],
    undetermined: [
      records('groups were not read whole', [gone({ otherWays: { state: 'undetermined', ways: [], because: [unread()] } })]),
      records('a way that may be there', [gone({ otherWays: { state: 'undetermined', ways: [way({ text: 'possible' })], because: [] } })]),
      withoutHistory(),
    ],
  },
});

function way(over: Partial<OtherWay> = {}): OtherWay {
  const source = 'membership|admins';
  return {
    identity: ann,
    capability: 'administer',
    scope: tenant,
    source,
    text: 'by the group admins',
    authorised: false,
    knownSecret: false,
    ...over,
  };
}

function unread(): Ending['otherWays']['because'][number] {
  return { boundary: tenant, surface: 'entra:groups', cause: 'denied', detail: 'members of groups were refused' };
}
