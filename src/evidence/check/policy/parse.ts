import { decodeInteger } from '../../../base/decode.ts';
import type { NonEmpty } from '../../../base/json.ts';
import { isNonEmpty } from '../../../base/json.ts';
import type { Checked, Fault } from '../../envelope/fault.ts';
import { holds } from '../../envelope/fault.ts';
import { LogError } from '../../log/errors.ts';
import type { Vkey } from '../../log/vkey.ts';
import { parseVkey } from '../../log/vkey.ts';

/*
 * C2SP tlog-policy: one definition a line, items parted by blanks and tabs, `#` before what is a comment.
 *   log VKEY [URL]      witness NAME VKEY [URL]      group NAME all|any|K MEMBER…      quorum NAME|none
 */
export interface Policy {
  readonly logs: readonly { readonly vkey: Vkey; readonly url: string | null }[];
  readonly witnesses: readonly { readonly name: string; readonly vkey: Vkey; readonly url: string | null }[];
  /** Each after those it is made of. */
  readonly groups: readonly { readonly name: string; readonly atLeast: number; readonly members: NonEmpty<string> }[];
  /** A witness or a group; `null`: nobody need have cosigned. */
  readonly quorum: string | null;
}

/**
 * `line`: it is no definition. `vkey`: a key that is none, or of a kind that neither logs nor witnesses sign with. `name`: it is taken, or reserved.
 * `member`: it is not defined above, or counts already elsewhere. `threshold`: it can never, or need never, be met. `quorum`: there is none, or more
 * than one. `duplicate`: a key twice. `too-large`.
 */
export type PolicyCode = 'line' | 'vkey' | 'name' | 'member' | 'threshold' | 'quorum' | 'duplicate' | 'too-large';

const MOST_LINES = 10_000;
type Say = (code: PolicyCode, seen: string, expected: string) => void;

/** Reads a policy; every wrong line is told, by its number. */
export function parsePolicy(text: string): Checked<Policy, PolicyCode> {
  const faults: Fault<PolicyCode>[] = [];
  const lines = text.split('\n');
  const draft = new Draft();
  for (const [index, line] of lines.slice(0, MOST_LINES).entries()) {
    const say: Say = (code, seen, expected) =>
      faults.push({ code, place: `line ${index + 1}`, seen: JSON.stringify(seen.slice(0, 200)), expected });
    if (hasControl(line)) say('line', line, 'no control characters but tabs');
    else
      draft.read(
        line.split(/[ \t]+/).filter((item) => item !== ''),
        say,
      );
  }
  if (lines.length > MOST_LINES)
    faults.push({ code: 'too-large', place: '', seen: `${lines.length} lines`, expected: `no more than ${MOST_LINES}` });
  if (draft.quorum === undefined)
    faults.push({ code: 'quorum', place: '', seen: 'none', expected: 'one line: quorum NAME, or quorum none' });
  if (isNonEmpty(faults)) return { holds: false, faults };
  const { logs, witnesses, groups, quorum = null } = draft;
  return holds({ logs, witnesses, groups, quorum });
}

class Draft {
  readonly logs: Policy['logs'][number][] = [];
  readonly witnesses: Policy['witnesses'][number][] = [];
  readonly groups: Policy['groups'][number][] = [];
  quorum: string | null | undefined;
  readonly #names = new Set(['none']);
  readonly #members = new Set<string>();
  readonly #keys = { log: new Set<string>(), witness: new Set<string>() };

  read(items: readonly string[], say: Say): void {
    const [word, ...rest] = items;
    if (word === undefined || word.startsWith('#')) return;
    const line = items.join(' ');
    if (word === 'log' && (rest.length === 1 || rest.length === 2)) this.#log(rest, say);
    else if (word === 'witness' && (rest.length === 2 || rest.length === 3)) this.#witness(rest, say);
    else if (word === 'group' && rest.length >= 3) this.#group(rest, say);
    else if (word === 'quorum' && rest.length === 1) this.#quorum(rest[0] ?? '', say);
    else say('line', line, 'log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K MEMBER…, or quorum NAME');
  }

  #log([encoded = '', url]: readonly string[], say: Say): void {
    const vkey = this.#vkey('log', encoded, say);
    if (vkey !== undefined) this.logs.push({ vkey, url: url ?? null });
  }

  #witness([name = '', encoded = '', url]: readonly string[], say: Say): void {
    const vkey = this.#vkey('witness', encoded, say);
    if (this.#define(name, say) && vkey !== undefined) this.witnesses.push({ name, vkey, url: url ?? null });
  }

  #group([name = '', threshold = '', ...members]: readonly string[], say: Say): void {
    for (const member of members) {
      const isDefined = member !== 'none' && this.#names.has(member);
      if (!isDefined) say('member', member, 'a witness or group of a line above');
      else if (this.#members.has(member)) say('member', member, 'a member of one group only, and once');
      this.#members.add(member);
    }
    const atLeast = threshold === 'all' ? members.length : threshold === 'any' ? 1 : decodeInteger(threshold);
    if (atLeast === undefined || atLeast < 1 || atLeast > members.length)
      say('threshold', threshold, `all, any, or 1 to ${members.length}`);
    else if (this.#define(name, say) && isNonEmpty(members)) this.groups.push({ name, atLeast, members });
  }

  #quorum(name: string, say: Say): void {
    if (this.quorum !== undefined) say('quorum', name, 'only one line of a quorum');
    else if (!this.#names.has(name)) say('member', name, 'none, or a witness or group of a line above');
    this.quorum ??= name === 'none' ? null : name;
  }

  #define(name: string, say: Say): boolean {
    const isNew = !this.#names.has(name);
    if (!isNew) say('name', name, 'a name that nothing else has');
    this.#names.add(name);
    return isNew;
  }

  #vkey(of: 'log' | 'witness', encoded: string, say: Say): Vkey | undefined {
    const vkey = readVkey(encoded);
    const isFit = vkey !== undefined && (vkey.type === 'cosignature-v1') === (of === 'witness');
    if (!isFit) {
      say('vkey', encoded, of === 'log' ? 'the key of a log: type 1 or 2' : 'the key of a witness: type 4');
      return undefined;
    }
    const key = Buffer.from(vkey.key).toString('hex');
    if (this.#keys[of].has(key)) say('duplicate', encoded, 'each key once, whatever its name');
    this.#keys[of].add(key);
    return vkey;
  }
}

function readVkey(encoded: string): Vkey | undefined {
  try {
    return parseVkey(encoded);
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}

function hasControl(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}
