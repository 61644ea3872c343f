/*
 * How often a property is tried. The normal tier tries it `usual` times. The deep tier (`npm run test:deep -- --share k/n`) tries a
 * share of `deep`.
 */
const share = process.env['VESTIGE_DEEP_SHARE'];

/** In the deep tier no fewer than in the normal one. */
export function runs(usual: number, deep: number = usual * 40): number {
  return share === undefined ? usual : Math.max(usual, Math.ceil(deep * Number(share)));
}
