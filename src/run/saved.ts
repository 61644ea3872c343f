export { openAnalysis } from './saved/open.ts';
export type { SavedAnalysis } from './saved/open.ts';
export { saveAnalysis } from './saved/save.ts';
