import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/aws-policy.md', root), 'utf8');

/** What a user imports by name, as it lies in the checkout. */
const modules: Readonly<Record<string, string>> = {
  'vestige/aws-policy': new URL('connectors/aws/policy/index.ts', root).href,
  'vestige/aws-actions': new URL('connectors/aws/action-universe.ts', root).href,
};

interface Claim {
  readonly code: string;
  readonly value: unknown;
  readonly expected: unknown;
}

/** A line `expression; // → value` of an example claims that the expression gives the value. */
const claimLine = /^(?<code>\S.*);[ ]+\/\/ → (?<expected>.+)$/;

describe('docs/aws-policy.md', () => {
  const examples = [...page.matchAll(/^```ts\n(?<code>[\s\S]*?)^```$/gm)].map((found) => found.groups?.['code'] ?? '');
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-examples-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function claimsOf(name: string, example: string): Promise<readonly Claim[]> {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, runnable(example));
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly claims: readonly Claim[] };
    return module.claims;
  }

  it('has examples, each with something claimed of it', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
    expect(examples.filter((example) => !example.split('\n').some((line) => claimLine.test(line)))).toEqual([]);
  });

  for (const [place, example] of examples.entries()) {
    it(`runs example ${String(place + 1)} as it is written`, async () => {
      for (const claim of await claimsOf(`example-${String(place + 1)}`, example)) expect(claim.value, claim.code).toEqual(claim.expected);
    });
  }

  it('would see an example that claims what is not so', async () => {
    const [claim] = await claimsOf('planted', '1 + 1; // → 3\n');
    expect(claim).toEqual({ code: '1 + 1', value: 2, expected: 3 });
  });

  it('names every field of a request and every doubt that an answer can name', () => {
    const fields = ['context', 'unknownKeys', 'identityPolicies', 'permissionsBoundary', 'sessionPolicies', 'resourcePolicy'];
    const levels = ['serviceControlPolicies', 'resourceControlPolicies'];
    const doubts = ['multivalued-key', 'not-principal-parents', 'resource-wildcard', 'star-principal'];
    const further = ['trust-past-boundary', 'unparseable-value', 'unreadable-statement'];
    const named = [...fields, ...levels, ...[...doubts, ...further].map((doubt) => `doc:${doubt}`)];
    expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

/** The example as a module that exports its claims. */
function runnable(example: string): string {
  const lines = example.split('\n').map((line) => {
    const imported = /^import (?<names>.+) from '(?<from>[^']+)';$/.exec(line)?.groups;
    if (imported !== undefined) return `import ${imported['names'] ?? ''} from ${JSON.stringify(modules[imported['from'] ?? ''])};`;
    const claim = claimLine.exec(line)?.groups;
    if (claim === undefined) return line;
    const code = claim['code'] ?? '';
    return `claims.push({ code: ${JSON.stringify(code)}, value: (${code}), expected: (${claim['expected'] ?? ''}) });`;
  });
  return `export const claims: { code: string; value: unknown; expected: unknown }[] = [];\n${lines.join('\n')}`;
}
