const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Why a path within a pack is not one of ours; `undefined` where it is. Segments of ASCII letters, digits, `.`, `_` and `-` that do not begin
 * with a dot, joined by `/`: such a path means the same on every file system, and leads nowhere else.
 */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > 400) return 'it is longer than 400 characters';
  if (path.includes('\\')) return 'it holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is not relative to the pack';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '..' || segment === '.')) return 'it leads out of its folder';
  if (segments.some((segment) => !SEGMENT.test(segment))) return 'it holds something else than letters, digits, ".", "_" and "-"';
  if (segments.some((segment) => segment.endsWith('.') || device.test(segment))) return 'it means something else on some systems';
  return undefined;
}

/** Names that are devices on Windows, whatever follows a dot. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
