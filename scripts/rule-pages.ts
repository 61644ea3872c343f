import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { rules as awsRules } from '../connectors/aws/rules/list.ts';
import { rules as microsoftRules } from '../connectors/microsoft/rules/list.ts';
import { byCodeUnit } from '../src/base/order.ts';
import { durationText } from '../src/base/text/duration.ts';
import type { Rule, SmallGraph } from '../src/contract/rule.ts';
import { documentedSettings } from '../src/contract/settings.ts';
import type { ConditionNote } from '../src/model/grant.ts';
import type { Bounds } from '../src/model/persistence.ts';
import type { Windows } from '../src/model/window.ts';
import { rules } from '../src/rules/list.ts';

/** Generated from the code: `node scripts/rule-pages.ts` writes docs/rules, `--check` compares in memory and writes nothing. */
const folder = new URL('../docs/rules/', import.meta.url);
const generated = '<!-- Made from the code by scripts/rule-pages.ts. Edit the rule, then run: node scripts/rule-pages.ts -->';

/** Reading fewer rules than this means something is broken, not that rules were retired. */
const floor = 29;

const frameworks: Readonly<Record<string, string>> = {
  'owasp-nhi': 'OWASP Non-Human Identities Top 10',
  'nist-csf': 'NIST CSF 2.0',
  'nist-800-53': 'NIST SP 800-53 r5',
  'nist-800-207': 'NIST SP 800-207',
  'ai-rmf': 'NIST AI RMF 1.0',
  soc2: 'SOC 2 (TSC 2017)',
  iso27001: 'ISO/IEC 27001:2022',
  pci: 'PCI DSS 4.0.1',
  gdpr: 'GDPR',
  'cis-aws': 'CIS AWS Foundations',
};
const places = {
  own: 'in the boundary of whom it asks about',
  reached: 'in every boundary that a search from there could reach',
  all: 'in every boundary',
} as const;

/** File name → text, formatted as the repository is: a page for each rule, and `index.md`. */
export async function pagesOf(all: readonly Rule<unknown>[]): Promise<ReadonlyMap<string, string>> {
  const sorted = [...all].sort((a, b) => byCodeUnit(a.id, b.id));
  const config = await resolveConfig(fileURLToPath(new URL('index.md', folder)));
  const pages = new Map<string, string>();
  for (const [name, text] of [...sorted.map((rule) => [`${rule.id}.md`, pageOf(rule)] as const), ['index.md', indexOf(sorted)] as const]) {
    pages.set(name, await format(text, { ...config, parser: 'markdown' }));
  }
  return pages;
}

function pageOf(rule: Rule<unknown>): string {
  return [
    generated,
    `# ${rule.title}`,
    `\`${rule.id}\`, family \`${rule.family}\`, revision ${rule.revision}`,
    rule.why,
    '## What must have been read',
    'It says clear only where all of this was read completely; otherwise it says undetermined and names what is missing.',
    rule.needs.map((need) => `- \`${need.kind}\` ${places[need.where]}`).join('\n'),
    '## Settings',
    settingsText(rule),
    '## What to do',
    rule.remedy,
    `How it is verified: ${rule.verify}.`,
    '## Controls it is evidence toward',
    rule.controls
      .map(({ framework, id, title }) => `- ${frameworks[framework] ?? framework} ${id}: ${title.replaceAll('*', '\\*')}`)
      .join('\n'),
    '## Examples',
    'Each is run by the tests against the real graph, paths and judge.',
    examplesText('It fires', rule.examples.fires),
    examplesText('It is clear', rule.examples.clear),
    examplesText('It is undetermined', rule.examples.undetermined),
  ].join('\n\n');
}

function settingsText(rule: Rule<unknown>): string {
  const lines = (documentedSettings(rule.settings) ?? []).map(({ key, description }) => `- \`${key}\`: ${description}.`);
  return lines.length === 0 ? 'None.' : lines.join('\n');
}

function examplesText(heading: string, examples: readonly SmallGraph[]): string {
  return [
    `### ${heading}`,
    ...examples.map((small) =>
      [
        `**${small.name}**`,
        sayings(small)
          .map((line) => `- ${line}`)
          .join('\n'),
      ].join('\n\n'),
    ),
  ].join('\n\n');
}

