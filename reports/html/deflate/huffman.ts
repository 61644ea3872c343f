/** A Huffman code: of each symbol how many bits it takes, `0` where it has none, and those bits as they are written. */
export interface Code {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/** A code for symbols that come so often, none longer than `limit` bits. At least two symbols have one, so that every reader takes it. */
export function codeFor(counts: Uint32Array, limit: number): Code {
  let weights = Uint32Array.from(counts);
  for (let symbol = 0; symbol < 2; symbol++) if (weights[symbol] === 0 && usedIn(weights) < 2) weights[symbol] = 1;
  for (;;) {
    const lengths = lengthsOf(weights);
    if (lengths.every((each) => each <= limit)) return { lengths, bits: bitsOf(lengths, limit) };
    // Flatter weights give a flatter tree; with all of them 1 it is as flat as can be.
    weights = weights.map((each) => (each === 0 ? 0 : (each >>> 1) | 1));
  }
}

function usedIn(weights: Uint32Array): number {
  return weights.reduce((sum, each) => sum + (each > 0 ? 1 : 0), 0);
}

/** How deep each symbol stands in a tree in which the two lightest are joined again and again. Two queues, each of rising weight, do for a heap. */
function lengthsOf(weights: Uint32Array): Uint8Array {
  const symbols = [...weights.keys()].filter((symbol) => weights[symbol] !== 0);
  symbols.sort((a, b) => (weights[a] as number) - (weights[b] as number) || a - b);
  const weight = symbols.map((symbol) => weights[symbol] as number);
  const parent: number[] = [];
  let [leaf, inner] = [0, symbols.length];
  const lightest = (): number => {
    const isLeaf = leaf < symbols.length && (inner >= weight.length || (weight[leaf] as number) <= (weight[inner] as number));
    return isLeaf ? leaf++ : inner++;
  };
  for (let joined = 1; joined < symbols.length; joined++) {
    const [one, other] = [lightest(), lightest()];
    parent[one] = parent[other] = weight.length;
    weight.push((weight[one] as number) + (weight[other] as number));
  }
  const depth = new Uint32Array(weight.length);
  for (let node = weight.length - 2; node >= 0; node--) depth[node] = (depth[parent[node] as number] as number) + 1;
  const lengths = new Uint8Array(weights.length);
  for (const [place, symbol] of symbols.entries()) lengths[symbol] = Math.min(255, depth[place] as number);
  return lengths;
}

/** The canonical code of RFC 1951, 3.2.2, each turned round: a code's first bit is its highest, and bits are written lowest first. */
function bitsOf(lengths: Uint8Array, limit: number): Uint16Array {
  const count = new Uint32Array(limit + 1);
  for (const length of lengths) if (length > 0) count[length] = (count[length] as number) + 1;
  const next = new Uint32Array(limit + 1);
  for (let length = 2; length <= limit; length++) next[length] = ((next[length - 1] as number) + (count[length - 1] as number)) << 1;
  return Uint16Array.from(lengths, (length) => {
    if (length === 0) return 0;
    const code = next[length] as number;
    next[length] = code + 1;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >>> bit) & 1) << (length - 1 - bit);
    return turned;
  });
}
