import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { EscalationMethod, Ingredient } from '../connectors/aws/escalation/table.ts';
import { escalationMethods, refused } from '../connectors/aws/escalation/table.ts';
import { oneOf } from '../connectors/aws/escalation/things.ts';

/** Generated from the table: `node scripts/escalation-page.ts` writes docs/escalation.md, `--check` compares and writes nothing. */
const page = new URL('../docs/escalation.md', import.meta.url);
const generated =
  '<!-- Made from connectors/aws/escalation by scripts/escalation-page.ts. Edit the table, then run: node scripts/escalation-page.ts -->';

/** Reading fewer methods than this means something is broken. */
const floor = 70;

const families: readonly (readonly [string, readonly EscalationMethod['family'][], string])[] = [
  [
    'Its own rights',
    ['own-rights', 'own-boundary', 'own-denies', 'own-tags', 'older-version', 'group'],
    'The holder gives itself any right, or those of a group, takes a limit off itself, or changes what its policies ask of it.',
  ],
  [
    'Other principals',
    ['user', 'role', 'provider', 'boosted-user', 'boosted-role', 'made-user', 'made-role', 'member', 'made-member', 'plain'],
    'The holder acts as another user or role.',
  ],
  ['Roles handed to a service', ['passed-role'], 'The holder hands a role to a service that then acts for it.'],
  ['What already runs as a role', ['workload'], 'The holder uses or changes a workload that has a role.'],
];

const places: Readonly<Record<Exclude<Ingredient['on'], object>, string>> = {
  'passed-role': 'the role that is passed',
  oneself: 'itself',
  'own-policy': 'a policy attached to it',
  'own-boundary': 'its permissions boundary',
  'own-group': 'a group it is in',
  provider: 'the identity provider',
  group: 'the group',
  user: 'the user',
  role: 'the role',
  'target-policy': 'a policy attached to the target',
  workload: 'the workload',
  'workload-part': 'the part of it that is called',
};

function placeOf(on: Ingredient['on']): string {
  if (typeof on === 'string') return places[on];
  if ('made' in on) return `${oneOf(on.made)} of its choice`;
  return on.any === 'none' ? 'everything, as it takes no resource' : `any ${on.any.replaceAll('-', ' ')}`;
}

function textOf(method: EscalationMethod): string {
  const { id, covers, title, needs, passed, exists, untold, source, note } = method;
  const lines = [
    ...needs.map(({ actions, on }) => `- ${actions.map((each) => `\`${each}\``).join(' or ')} on ${placeOf(on)}`),
    ...(passed === null ? [] : [`- \`iam:PassedToService\` is ${passed.passedTo.map((each) => `\`${each}\``).join(' or ')}`]),
    ...exists.map((each) => `- must be so: ${each}`),
    ...untold.map((each) => `- not told by what is read, so it is at most possible: ${each}`),
  ];
  const about = `${covers.length === 0 ? '' : `Catalogue: ${covers.map((each) => `\`${each}\``).join(', ')}. `}Source: <${source}>`;
  return [`### \`${id}\``, `It may ${title}.`, lines.join('\n'), ...(note === null ? [] : [note]), about].join('\n\n');
}

async function pageText(): Promise<string> {
  const left = escalationMethods.filter(({ family }) => !families.some(([, of]) => of.includes(family)));
  if (left.length > 0)
    throw new Error(`no section of the page is for ${left.map(({ id, family }) => `${id} (${family})`).join(', ')}: give it one`);
  const sections = families.map(([heading, of, what]) => {
    const methods = escalationMethods.filter(({ family }) => of.includes(family));
    return [`## ${heading}`, what, ...methods.map(textOf)].join('\n\n');
  });
  const covered = escalationMethods.reduce((sum, { covers }) => sum + covers.length, 0);
  const text = [
    generated,
    '# Ways to more rights in AWS',
    `${escalationMethods.length} methods, which answer for ${covered} ids of the catalogue https://pathfinding.cloud. All permissions of a method are needed, from one policy or from several; a method lasts as its shortest-lived ingredient does and is as sure as its least sure one.`,
    ...sections,
    ...(refused.length === 0 ? [] : ['## Not supported', refused.map(({ id, why }) => `- \`${id}\`: ${why}`).join('\n')]),
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(fileURLToPath(page))), parser: 'markdown' });
}

function onDisk(): string | undefined {
  try {
    return readFileSync(page, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const text = await pageText();
const isSame = onDisk() === text;
if (escalationMethods.length < floor) {
  console.error(`escalation-page: saw ${escalationMethods.length} methods, at least ${floor} are expected`);
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  if (!isSame) console.error('escalation-page: docs/escalation.md is not what the table says; run: node scripts/escalation-page.ts');
  console.log(`escalation-page: ${escalationMethods.length} methods compared`);
  process.exitCode = isSame ? 0 : 1;
} else {
  if (!isSame) writeFileSync(page, text);
  console.log(`escalation-page: ${escalationMethods.length} methods, ${isSame ? 'nothing' : 'docs/escalation.md'} written`);
}
