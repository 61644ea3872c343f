import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configurationText } from '../../src/cli/commands/init.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { readConfiguration, readDueDays, readLedgerSettings } from '../../src/run/configuration.ts';
import { root } from '../support/cli.ts';

/** The file with every comment of a setting taken away, and those for the reader left. */
function uncommented(): unknown {
  const lines = configurationText(wiring).split('\n');
  const settings = lines.flatMap(
    (line) =>
      /^# ((?:failOn|maxTimeBoundDays|crownJewels|people|history|assurance|exceptions|ledger|backlog|rules|connectors):.*| {2,}[a-zA-Z-]+:.*)$/.exec(
        line,
      )?.[1] ?? [],
  );
  return parse(settings.join('\n'));
}

const validate = new Ajv2020({ allErrors: true, formats: { uri: true } }).compile(
  JSON.parse(readFileSync(join(root, 'schemas/configuration.schema.json'), 'utf8')) as object,
);

describe('the file init writes', () => {
  it('changes nothing as it is, and is the defaults when its comments are taken away', () => {
    expect(parse(configurationText(wiring))).toBeNull();
    const defaults = readConfiguration({}, wiring);
    expect(readConfiguration(uncommented(), wiring).hash).toBe(defaults.hash);
    const { history } = readConfiguration(uncommented(), wiring);
    expect(history).toEqual(defaults.history);
    expect(readLedgerSettings(uncommented(), '')).toEqual(readLedgerSettings({}, ''));
    expect(readDueDays(uncommented(), '')).toEqual(readDueDays({}, ''));
    const whole = uncommented() as { rules: object; connectors: object; people: object; ledger: object; backlog: object };
    expect([Object.keys(whole.ledger), Object.keys(whole.backlog)]).toEqual([['required', 'witnesses'], ['dueDays']]);
    expect(whole.people).toEqual({ join: [] });
    expect(Object.keys(whole.rules)).toEqual(wiring.rules.map((rule) => rule.id).sort());
    expect(Object.keys(whole.connectors)).toEqual(wiring.connectors.map((core) => core.id).sort());
  });

  it('tells of every setting of the published schema', () => {
    const published = JSON.parse(readFileSync(join(root, 'schemas/configuration.schema.json'), 'utf8')) as {
      readonly properties: Readonly<Record<string, { readonly properties?: object }>>;
    };
    const whole = uncommented() as Readonly<Record<string, unknown>>;
    expect(Object.keys(whole).sort()).toEqual(
      Object.keys(published.properties)
        .filter((each) => !each.startsWith('$'))
        .sort(),
    );
    const text = configurationText(wiring);
    for (const name of ['assurance', 'exceptions', 'history', 'ledger', 'backlog'])
      for (const setting of Object.keys(published.properties[name]?.properties ?? {}))
        expect(text).toMatch(new RegExp(`^# .*\\b${setting}:`, 'm'));
  });

  it('is what the published schema takes, and a misspelt setting is not', () => {
    expect(validate(uncommented()), JSON.stringify(validate.errors)).toBe(true);
    for (const wrong of [
      { failon: 'high' },
      { failOn: 'grave' },
      { rules: { 'no-such-rule': 'off' } },
      { rules: { 'access-key-over-age': { maxAge: 3 } } },
      { rules: { 'access-key-over-age': { maxAgeDays: -1 } } },
      { connectors: { gopher: {} } },
      { history: { keepdays: 30 } },
      { history: { keepDays: 0 } },
      { history: { keepDays: 'all' } },
      { history: { store: '' } },
      { history: { hold: [{ boundary: 'aws:111122223333' }] } },
      { ledger: { require: true } },
      { ledger: { timestamp: { caFile: 'ca.pem' } } },
      { ledger: { witnesses: [{ name: 'partner', url: 'https://witness.example' }] } },
      { backlog: { dueDays: { critical: 0 } } },
      { crownJewels: [{ name: 'payments' }] },
      { crownJewels: [{ name: 'payments', scope: 'aws:111122223333', colour: 'blue' }] },
      { crownJewels: [{ name: 'payments', scope: 'aws:111122223333', capabilities: ['own'] }] },
    ]) {
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
      expect(() => readConfiguration(wrong, wiring)).toThrow();
    }
  });
});
