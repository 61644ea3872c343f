import * as v from 'valibot';
import { hashJson } from '../base/bytes/hash.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import type { LongestDays } from '../assurance/exceptions.ts';
import type { AssuranceSettings } from '../assurance/settings.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { SetRule } from '../judge/judge.ts';
import type { CrownJewel } from '../model/jewel.ts';
import { assuranceSetting, assuranceSettingsOf } from './assurance-settings.ts';
import { backlogSetting, dueDaysOf, type DueDays } from './backlog-settings.ts';
import { crownJewelsOf, crownJewelsSetting } from './crown-jewels.ts';
import { RunError } from './errors.ts';
import { exceptionsSetting, longestDaysOf } from './exceptions-settings.ts';
import type { PersonRule } from '../model/person.ts';
import { peopleSetting, personRulesOf } from './person-rules.ts';
import { historySetting, historySettingsOf, type HistorySettings } from './history-settings.ts';
import { ledgerSetting, ledgerSettingsOf, type LedgerSettings } from './ledger-settings.ts';
import { thresholds, usualThreshold, type Threshold } from './threshold.ts';

export { thresholds } from './threshold.ts';
export type { Threshold } from './threshold.ts';

/** `vestige.yaml`. Unknown keys are refused: a misspelt threshold must not silently be the default. */
const shape = v.strictObject({
  failOn: v.pipe(
    v.optional(v.picklist(thresholds), usualThreshold),
    v.description('exit 1 when there is a finding of this severity or graver; never: findings alone never fail'),
  ),
  maxTimeBoundDays: v.pipe(
    v.optional(v.pipe(v.number(), v.minValue(0)), 30),
    v.description(
      'days; a window longer than this is effectively standing. Default 30: a month is the longest task most policies approve at once',
    ),
  ),
  crownJewels: crownJewelsSetting,
  people: peopleSetting,
  history: historySetting,
  ledger: ledgerSetting,
  assurance: assuranceSetting,
  exceptions: exceptionsSetting,
  backlog: backlogSetting,
  rules: v.pipe(
    v.optional(v.record(v.string(), v.union([v.literal('off'), v.literal('on'), v.record(v.string(), v.unknown())])), {}),
    v.description('by rule id: off, on, or its settings'),
  ),
  connectors: v.pipe(
    v.optional(v.record(v.string(), v.record(v.string(), v.unknown())), {}),
    v.description('by connector id: its settings'),
  ),
});
export const configurationSchema = shape;

export interface Configuration {
  readonly failOn: Threshold;
  readonly maxTimeBoundDays: number;
  /** In the order of their names. */
  readonly crownJewels: readonly CrownJewel[];
  /** What joins accounts of several connectors into persons. */
  readonly personRules: readonly PersonRule[];
  /** The enabled rules with their settings. */
  readonly rules: readonly SetRule[];
  readonly connectorSettings: Readonly<Record<string, unknown>>;
  /** The connectors it names, by id and sorted: what a scan reads when no source is named. */
  readonly sources: readonly string[];
  readonly history: HistorySettings;
  readonly ledger: LedgerSettings;
  readonly assurance: AssuranceSettings;
  /** SHA-256 of all that answers depend on, defaults filled in. */
  readonly hash: string;
}

/**
 * Reads a configuration value (already parsed from YAML or JSON) against the rules and connectors at hand. Every fault is named
 * with its path, and the first stops the run: a half-understood configuration is not one.
 */
