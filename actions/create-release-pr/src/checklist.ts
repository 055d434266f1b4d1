/** The checklist: what people tick stays as they left it, whatever a run finds out. */
import { createHash } from 'node:crypto';
import { inputType } from '@release-train/action-kit';
import type { Evidence } from '@release-train/action-kit/evidence';
import { codeSpan, forMarkdown } from '@release-train/action-kit/text';
import { blockText, itemMark } from '@release-train/github/managed-block';
import type { BlockWords } from './block-words.ts';
import { blockKind } from './decide.ts';

/**
 * `ticked` by a person, `proven` ticked by a run on evidence, `withdrawn` that tick taken back by a
 * person.
 */
export type Box = 'open' | 'ticked' | 'proven' | 'withdrawn';

export interface Item {
  readonly key: string;
  /** Markdown of one line. */
  readonly text: string;
  readonly box: Box;
  readonly evidence: Evidence | undefined;
}

const mostItems = 100;
const longestItem = 200;

/** Items may hold commas, so there is one on a line. */
export const Items = inputType(
  `items, one per line, at most ${mostItems} of ${longestItem} characters`,
  (text) => {
    const items = text
      .split('\n')
      .map((line) => line.replace(/^\s*(?:[-*+]\s+)?(?:\[[ xX]\]\s+)?/, '').trim())
      .filter((item) => item !== '');
    const long = items.findIndex((item) => item.length > longestItem);
    if (long !== -1) throw new Error(`item ${long + 1} has ${items[long]?.length} characters`);
    if (items.length > mostItems) throw new Error(`there are ${items.length}`);
    return items;
  },
);

interface Wanted {
  readonly items: readonly string[];
  readonly evidence: readonly Evidence[];
  /** The body as it stands; people tick, and add items, there. */
  readonly body: string;
}

/** The items in the order they are asked for, then those people added. */
export function checklistOf({ items, evidence, body }: Wanted): readonly Item[] {
  const before = readItems(body);
  const boxes = new Map(before.map((item) => [item.key, item]));
  const found = new Map(evidence.map((one) => [keyOf(one.name), one]));
  const texts = new Map([
    ...items.map((text) => [keyOf(text), text] as const),
    ...evidence
      .filter(({ name }) => !items.some((text) => keyOf(text) === keyOf(name)))
      .map(({ name }) => [keyOf(name), forMarkdown(name, longestItem)] as const),
  ]);
  const asked = [...texts].map(([key, text]) => ({
    key,
    text,
    box: boxOf(boxes.get(key), found.get(key)),
    evidence: found.get(key),
  }));
  const theirs = before.filter(({ key }) => key === own);
  return [
    ...asked,
    ...theirs.map(({ text, isTicked }) => ({
      key: own,
      text,
      box: isTicked ? ('ticked' as const) : ('open' as const),
      evidence: undefined,
    })),
  ];
}

/** Items that people added. */
const own = 'own';

/** Of its words alone: case, punctuation and markup may change. */
function keyOf(text: string): string {
  const words =
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? text;
  return createHash('sha256').update(words).digest('hex').slice(0, 8);
}

interface Before {
  readonly key: string;
  readonly text: string;
  readonly isTicked: boolean;
  readonly flag: string | undefined;
}

/** A person's word holds both ways; the tool takes back only its own tick. */
function boxOf(before: Before | undefined, evidence: Evidence | undefined): Box {
  const isOurs = before?.flag === 'proven' || before?.flag === 'withdrawn';
  if (before?.isTicked && before.flag !== 'proven') return 'ticked';
  if (before && !before.isTicked && isOurs) return 'withdrawn';
  return evidence?.isGood ? 'proven' : 'open';
}

const task = /^\s*[-*+] \[(?<tick>[ xX])\] (?<text>.*?)\s*$/;
const marked = /^(?<text>.*?)\s*<!-- release-train:item (?<key>\w+)(?: (?<flag>\w+))? -->$/;

/** Tasks without a mark belong to people where they stand in one list with marked ones. */
function readItems(body: string): Before[] {
  const lists = tasksIn(blockText(body, blockKind) ?? '');
  return lists.flatMap((list) => {
    const items = list.map(readItem);
    return items.some(({ isMarked }) => isMarked) ? items : [];
  });
}

/** Lists of tasks, each an unbroken run of lines. */
function tasksIn(text: string): string[][] {
  const lists: string[][] = [[]];
  for (const line of text.split(/\r\n?|\n/)) {
    if (task.test(line)) lists.at(-1)?.push(line);
    else if (lists.at(-1)?.length !== 0) lists.push([]);
  }
  return lists;
}

function readItem(line: string): Before & { readonly isMarked: boolean } {
  const { tick, text = '' } = task.exec(line)?.groups ?? {};
  const mark = marked.exec(text)?.groups;
  return {
    key: mark?.['key'] ?? own,
    text: mark?.['text'] ?? text,
    isTicked: tick !== ' ',
    flag: mark?.['flag'],
    isMarked: mark !== undefined,
  };
}

/** One task per line, with a hidden key by which its tick is found again. */
export const renderChecklist = (items: readonly Item[], words: BlockWords): string =>
  items.map((item) => renderItem(item, words)).join('\n');

function renderItem({ key, text, box, evidence }: Item, words: BlockWords): string {
  const isTicked = box === 'ticked' || box === 'proven';
  const flag = box === 'proven' || box === 'withdrawn' ? ` ${box}` : '';
  const says = evidence ? `: ${renderEvidence(evidence, words)}` : '';
  return `- [${isTicked ? 'x' : ' '}] ${text}${says} ${itemMark(`${key}${flag}`)}`;
}

function renderEvidence({ verdict, isGood, url }: Evidence, words: BlockWords): string {
  const word = codeSpan(verdict, 40);
  const said = isGood ? word : words.notPassed(word);
  return url ? `${said} ([${words.details}](<${linkTarget(url)}>))` : said;
}

/** A URL has neither spaces nor `<` once parsed; what could end the target, or start HTML, is encoded. */
const linkTarget = (url: string): string =>
  url.replace(/[<>\s`|]/g, (character) => encodeURIComponent(character));
