/* With VESTIGE_SEED every property of a run is tried on the same cases wherever it runs; without it, on new ones each time. */
const seed = process.env['VESTIGE_SEED'];
if (seed !== undefined) {
  if (!/^\d{1,10}$/.test(seed)) throw new Error(`cannot read VESTIGE_SEED "${seed}": write a whole number`);
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
}
