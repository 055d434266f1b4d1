import { describe, expect, it } from 'vitest';
import { releaseNotes } from './changelog.ts';

const changelog = `# Changelog

## Unreleased

- soon

## 1.2.0 (2026-12-01)

### Added

- a thing

## 1.1.0

## 1.0.0

- first
`;

describe('release notes', () => {
  it('are the section of the version, without its heading', () => {
    const notes = releaseNotes(changelog, { tag: 'v1.2.0', version: '1.2.0' });
    expect(notes).toEqual({ kind: 'found', text: '### Added\n\n- a thing' });
    expect(releaseNotes(changelog, { tag: 'v1.0.0', version: '1.0.0' })).toMatchObject({
      text: '- first',
    });
  });

  it.each([
    ['a tag that is no version', 'release-1', '1.2.0', 'is not a tag such as v1.2.3'],
    ['another version than package.json', 'v1.2.0', '1.1.0', 'package.json says 1.1.0'],
    ['a version without a section', 'v1.3.0', '1.3.0', 'nothing to say of 1.3.0'],
    ['an empty section', 'v1.1.0', '1.1.0', 'nothing to say of 1.1.0'],
  ])('are refused: %s', (_what, tag, ...[version = '', why]) => {
    expect(releaseNotes(changelog, { tag, version })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining(why ?? ''),
    });
  });
});
