import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calls } from '../../../connectors/aws/calls/list.ts';
import { awsSettings, liveSurfaces } from '../../../connectors/aws/settings.ts';
import { documentedSettings } from '../../../src/contract/settings.ts';

const page = readFileSync(new URL('../../../docs/aws-live.md', import.meta.url), 'utf8');

describe('the page about live scans', () => {
  it('names every surface and every setting in a row of its own', () => {
    const settings = documentedSettings(awsSettings)?.map(({ key }) => key) ?? [];
    expect(settings.length).toBeGreaterThan(8);
    expect([...liveSurfaces, ...settings].filter((each) => !page.includes(`\n| \`${each}\` `))).toEqual([]);
  });

  it('names every call that a scan makes beside the surface it is made for', () => {
    const unnamed = calls.filter(({ surface, operation }) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${surface.slice('aws:'.length)}\` `)) ?? '';
      return surface !== 'aws:caller-identity' && !row.includes(operation) && !row.includes('the same');
    });
    expect(unnamed.map((each) => `${each.surface} ${each.operation}`)).toEqual([]);
  });
});
