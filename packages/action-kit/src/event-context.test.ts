import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEventContext } from './event-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-'));
afterAll(() => rmSync(folder, { recursive: true }));

const eventFile = (text: string): string => {
  const path = join(folder, 'event.json');
  writeFileSync(path, text);
  return path;
};

describe('the event context', () => {
  it('takes every address from the environment, so that GitHub Enterprise Server works', () => {
    const context = readEventContext({
      GITHUB_SERVER_URL: 'https://ghe.test',
      GITHUB_API_URL: 'https://ghe.test/api/v3',
      GITHUB_GRAPHQL_URL: 'https://ghe.test/api/graphql',
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_RUN_ID: '7',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: eventFile('{"ref":"refs/heads/main"}'),
    });
    expect(context).toMatchObject({
      repository: 'o/r',
      eventName: 'push',
      payload: { ref: 'refs/heads/main' },
      apiUrl: 'https://ghe.test/api/v3',
      graphqlUrl: 'https://ghe.test/api/graphql',
      runUrl: 'https://ghe.test/o/r/actions/runs/7',
    });
  });

  it('is that of github.com, and empty, outside a job', () => {
    expect(readEventContext({})).toMatchObject({
      repository: '',
      payload: {},
      serverUrl: 'https://github.com',
      graphqlUrl: 'https://api.github.com/graphql',
    });
  });

  it('has no payload where the event file holds no object', () => {
    expect(readEventContext({ GITHUB_EVENT_PATH: eventFile('null') }).payload).toEqual({});
  });
});
