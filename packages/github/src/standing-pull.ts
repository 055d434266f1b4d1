/** One pull request kept between two branches, run after run: what it should be, and the way there. */
import type { GitHub, PullChange, PullRequest } from './github.ts';
import { isSameBody, readRecord } from './managed-block.ts';

export interface WantedPull {
  /** Of the managed block. */
  readonly kind: string;
  readonly title: string;
  readonly record: Readonly<Record<string, string>>;
  readonly isConflicted: boolean;
  /** `auto`: a draft as long as the branches conflict. */
  readonly draft: 'auto' | 'true' | 'false';
}

export interface PullPlan {
  readonly title: string;
  /** What the next run reads back from the managed block. */
  readonly record: Readonly<Record<string, string>>;
  /** Whether a new pull request is a draft. */
  readonly draft: boolean;
  readonly draftChange: 'none' | 'to-draft' | 'to-ready';
  /** What it turned into since the last run; nothing on a re-run, so that nobody is told twice. */
  readonly turn: 'none' | 'opened' | 'conflicted' | 'resolved';
}

export function planPull(open: PullRequest | undefined, wanted: WantedPull): PullPlan {
  const last = open && readRecord(open.body, wanted.kind);
  const isOurDraft = last?.['draft'] === 'conflict';
  const { draft, draftChange, isConflictDraft } = draftPlan(open, wanted, isOurDraft);
  return {
    // A title that is not the one we set last was set by a person.
    title: open && open.title !== last?.['title'] ? open.title : wanted.title,
    record: {
      ...wanted.record,
      title: wanted.title,
      ...(isConflictDraft ? { draft: 'conflict' } : {}),
      ...(wanted.isConflicted ? { conflict: 'yes' } : {}),
    },
    draft,
    draftChange,
    turn: turnOf(open, wanted, isOurDraft || last?.['conflict'] !== undefined),
  };
}

function turnOf(
  open: PullRequest | undefined,
  { isConflicted }: WantedPull,
  wasConflicted: boolean,
): PullPlan['turn'] {
  if (isConflicted) return wasConflicted ? 'none' : 'conflicted';
  if (wasConflicted) return 'resolved';
  return open ? 'none' : 'opened';
}

interface DraftPlan {
  readonly draft: boolean;
  readonly draftChange: PullPlan['draftChange'];
  /** It comes from a conflict, so it ends with it. */
  readonly isConflictDraft: boolean;
}

const asItIs = { draftChange: 'none', isConflictDraft: false } as const;

/** Only a draft that a conflict made is made ready again; the others belong to people. */
function draftPlan(
  open: PullRequest | undefined,
  { draft, isConflicted }: WantedPull,
  isOurDraft: boolean,
): DraftPlan {
  switch (draft) {
    case 'true':
      return { draft: true, ...asItIs };
    case 'false':
      return { draft: false, ...asItIs };
    case 'auto': {
      if (!isConflicted) {
        const draftChange = open?.isDraft && isOurDraft ? 'to-ready' : 'none';
        return { draft: false, draftChange, isConflictDraft: false };
      }
      if (open?.isDraft) return { draft: true, draftChange: 'none', isConflictDraft: isOurDraft };
      return { draft: true, draftChange: open ? 'to-draft' : 'none', isConflictDraft: true };
    }
    default:
      return draft satisfies never;
  }
}

/** One write, and how to say it in a dry run. */
export interface Step {
  readonly what: string;
  /** Gives the pull request where it is a new one. */
  readonly write: (github: GitHub) => Promise<PullRequest | undefined>;
}

interface Ends {
  readonly head: string;
  readonly base: string;
  readonly body: string;
}

/** The writes from what is there to what is planned; none where nothing differs. */
export function pullSteps(
  open: PullRequest | undefined,
  { title, draft, draftChange }: PullPlan,
  { head, base, body }: Ends,
): readonly Step[] {
  if (!open) {
    const what = `open a ${draft ? 'draft ' : ''}pull request "${title}"`;
    return [{ what, write: (github) => github.createPull({ head, base, title, body, draft }) }];
  }
  const edit = editSteps(open, { title, body });
  // A draft is noted before it is made and undone before the note goes: a killed run is repaired.
  switch (draftChange) {
    case 'none':
      return edit;
    case 'to-draft':
      return [...edit, draftStep(open, true)];
    case 'to-ready':
      return [draftStep(open, false), ...edit];
    default:
      return draftChange satisfies never;
  }
}

function editSteps(
  open: PullRequest,
  wanted: { readonly title: string; readonly body: string },
): Step[] {
  const change: PullChange = {
    ...(open.title === wanted.title ? {} : { title: wanted.title }),
    ...(isSameBody(open.body, wanted.body) ? {} : { body: wanted.body }),
  };
  const fields = Object.keys(change);
  if (fields.length === 0) return [];
  return [
    {
      what: `write the ${fields.join(' and ')} of pull request #${open.number}`,
      write: async (github) => void (await github.updatePull(open.number, change)),
    },
  ];
}

const draftStep = (open: PullRequest, draft: boolean): Step => ({
  what: `${draft ? 'make a draft of' : 'mark as ready'} pull request #${open.number}`,
  write: async (github) => void (await github.setDraft(open, draft)),
});

/** Takes the steps one after another and gives the pull request they led to. */
export async function takeSteps(
  steps: readonly Step[],
  open: PullRequest | undefined,
  github: GitHub,
): Promise<PullRequest> {
  const results: (PullRequest | undefined)[] = [open];
  for (const { write } of steps) results.push(await write(github));
  const pull = results.find((result) => result !== undefined);
  if (!pull) throw new Error('neither an open pull request nor a step that opens one');
  return pull;
}
