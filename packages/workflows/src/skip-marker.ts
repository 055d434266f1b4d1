const MARKERS = ['[skip ci]', '[ci skip]', '[no ci]', '[skip actions]', '[actions skip]'];

/**
 * The marker in a HEAD commit's message that keeps `push` and `pull_request` workflows from
 * running, or null.
 * https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
 */
export function findSkipMarker(message: string): string | null {
  const lower = message.toLowerCase();
  const marker = MARKERS.find((text) => lower.includes(text));
  if (marker) return marker;
  // The trailer must end the message, after an empty line; other trailers may stand beside it.
  const [, ...paragraphs] = message.trimEnd().split(/\n{2,}/);
  const trailer = paragraphs.at(-1)?.match(/^skip-checks:\s*true$/im);
  return trailer ? 'skip-checks:true' : null;
}
