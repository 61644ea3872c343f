import fc from 'fast-check';

/*
 * How often a property is tried. The normal tier tries it `usual` times. The deep tier (`npm run test:deep -- --share k/n`) tries a
 * share of `deep`, with the seed it prints.
 */
const share = process.env['VESTIGE_DEEP_SHARE'];
const seed = process.env['VESTIGE_DEEP_SEED'];
if (share !== undefined && seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

/** In the deep tier no fewer than in the normal one. */
export function runs(usual: number, deep: number = usual * 40): number {
  return share === undefined ? usual : Math.max(usual, Math.ceil(deep * Number(share)));
}
