/** The stages of a story, as they happen. */

export interface Stage {
  readonly name: string;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  readonly state: 'running' | 'ok' | 'failed';
  readonly detail: string;
}

export type BoardEvent =
  | { readonly kind: 'act'; readonly title: string }
  | { readonly kind: 'started'; readonly stage: Stage }
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'ended'; readonly stage: Stage };

/** What a stage came to. A story may expect bad news: `ok: false` is then the right ending. */
export interface Ending<T> {
  readonly detail: string;
  readonly value: T;
  readonly ok?: boolean;
  /** When it really was, where a stage looks at something that ran meanwhile. */
  readonly ran?: Ran;
}

export interface Ran {
  readonly startedMs: number;
  readonly endedMs: number;
}

export interface Board {
  readonly stages: readonly Stage[];
  act(title: string): void;
  stage<T>(name: string, play: () => Promise<Ending<T>>): Promise<T>;
  progress(text: string): void;
}

export function openBoard(show: (event: BoardEvent) => void): Board {
  const stages: Stage[] = [];
  return {
    stages,
    act: (title) => show({ kind: 'act', title }),
    progress: (text) => show({ kind: 'progress', text }),
    stage: async (name, play) => {
      const started: Stage = {
        name,
        startedMs: Date.now(),
        endedMs: undefined,
        state: 'running',
        detail: '',
      };
      show({ kind: 'started', stage: started });
      const end = (state: 'ok' | 'failed', detail: string, ran?: Ran): void => {
        const ended: Stage = { ...started, endedMs: Date.now(), ...ran, state, detail };
        stages.push(ended);
        show({ kind: 'ended', stage: ended });
      };
      try {
        const { detail, value, ok = true, ran } = await play();
        end(ok ? 'ok' : 'failed', detail, ran);
        return value;
      } catch (error) {
        end('failed', error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}
