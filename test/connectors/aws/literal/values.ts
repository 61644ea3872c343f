import { BlockList, isIPv4, isIPv6 } from 'node:net';

/*
 * Numbers, moments, addresses and bytes as IAM User Guide reference_policies_elements_condition_operators.html writes them.
 * `undefined` = the text is not one.
 */

export function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** W3C profile of ISO 8601, or epoch seconds, as epoch milliseconds. Four digits are a year. */
export function momentOf(text: string): number | undefined {
  if (/^-?\d{5,}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const isDate = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text);
  const moment = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Whether an address is in a block; a bare address is a block of one. */
export function inBlock(address: string, block: string): boolean | undefined {
  const [base = '', bits, ...more] = block.split('/');
  const family = isIPv4(base) ? 'ipv4' : isIPv6(base) ? 'ipv6' : undefined;
  const width = family === 'ipv4' ? 32 : 128;
  if (family === undefined || more.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= width)))
    return undefined;
  if (!isIPv4(address) && !isIPv6(address)) return undefined;
  const list = new BlockList();
  list.addSubnet(base, bits === undefined ? width : Number(bits), family);
  return isIPv4(address) === (family === 'ipv4') && list.check(address, family);
}

/** Base64, in the one form its bytes have. */
export function bytesOf(text: string): string | undefined {
  return Buffer.from(text, 'base64').toString('base64') === text ? text : undefined;
}
