import type { Plugs } from '../plugs.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { verifyPackCommand, type VerifyPackOptions } from '../verify-pack/verify.ts';

/** Checks a pack offline. Connectors and rules are loaded only where findings are to be derived again. */
export async function evidenceVerifyCommand(
  terminal: Terminal,
  plugs: Plugs,
  pack: string,
  options: CommonOptions & VerifyPackOptions,
): Promise<number> {
  return verifyPackCommand(terminal, pack, options, async (checked, files) => {
    const [{ recomputing }, wiring] = await Promise.all([import('../verify-pack/recomputing.ts'), plugs.all()]);
    return recomputing(terminal, wiring, options)(checked, files);
  });
}
