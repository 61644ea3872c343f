import { PolicyError } from '../errors.ts';

/** An action, numbered on first sight. The numbers hold for one generation of this process and must not leave it. */
export interface ActionName {
  readonly id: number;
  /** After so many actions numbers begin anew, so that what is kept for them stays bounded. */
  readonly generation: number;
  /** `service:name` in lower case. */
  readonly lower: string;
  readonly service: string;
  readonly name: string;
}

/** More than AWS has: some 20,000, in a few spellings. */
const MOST_TEXTS = 50_000;

const byText = new Map<string, ActionName>();
const byLower = new Map<string, ActionName>();
let generation = 0;

/** The action by its name in any case. Throws `bad-action` for a text that is not `service:Name`. */
export function actionOf(text: string): ActionName {
  const known = byText.get(text);
  if (known !== undefined) return known;
  if (byText.size >= MOST_TEXTS) {
    byText.clear();
    byLower.clear();
    generation++;
  }
  const lower = text.toLowerCase();
  let action = byLower.get(lower);
  if (action === undefined) {
    const colon = lower.indexOf(':');
    if (colon <= 0 || colon === lower.length - 1 || /[\s*?]/.test(lower)) {
      throw new PolicyError(
        'bad-action',
        `cannot decide about the action ${JSON.stringify(text)}: it is not one action of the form service:Name`,
      );
    }
    action = { id: byLower.size, generation, lower, service: lower.slice(0, colon), name: lower.slice(colon + 1) };
    byLower.set(lower, action);
  }
  byText.set(text, action);
  return action;
}
