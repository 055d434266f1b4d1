import type { Evidence } from '@release-train/action-kit/evidence';
import { withBlock } from '@release-train/github/managed-block';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockWords } from './block-words.ts';
import { checklistOf, Items, renderChecklist } from './checklist.ts';

const good: Evidence = { name: 'Health', verdict: 'healthy', isGood: true, url: undefined };
const bad: Evidence = { ...good, verdict: 'unhealthy', isGood: false };

const asBody = (text: string): string => withBlock('', { kind: 'release', record: {}, text });

/** The list after a run over a body. */
const run = (items: readonly string[], before = '', evidence: readonly Evidence[] = []): string =>
  renderChecklist(
    checklistOf({ items, evidence, body: before === '' ? '' : asBody(before) }),
    blockWords.en,
  );

const tick = (list: string, text: string): string => list.replace(`[ ] ${text}`, `[x] ${text}`);
const untick = (list: string, text: string): string => list.replace(`[x] ${text}`, `[ ] ${text}`);
/** What people see. */
const seen = (list: string): string[] =>
  list.split('\n').map((line) => line.replace(/ <!--.*-->$/, ''));

describe('the checklist', () => {
  it('begins unticked, with a key that nobody sees', () => {
    expect(run(['Ask QA', 'Tell support'])).toMatch(
      /^- \[ \] Ask QA <!-- release-train:item [0-9a-f]{8} -->\n- \[ \] Tell support <!--/,
    );
  });

  it('keeps ticks when items move, when others are reworded, and when others come and go', () => {
    const ticked = tick(run(['Ask QA', 'Tell support', 'Read the log']), 'Tell support');

    expect(seen(run(['Look at the log', 'Tell support', 'New', 'Ask QA'], ticked))).toEqual([
      '- [ ] Look at the log',
      '- [x] Tell support',
      '- [ ] New',
      '- [ ] Ask QA',
    ]);
  });

  it('knows an item again whose case or punctuation changed, or that people rewrote in place', () => {
    const ticked = tick(run(['Ask QA']), 'Ask QA').replace('Ask QA', 'Ask **Eve** of QA');

    expect(seen(run(['ask QA!'], ticked))).toEqual(['- [x] ask QA!']);
  });

  it('reads what a browser saved', () => {
    const ticked = tick(run(['Ask QA', 'Tell support']), 'Ask QA').replaceAll('\n', '\r\n');

    expect(seen(run(['Ask QA'], ticked))).toEqual(['- [x] Ask QA']);
  });

  it('lets an item go that is asked for no more, and its tick', () => {
    const ticked = tick(run(['Ask QA', 'Tell support']), 'Ask QA');

    expect(seen(run(['Ask QA'], run(['Tell support'], ticked)))).toEqual(['- [ ] Ask QA']);
  });

  it('keeps items that people added to the list, also when no other is left', () => {
    const theirs = `${run(['Ask QA'])}\n- [ ] Call Bob\n* [X] Water the plants`;
    const kept = run([], run(['Ask QA'], theirs));

    expect(seen(run(['Ask QA'], theirs))).toEqual([
      '- [ ] Ask QA',
      '- [ ] Call Bob',
      '- [x] Water the plants',
    ]);
    expect(seen(run([], tick(kept, 'Call Bob')))).toEqual([
      '- [x] Call Bob',
      '- [x] Water the plants',
    ]);
  });

  it('does not take the tasks of notes for its own', () => {
    const notes = `- [ ] a task in the notes\n\n${run(['Ask QA'])}`;

    expect(seen(run(['Ask QA'], notes))).toEqual(['- [ ] Ask QA']);
  });

  describe('with evidence', () => {
    it('is ticked where the evidence is good, and says so where it is not', () => {
      const url = 'https://a.example/b)%20(c';

      expect(seen(run([], '', [{ ...good, url }]))).toEqual([
        `- [x] Health: \`healthy\` ([details](<${url}>))`,
      ]);
      expect(seen(run([], '', [bad]))).toEqual(['- [ ] Health: **not passed**, `unhealthy`']);
    });

    it('ticks the item of that name', () => {
      expect(seen(run(['Ask QA', 'health'], '', [good]))).toEqual([
        '- [ ] Ask QA',
        '- [x] health: `healthy`',
      ]);
    });

    it('takes back its own tick, never that of a person', () => {
      const proven = run(['Health'], '', [good]);
      const byHand = tick(run(['Health']), 'Health');

      expect(seen(run(['Health'], proven, [bad]))[0]).toMatch(/^- \[ \] Health/);
      expect(seen(run(['Health'], proven))[0]).toMatch(/^- \[ \] Health/);
      expect(seen(run(['Health'], byHand, [bad]))[0]).toMatch(/^- \[x\] Health: \*\*not passed/);
    });

    it('does not tick again what a person unticked', () => {
      const withdrawn = untick(run(['Health'], '', [good]), 'Health');
      const later = run(['Health'], run(['Health'], withdrawn, [good]), [good]);

      expect(seen(later)).toEqual(['- [ ] Health: `healthy`']);
      expect(seen(run(['Health'], tick(later, 'Health'), [bad]))[0]).toMatch(/^- \[x\]/);
    });

    it('cannot break out of its line', () => {
      const hostile = { ...bad, name: '](x)\n- [x] @all #1 <!-- y', verdict: '`\n| [x](y)' };

      const list = run([], '', [hostile]);

      expect(list.split('\n')).toHaveLength(1);
      expect(list).toContain('\\<\\!-- y');
      expect(list).toContain('@\u200ball #\u200b1');
    });
  });

  it('is the same after a run that brings nothing new, whatever people did', () => {
    const word = fc.stringMatching(/^[a-zа-я]{1,8}$/u);
    const state = fc.record({
      items: fc.uniqueArray(word, { maxLength: 6 }),
      ticks: fc.array(fc.boolean(), { maxLength: 12 }),
      evidence: fc.uniqueArray(fc.record({ name: word, isGood: fc.boolean() }), {
        selector: ({ name }) => name,
        maxLength: 4,
      }),
    });
    fc.assert(
      fc.property(state, ({ items, ticks, evidence }) => {
        const found = evidence.map(({ name, isGood }) => ({ ...good, name, isGood }));
        const touched = run(items, '', found)
          .split('\n')
          .map((line, at) => (ticks[at] ? line.replace(/^- \[[ x]\]/, '- [x]') : line))
          .join('\n');
        const once = run(items, touched, found);
        expect(run(items, once, found)).toBe(once);
        for (const [at, line] of touched.split('\n').entries()) {
          if (ticks[at] && line !== '') expect(once.split('\n')[at]).toMatch(/^- \[x\]/);
        }
      }),
    );
  });
});

describe('the items of the input', () => {
  it('are lines, with or without the marks of a list', () => {
    const items = Items.parse('Ask QA, then ops\n\n- [ ] Tell support\n * [x] Look\n- Plain\n');

    expect(items).toEqual(['Ask QA, then ops', 'Tell support', 'Look', 'Plain']);
  });

  it.each([
    [`a\n${'b'.repeat(201)}`, 'item 2 has 201 characters'],
    ['a\n'.repeat(101), 'there are 101'],
  ])('are refused beyond what a list can hold', (text, reason) => {
    expect(Items.safeParse(text).error?.issues[0]?.message).toContain(reason);
  });
});
