/** That the workflows of a pull request wait, and for what. */
import type { Language } from '@release-train/action-kit/language';

/** For the log. */
export const heldBackNotice = (number: number): string =>
  `workflows of pull request #${number} wait until somebody with write access approves them, as it was written with the job's own token: pass the token of a GitHub App as "github-token"`;

const words = {
  en: [
    'workflows',
    "wait until somebody with write access approves them on the pull request: it was written with the job's own token; that of a GitHub App starts them",
  ],
  ru: [
    'процессы',
    'ждут, пока кто-нибудь с правом записи не одобрит их на pull request: он записан токеном самого задания; токен GitHub App запускает их сразу',
  ],
};

/** For the table of a summary. */
export const heldBackRows = (isHeldBack: boolean | undefined, language: Language): string[][] =>
  isHeldBack ? [words[language]] : [];