export function readConfiguration(
  value: unknown,
  known: { readonly rules: readonly Rule<unknown>[]; readonly connectors: readonly ConnectorCore<unknown>[] },
  name = 'the configuration',
): Configuration {
  const given = accept(shape, value ?? {}, name, '');
  const ids = new Set(known.rules.map((rule) => rule.id));
  for (const id of Object.keys(given.rules)) {
    if (!ids.has(id)) {
      throw new RunError('unknown-rule', `cannot use ${name}: rules.${id} is no rule`, {
        hint: `the rules are ${[...ids].sort(byCodeUnit).join(', ')}`,
      });
    }
  }
  const connectors = new Set(known.connectors.map((core) => core.id));
  for (const id of Object.keys(given.connectors)) {
    if (!connectors.has(id)) {
      throw new RunError('unknown-connector', `cannot use ${name}: connectors.${id} is no connector`, {
        hint: `the connectors are ${[...connectors].sort(byCodeUnit).join(', ')}`,
      });
    }
  }
  const rules: SetRule[] = [];
  for (const rule of known.rules) {
    const wanted = given.rules[rule.id] ?? 'on';
    if (wanted === 'off') continue;
    const settings = wanted === 'on' ? {} : wanted;
    refuseUnknown(rule.settings, settings, name, `rules.${rule.id}`);
    rules.push({ rule, settings: accept(rule.settings, settings, name, `rules.${rule.id}`) });
  }
  for (const core of known.connectors) refuseUnknown(core.settings, given.connectors[core.id] ?? {}, name, `connectors.${core.id}`);
  const connectorSettings = Object.fromEntries(
    known.connectors.map((core) => [core.id, accept(core.settings, given.connectors[core.id] ?? {}, name, `connectors.${core.id}`)]),
  );
  const { failOn, maxTimeBoundDays } = given;
  const crownJewels = crownJewelsOf(given.crownJewels, connectors, name);
  const personRules = personRulesOf(given.people, connectors, name);
  const sources = Object.keys(given.connectors).sort(byCodeUnit);
  const history = historySettingsOf(given.history);
  const ledger = ledgerSettingsOf(given.ledger);
  const assurance = { ...assuranceSettingsOf(given.assurance, name), longestExceptionDays: longestDaysOf(given.exceptions) };
  return hashed({ failOn, maxTimeBoundDays, crownJewels, personRules, rules, connectorSettings, sources, history, ledger, assurance });
}

/** The threshold of a configuration, for who has no other question to it: what it says of rules and connectors is not looked into. */
export function readThreshold(value: unknown, name: string): Threshold {
  return accept(shape, value ?? {}, name, '').failOn;
}

/** What it says of history, for who has no other question to it. */
export function readHistorySettings(value: unknown, name: string): HistorySettings {
  return historySettingsOf(accept(shape, value ?? {}, name, '').history);
}

/** What it says of the ledger, for who has no other question to it. */
export function readLedgerSettings(value: unknown, name: string): LedgerSettings {
  return ledgerSettingsOf(accept(shape, value ?? {}, name, '').ledger);
}

/** How long exceptions may last, for who has no other question to it. */
export function readLongestDays(value: unknown, name: string): LongestDays {
  return longestDaysOf(accept(shape, value ?? {}, name, '').exceptions);
}

/** By when items of a backlog are to be done, for who has no other question to it. */
export function readDueDays(value: unknown, name: string): DueDays {
  return dueDaysOf(accept(shape, value ?? {}, name, '').backlog);
}

/**
 * The same configuration with other settings of one connector. `name` is what messages call where they come from. Throws
 * {@link RunError} `bad-configuration` where the connector's schema refuses them.
 */
export function withConnectorSettings(
  configuration: Configuration,
  core: ConnectorCore<unknown>,
  settings: object,
  name: string,
): Configuration {
  refuseUnknown(core.settings, settings, name, `connectors.${core.id}`);
  const read = accept(core.settings, settings, name, `connectors.${core.id}`);
  return hashed({ ...configuration, connectorSettings: { ...configuration.connectorSettings, [core.id]: read } });
}

/**
 * What a scan reads by itself decides nothing about its answers, so `sources` is not hashed; nor are `history`, which says where and for how
 * long answers are kept, and may hold a password, and `ledger`, which says where it is told what was done.
 */
function hashed(configuration: Omit<Configuration, 'hash'>): Configuration {
  const { failOn, maxTimeBoundDays, crownJewels, personRules, connectorSettings, rules, assurance } = configuration;
  const settings = Object.fromEntries(rules.map(({ rule, settings: own }) => [rule.id, own]));
  const canonical = { failOn, maxTimeBoundDays, crownJewels, personRules, rules: settings, connectorSettings, assurance };
  return { ...configuration, hash: hashJson(canonical as unknown as Json) };
}

// A rule or connector may use a lax object schema; its misspelt settings are refused all the same.
function refuseUnknown(schema: v.GenericSchema, given: object, name: string, at: string): void {
  if (!('entries' in schema) || !isJsonObject(schema.entries)) return;
  const entries = Object.keys(schema.entries);
  const unknown = Object.keys(given).find((key) => !entries.includes(key));
  if (unknown === undefined) return;
  throw new RunError('bad-configuration', `cannot use ${name}: ${at}.${unknown} is no setting`, {
    hint: entries.length === 0 ? 'it has none' : `its settings are ${entries.join(', ')}`,
  });
}

function accept<T>(schema: v.GenericSchema<unknown, T>, value: unknown, name: string, at: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = [at, v.getDotPath(issue) ?? ''].filter((part) => part !== '').join('.');
  throw new RunError('bad-configuration', `cannot use ${name}: ${path === '' ? 'it' : path}: ${issue.message}`);
}
