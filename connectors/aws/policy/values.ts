import { decodeBase64 } from '../../../src/base/decode.ts';

/*
 * The values of conditions that are not compared as text. Each reader answers `undefined` for what is not written as AWS writes it;
 * it never guesses. Dates are read by `policyDate`. Source of the operators: IAM User Guide,
 * reference_policies_elements_condition_operators.html.
 */

/**
 * A decimal number, `-12` or `3.50`: no exponent, plus sign, blank or bare point. Numbers of more than 15 digits are rounded to their
 * nearest double: two such may compare as equal, never in the wrong order.
 */
export function numberOf(text: string): number | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  // `-0` would be 0 in a comparison but not in a map
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : undefined;
}

/** An address or a block of addresses: its first `length` bits, the rest zero, as 32-bit words (one, or four for version 6). */
export interface Block {
  readonly version: 4 | 6;
  readonly words: readonly number[];
  readonly length: number;
}

/**
 * An IPv4 or IPv6 address, bare or with a prefix length (CIDR). A bare address is the block of itself; bits beyond the prefix are
 * dropped. Numbers with leading zeros and zones are refused. An IPv4-mapped address (`::ffff:192.0.2.1`) is version 6.
 * Forms: RFC 4632 section 3.1, RFC 4291 section 2.2 and 2.3.
 */
export function addressOf(text: string): Block | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const version = address.includes(':') ? 6 : 4;
  const words = version === 6 ? wordsOf6(address) : wordsOf4(address);
  if (words === undefined) return undefined;
  const most = version === 6 ? 128 : 32;
  const length = slash < 0 ? most : decimal(text.slice(slash + 1), most);
  return length === undefined ? undefined : { version, words: words.map((word, at) => kept(word, length - 32 * at)), length };
}

/** Whether every address of `address` is in `block`. Nothing of one version is in a block of the other. */
export function blockContains(block: Block, address: Block): boolean {
  return (
    block.version === address.version &&
    block.length <= address.length &&
    block.words.every((word, at) => word === kept(address.words[at] ?? 0, block.length - 32 * at))
  );
}

/** Bytes in base64 with padding (RFC 4648 section 4), in the one form their encoder writes: equal bytes are equal texts. */
export function bytesOf(text: string): string | undefined {
  return decodeBase64(text) === undefined ? undefined : text;
}

/** The first `bits` bits of a word. */
function kept(word: number, bits: number): number {
  return bits <= 0 ? 0 : bits >= 32 ? word : (word & (-1 << (32 - bits))) >>> 0;
}

function decimal(text: string, most: number): number | undefined {
  if (!/^(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}

function wordsOf4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let word = 0;
  for (const part of parts) {
    const byte = decimal(part, 255);
    if (byte === undefined) return undefined;
    word = word * 256 + byte;
  }
  return [word];
}

function wordsOf6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [groupsOf(halves[0] ?? '', halves.length === 1), groupsOf(halves[1] ?? '', true)];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  // `::` stands for at least one group of zeros
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return [0, 2, 4, 6].map((at) => (groups[at] ?? 0) * 0x10000 + (groups[at + 1] ?? 0));
}

/** Groups of 16 bits; the last two may be written as an IPv4 address where the address ends here. */
function groupsOf(text: string, ends: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (ends && at === parts.length - 1 && part.includes('.')) {
      const word = wordsOf4(part)?.[0];
      if (word === undefined) return undefined;
      groups.push(Math.floor(word / 0x10000), word % 0x10000);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
