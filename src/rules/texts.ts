import type { View } from '../model/view.ts';

/** How many texts of a sort are kept. */
const KEPT = 1 << 12;

/** Texts by what they say it of: many findings say the same, and then it is one text, put together once. Those of a few thousand are kept. */
export function textsBy<K>(): (view: View, key: K, say: (key: K) => string) => string {
  const ofViews = new WeakMap<View, Map<K, string>>();
  return (view, key, say) => {
    let texts = ofViews.get(view);
    if (texts === undefined) ofViews.set(view, (texts = new Map<K, string>()));
    let text = texts.get(key);
    if (text === undefined) {
      text = say(key);
      if (texts.size === KEPT) texts.clear();
      texts.set(key, text);
    }
    return text;
  };
}
