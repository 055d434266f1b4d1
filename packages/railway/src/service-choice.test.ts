import { describe, expect, it } from 'vitest';
import type { Service } from './railway.ts';
import { chooseServices } from './service-choice.ts';

const service = (name: string, repository?: string, branch = 'main'): Service => ({
  id: `id-${name}`,
  name,
  ...(repository ? { trigger: { repository, branch, waitsForCi: false } } : {}),
  watchPatterns: [],
  hasHealthcheck: false,
  isCron: false,
  urls: [],
  active: [],
});

const all = [
  service('web', 'Octo/Shop'),
  service('staging', 'octo/shop', 'staging'),
  service('other', 'octo/other'),
  service('postgres'),
];

const choice = {
  wanted: undefined,
  repository: 'octo/shop',
  branch: 'main',
  place: { projectId: 'p', projectName: 'shop', environmentId: 'e', environmentName: 'production' },
};

const names = (change: object): readonly string[] =>
  chooseServices(all, { ...choice, ...change }).map(({ name }) => name);

describe('the services that carry a commit', () => {
  it.each([
    ['are those that deploy this repository and branch', {}, ['web']],
    ['are of any branch where the event names none', { branch: undefined }, ['web', 'staging']],
    ['are those named, in that order', { wanted: ['postgres', 'web'] }, ['postgres', 'web']],
    ['are named by id too, each once', { wanted: ['id-web', 'web', 'WEB'] }, ['web']],
  ])('%s', (_name, change, expected) => {
    expect(names(change)).toEqual(expected);
  });

  it('are never none: what exists is listed with what it deploys', () => {
    expect(() => names({ repository: 'octo/blog' })).toThrow(
      expect.objectContaining({
        message: 'no service in "shop / production" deploys repository "octo/blog" branch "main"',
        hint: 'Name them in input "services". There is: web (Octo/Shop@main), staging (octo/shop@staging), other (octo/other@main), postgres (no repository).',
      }),
    );
  });
});
