// `npm run new:rule -- ID`: a rule with examples that fail until its answer is written, its list entry and its page.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { camelCase, enlist, idGiven, root, writeNew } from './scaffold.ts';

const id = idGiven('npm run new:rule -- RULE-ID');

await writeNew({
  [`src/rules/${id}/rule.ts`]: `import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { clear } from '../shared.ts';

const ann = { id: 'arn:aws:iam::111122223333:user/ann' };

export const rule = defineRule({
  id: '${id}',
  revision: 1,
  family: 'standing',
  title: 'What is wrong, in a few words',
  why: 'Why it matters to the reader.',
  remedy: 'What to do.',
  verify: 'What the next analysis then shows.',
  controls: controls('AC-6'),
  settings: v.strictObject({}),
  needs: [{ kind: 'policy', where: 'own' }],
  *questions(view) {
    for (const identity of view.identities()) yield { subject: { type: 'identity' as const, id: identity.id } };
  },
  answer() {
    return clear;
  },
  examples: {
    fires: [{ name: 'the plainest case that is wrong', identities: [ann], grants: [{ subject: ann.id, capability: 'administer' }] }],
    clear: [{ name: 'the nearest case that is right', identities: [ann] }],
    undetermined: [{ name: 'policies were not read', identities: [ann], unread: [{ kind: 'policy' }] }],
  },
});
`,
});
enlist('src/rules/list.ts', `import { rule as ${camelCase(id)} } from './${id}/rule.ts';`, `  ${camelCase(id)},`);
// what else is generated does not tell of rules
for (const each of ['rule-pages.ts', 'configuration-schema.ts']) {
  execFileSync(process.execPath, [join(root, 'scripts', each)], { stdio: 'inherit' });
}
process.stdout.write(
  'next: npx vitest run test/contract shows the example that does not fire yet; write answer(), then npm run generate\n',
);
