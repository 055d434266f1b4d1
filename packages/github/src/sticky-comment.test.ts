import { FakeReleaseHistory } from '@release-train/testing/fake-release-history';
import { describe, expect, it } from 'vitest';
import { keepComment } from './sticky-comment.ts';

const wanted = (text: string, environment = 'production') => ({
  ...{ number: 1, kind: 'report', record: { environment } },
  text,
});
const wet = { isDry: false };
const mallory = { login: 'mallory', isBot: false };

describe('keepComment', () => {
  it('writes once, edits in place, and leaves alone what is as it should be', async () => {
    const github = new FakeReleaseHistory();

    const results = [
      await keepComment(github, wanted('one'), wet),
      await keepComment(github, wanted('one'), wet),
      await keepComment(github, wanted('two'), wet),
    ];

    expect(results.map(({ result }) => result)).toEqual(['created', 'unchanged', 'updated']);
    expect(github.writes).toEqual(['comment on #1', 'edit comment 1']);
    expect(github.commentsOn.get(1)).toHaveLength(1);
  });

  it('keeps a comment for each environment', async () => {
    const github = new FakeReleaseHistory();

    await keepComment(github, wanted('one'), wet);
    await keepComment(github, wanted('one', 'staging'), wet);

    expect(github.commentsOn.get(1)).toHaveLength(2);
  });

  it('never edits what somebody else wrote, marker or not', async () => {
    const github = new FakeReleaseHistory();
    await keepComment(github, wanted('one'), wet);
    const [own] = github.commentsOn.get(1) ?? [];
    github.commentsOn.set(1, []);
    const forged = github.say(1, own?.body ?? '', mallory);

    const { result } = await keepComment(github, wanted('two'), wet);

    expect(result).toBe('created');
    expect(github.commentsOn.get(1)?.[0]).toEqual(forged);
  });

  it('takes that of a bot or a member for its own where GitHub does not say who it is', async () => {
    const github = new FakeReleaseHistory();
    await keepComment(github, wanted('one'), wet);
    const [own] = github.commentsOn.get(1) ?? [];
    if (own) github.commentsOn.set(1, [{ ...own, id: 7, isOfMember: false, author: mallory }, own]);
    github.me = undefined;

    expect((await keepComment(github, wanted('one'), wet)).result).toBe('unchanged');
  });

  it('writes nothing in a dry run', async () => {
    const github = new FakeReleaseHistory();

    const kept = await keepComment(github, wanted('one'), { isDry: true });

    expect(kept).toEqual({ result: 'created', url: undefined });
    expect(github.writes).toEqual([]);
  });

  it('writes none where its own may be among more than were read', async () => {
    const github = new FakeReleaseHistory();
    github.cut.add('comments');

    await expect(keepComment(github, wanted('one'), wet)).rejects.toThrow('more comments');
    expect(github.writes).toEqual([]);
  });

  it.each([true, false])(
    'ends with one comment where an answer is lost (written: %s)',
    async (is) => {
      const github = new FakeReleaseHistory();
      github.lostAnswers.push({ isWritten: is });

      const { result, url } = await keepComment(github, wanted('one'), wet);

      expect([result, url]).toEqual(['created', github.commentsOn.get(1)?.[0]?.url]);
      expect(github.commentsOn.get(1)).toHaveLength(1);
    },
  );

  it('gives up where no answer comes at all, and writes nothing twice', async () => {
    const github = new FakeReleaseHistory();
    github.lostAnswers.push(...Array.from({ length: 3 }, () => ({ isWritten: false })));

    await expect(keepComment(github, wanted('one'), wet)).rejects.toMatchObject({ status: 502 });
    expect(github.commentsOn.get(1)).toBeUndefined();
  });
});