/** A small estate in words. People go by the names the example gives them; what has a plain value is left out. */
function sayings(small: SmallGraph): readonly string[] {
  const names = new Map(
    (small.identities ?? []).map(({ id, name }) => [id, name ?? id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('|')) + 1)]),
  );
  const named = (id: string): string => `\`${names.get(id) ?? id}\``;
  const identities = (small.identities ?? []).map(({ id, kind, name: _, ...rest }) => `${kind ?? 'identity'} ${named(id)}${facts(rest)}`);
  const credentials = (small.credentials ?? []).map(({ id, identity, kind, name, ...rest }) => {
    return `${kind ?? 'credential'} \`${name ?? id.slice(id.lastIndexOf('#') + 1)}\` of ${named(identity)}${facts(rest)}`;
  });
  const usage = (small.usage ?? []).map(({ identity, ...rest }) => `use of ${named(identity)}${facts(rest)}`);
  const grants = (small.grants ?? []).map(
    ({ subject, capability, scope, ...rest }) =>
      `${named(subject)} holds ${capability} on ${scope === undefined ? 'its boundary' : `\`${scope}\``}${facts(rest)}`,
  );
  const links = (small.links ?? []).map(({ from, to, how, ...rest }) => `${named(from)} ${how ?? 'can-assume'} ${named(to)}${facts(rest)}`);
  const unread = (small.unread ?? []).map(({ kind, boundary, status, cause }) => {
    return `${kind}: ${status ?? 'unread'}${cause === undefined ? '' : ` (${cause})`}${boundary === undefined ? '' : ` in \`${boundary}\``}`;
  });
  return [
    ...(small.asOf === undefined ? [] : [`looked at ${small.asOf}`]),
    ...(small.settings === undefined ? [] : [`settings \`${JSON.stringify(small.settings)}\``]),
    ...(small.boundaries ?? []).map(({ id, ...rest }) => `boundary \`${id}\`${facts(rest)}`),
    ...shortened(identities),
    ...shortened(credentials),
    ...shortened(usage),
    ...shortened(grants),
    ...shortened(links),
    ...lifeSayings(small),
    ...unread,
  ];
}

/** What is told of life cycles: the entries of logs and tools, and what they come to. */
function lifeSayings({ lifeCycleEvents = [], life }: SmallGraph): readonly string[] {
  const events = lifeCycleEvents.map(({ id, type, ...rest }) => `entry \`${id}\` tells ${type}${facts(rest)}`);
  const { lingerAllowedMs, ...lists } = life ?? {};
  const told = Object.entries(lists).flatMap(([what, all]) =>
    (all as readonly Readonly<Record<string, unknown>>[]).map((each) => `of ${what}${facts(each)}`),
  );
  if (lingerAllowedMs !== undefined) told.push(`after its due what lingers may work for ${durationText(lingerAllowedMs, 'down')}`);
  return [...shortened(events), ...(life === undefined ? [] : ['a store of earlier runs was at hand']), ...shortened(told)];
}

const shown = 4;
function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= shown + 1 ? lines : [...lines.slice(0, shown), `… and ${lines.length - shown} more like these`];
}

function facts(rest: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(rest).flatMap(([key, value]) => inWords(key, value) ?? []);
  return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

function inWords(key: string, value: unknown): string | undefined {
  if (value === undefined || (key === 'tags' && Object.keys(value as object).length === 0)) return undefined;
  if (key === 'boundary' && value === null) return 'outside everything that was read';
  if (key === 'windows')
    return (value as Windows).map(({ from, until }) => `from ${when(from)} to ${when(until)}`).join(' and ') || 'in no window';
  if (key === 'bounds') return boundsInWords(value as Bounds);
  if (key === 'conditions')
    return (value as readonly ConditionNote[]).map(({ text, settled }) => `if ${text} (${settled})`).join(' and ') || undefined;
  if (key === 'because') return (value as readonly string[]).map((each) => `because ${each}`).join(' and ') || undefined;
  return `${key} ${typeof value === 'string' ? value : `\`${JSON.stringify(value)}\``}`;
}

function boundsInWords({ lo, hi }: Bounds): string {
  return lo === hi ? lo : `anything from ${lo} to ${hi}`;
}

function when(at: number | null): string {
  return at === null ? 'any time' : new Date(at).toISOString().slice(0, 10);
}

function indexOf(all: readonly Rule<unknown>[]): string {
  const families = [...new Set(all.map((rule) => rule.family))].sort(byCodeUnit);
  const sections = families.map((family) => {
    const lines = all.filter((rule) => rule.family === family).map((rule) => `- [\`${rule.id}\`](${rule.id}.md): ${rule.title}`);
    return `## ${family}\n\n${lines.join('\n')}`;
  });
  return [
    generated,
    '# Rules',
    `${all.length} rules in ${families.length} families. Each answers finding, clear or undetermined; there is no fourth answer.`,
    ...sections,
  ].join('\n\n');
}

function stale(pages: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>): readonly string[] {
  const names = [...new Set([...pages.keys(), ...there.keys()])].sort(byCodeUnit);
  return names.filter((name) => pages.get(name) !== there.get(name));
}

function pagesOnDisk(): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

async function main(check: boolean): Promise<number> {
  const all = [...rules, ...awsRules, ...microsoftRules];
  const pages = await pagesOf(all);
  const different = stale(pages, pagesOnDisk());
  if (all.length < floor) {
    console.error(`rule-pages: saw ${all.length} rules, at least ${floor} are expected`);
    return 1;
  }
  if (check) {
    for (const name of different)
      console.error(`rule-pages: docs/rules/${name} is not what the code says; run: node scripts/rule-pages.ts`);
    console.log(`rule-pages: ${pages.size} pages of ${all.length} rules compared, ${different.length} differ`);
    return different.length === 0 ? 0 : 1;
  }
  for (const name of different) {
    const text = pages.get(name);
    if (text === undefined) rmSync(new URL(name, folder));
    else writeFileSync(new URL(name, folder), text);
  }
  console.log(`rule-pages: ${pages.size} pages of ${all.length} rules, ${different.length} written or removed`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'));
