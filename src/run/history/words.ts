import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { Interval, RecordKind } from '../../model/history.ts';
import type { KeptValue } from './fact-sightings.ts';

/** What kind of statement a record is. */
export type HistoryPart = 'identity' | 'credential' | 'right' | 'finding' | 'fact';

export const historyParts: readonly HistoryPart[] = ['identity', 'credential', 'right', 'finding', 'fact'];

export function partOfKind(kind: RecordKind): HistoryPart {
  if (kind === 'grant' || kind === 'link') return 'right';
  if (kind === 'service-credential') return 'credential';
  return kind === 'identity' || kind === 'credential' || kind === 'finding' ? kind : 'fact';
}

/** What a record is, in a reader's words: `administer on aws:111122223333, standing, by AdministratorAccess attached to role ops`. */
export function textOf({ kind, key, family, value }: Pick<Interval, 'kind' | 'key' | 'family' | 'value'>): string {
  const told = isJsonObject(value) ? value : {};
  if (kind === 'grant') return joined(`${text(told, 'capability')} on ${text(told, 'scope')}`, classOf(told), by(told), throughOf(told));
  if (kind === 'link') return joined(`${text(told, 'from')} ${text(told, 'how')} ${text(told, 'to')}`, classOf(told), by(told));
  if (kind === 'finding') return findingText(told);
  const fact = (told as unknown as KeptValue).value;
  const own = isJsonObject(fact) ? fact : {};
  if (kind === 'identity') return joined(`${spaced(text(own, 'kind'))} ${text(own, 'name')}`, disabled(own));
  if (kind === 'credential' || kind === 'service-credential') {
    return joined(`${credentialText(text(own, 'kind'), text(own, 'name'))} of ${text(own, 'identity')}`, text(own, 'state'));
  }
  return `${family}: ${factText(own, key)}`;
}

/** A name that says the kind says it once: `password`, `access-key-1`. */
function credentialText(kind: string, name: string): string {
  return name === kind || name.startsWith(`${kind}-`) ? name : `${spaced(kind)} ${name}`;
}

function findingText(told: JsonObject): string {
  const { capability, scope } = told;
  const what = typeof capability === 'string' ? `${capability}${typeof scope === 'string' ? ` on ${scope}` : ''}` : '';
  const cause = object(told, 'rootCause');
  return joined(
    `${text(told, 'rule')} (${text(told, 'severity')})`,
    `of ${text(object(told, 'subject'), 'name')}`,
    what,
    `by ${text(cause, 'name')}`,
  );
}

function factText(own: JsonObject, key: string): string {
  const { principal, policyName, user, groupName, group } = own;
  if (typeof principal === 'string' && typeof policyName === 'string') return `${policyName} to ${principal}`;
  const into = groupName ?? group;
  return typeof user === 'string' && typeof into === 'string' ? `${user} in ${into}` : key;
}

function classOf(told: JsonObject): string {
  const bounds = object(told, 'bounds');
  const [lo, hi] = [text(bounds, 'lo'), text(bounds, 'hi')];
  const presence = text(told, 'presence');
  return `${lo === hi ? lo : `${lo} to ${hi}`}${presence === 'certain' || presence === '' ? '' : `, ${presence}`}`;
}

function by(told: JsonObject): string {
  return `by ${text(object(told, 'source'), 'name')}`;
}

function throughOf({ through }: JsonObject): string {
  const [step] = Array.isArray(through) ? (through as readonly Json[]) : [];
  return step !== undefined && isJsonObject(step) ? `through ${text(step, 'to')}` : '';
}

function disabled({ enabled }: JsonObject): string {
  return enabled === false ? 'disabled' : '';
}

function text(of: JsonObject, name: string): string {
  const value: unknown = of[name];
  return typeof value === 'string' ? value : '';
}

function object(of: JsonObject, name: string): JsonObject {
  const value = of[name];
  return value !== undefined && isJsonObject(value) ? value : {};
}

function spaced(word: string): string {
  return word.replaceAll('-', ' ');
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
