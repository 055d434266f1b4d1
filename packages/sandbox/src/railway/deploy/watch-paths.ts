import ignore from 'ignore';

export const UNWATCHED = 'No changes to watched files';

/**
 * Whether a change touches what the service watches. Patterns are gitignore-style; no pattern
 * watches everything. https://docs.railway.com/builds/build-configuration#configure-watch-paths
 */
export const touchesWatchedFiles = (
  patterns: readonly string[],
  changedFiles: readonly string[],
): boolean => {
  if (patterns.length === 0) return true;
  const watched = ignore().add(patterns);
  return changedFiles.some((file) => watched.ignores(file));
};
