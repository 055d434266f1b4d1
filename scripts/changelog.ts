/** What CHANGELOG.md says of one version. */
export type ReleaseNotes =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

interface Release {
  /** `v1.2.3` */
  readonly tag: string;
  /** Of package.json. */
  readonly version: string;
}

/**
 * The section `## 1.2.3` (a date may follow), without its heading. Refused where the tag is no
 * version, is not that of package.json, or has no section with a word in it.
 */
export function releaseNotes(changelog: string, { tag, version }: Release): ReleaseNotes {
  const wanted = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  if (wanted === undefined) return refused(`"${tag}" is not a tag such as v1.2.3`);
  if (wanted !== version) return refused(`package.json says ${version}, the tag says ${wanted}`);
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === wanted);
  const text = section?.slice(section.indexOf('\n') + 1).trim();
  return text ? { kind: 'found', text } : refused(`CHANGELOG.md has nothing to say of ${wanted}`);
}

const refused = (why: string): ReleaseNotes => ({ kind: 'refused', why });
